package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.content.MediaRefusal;
import org.fivegmc.maap.dialect.ContentFault;
import org.fivegmc.maap.dialect.Contents;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.FileXmlForm;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.databind.JsonNode;

/// Makes what clients show of the content of a message. Thread-safe; looks for files of the
/// chatbot.
final class GsmaContents {

    static final String TEXT = "textMessage";
    static final String FILE = "fileMessage";
    static final String AUDIO = "audioMessage";
    static final String PLACE = "geolocationPushMessage";

    /// What a message can be; it is one of them.
    static final List<String> KINDS = List.of(TEXT, GsmaBody.CARD, FILE, AUDIO, PLACE);

    private static final int NAME_MAX = 255;
    private static final Pattern URL = Pattern.compile("(?i)https?://\\S{1,1000}");
    private static final Pattern TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    /// Latitude and longitude, decimal degrees.
    private static final Pattern POSITION =
            Pattern.compile(
                    "([+-]?\\d{1,3}(?:\\.\\d{1,15})?)[\\s,]+([+-]?\\d{1,3}(?:\\.\\d{1,15})?)");

    private final Optional<MediaLibrary> library;
    private final Contents texts = new Contents(TEXT);
    private final Contents cards = new Contents(GsmaBody.CARD);
    private final Contents chips = new Contents(GsmaBody.CHIPS);

    /// @param library empty where no content server keeps files
    GsmaContents(Optional<MediaLibrary> library) {
        this.library = library;
    }

    /// @param kind of [#KINDS], which the body has
    Downlink.Content content(Chatbot chatbot, String kind, GsmaBody body) throws IOException {
        String field = kind;
        try {
            var parts = new ArrayList<Downlink.Content>();
            parts.add(
                    switch (kind) {
                        case TEXT -> texts.text(string(body).getBytes(UTF_8));
                        case GsmaBody.CARD -> cards.card(raw(body, GsmaBody.CARD));
                        case FILE, AUDIO -> files(chatbot, kind, object(body, kind));
                        default -> place(object(body, kind));
                    });
            if (body.raw().containsKey(GsmaBody.CHIPS)) {
                field = GsmaBody.CHIPS;
                parts.add(chips.suggestions(raw(body, GsmaBody.CHIPS)));
            }
            return Contents.joined(parts);
        } catch (ContentFault fault) {
            // its message begins with the field
            String text = String.valueOf(fault.getMessage());
            throw GsmaRefusal.of(
                    GsmaCode.CONTENT, field, text.substring(field.length()).stripLeading());
        }
    }

    private static byte[] raw(GsmaBody body, String name) {
        byte[] octets = body.raw().get(name);
        if (octets == null) {
            throw GsmaRefusal.wrong(name, "is no object");
        }
        return octets;
    }

    /// As it is written, blanks and all.
    private static String string(GsmaBody body) {
        JsonNode value = body.message().get(TEXT);
        if (value == null || !value.isString()) {
            throw GsmaRefusal.wrong(TEXT, "is no text");
        }
        return value.asString();
    }

    private static JsonNode object(GsmaBody body, String name) {
        JsonNode value = body.message().get(name);
        if (value == null || !value.isObject()) {
            throw GsmaRefusal.wrong(name, "is no object");
        }
        return value;
    }

    // ---- files

    private Downlink.Content files(Chatbot chatbot, String kind, JsonNode given)
            throws IOException {
        FileEntry file = entry(chatbot, given, "file");
        if (kind.equals(AUDIO)) {
            file =
                    file.withDisposition(FileEntry.RENDER)
                            .withPlayingSeconds(number(given, "playingLength"));
        }
        Optional<FileEntry> thumbnail =
                GsmaBody.text(given.get("thumbnailUrl"), "thumbnailUrl", NAME_MAX * 4).isEmpty()
                        ? Optional.empty()
                        : Optional.of(entry(chatbot, given, "thumbnail"));
        return new Downlink.Content(
                RcsMediaTypes.FT_HTTP,
                FileXmlCodec.write(new FileInfo(file, thumbnail), FileXmlForm.CURRENT));
    }

    /// What the chatbot does not say of a file that this server keeps for it, the server knows.
    ///
    /// @param which what its members begin with
    private FileEntry entry(Chatbot chatbot, JsonNode given, String which) throws IOException {
        String field = which + "Url";
        String url = GsmaBody.text(given.get(field), field, NAME_MAX * 4);
        if (!URL.matcher(url).matches()) {
            throw GsmaRefusal.wrong(field, "is no http or https URL");
        }
        Optional<MediaLibrary.Kept> kept = kept(chatbot, url);
        boolean thumbnail = which.equals("thumbnail");
        String nameField = thumbnail ? "thumbnailFileName" : "fileName";
        String name = GsmaBody.text(given.get(nameField), nameField, NAME_MAX);
        if (name.isEmpty()) {
            name = kept.map(MediaLibrary.Kept::name).orElse("");
        }
        return new FileEntry(
                size(given, thumbnail ? "thumbnailFileSize" : "fileSize", kept),
                thumbnail ? "" : name,
                type(given, thumbnail ? "thumbnailMIMEType" : "fileMIMEType", kept),
                url,
                kept.flatMap(MediaLibrary.Kept::until),
                "",
                FileEntry.UNKNOWN,
                "");
    }

    private Optional<MediaLibrary.Kept> kept(Chatbot chatbot, String url) throws IOException {
        if (library.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(library.get().find(chatbot.address().uri(), url));
        } catch (MediaRefusal refusal) {
            if (refusal.reason() == MediaRefusal.Reason.BUSY) {
                throw new GsmaRefusal(GsmaCode.BUSY);
            }
            return Optional.empty(); // kept by somebody else
        }
    }

    private static long size(JsonNode given, String field, Optional<MediaLibrary.Kept> kept) {
        long told = number(given, field);
        if (told == FileEntry.UNKNOWN && kept.isEmpty()) {
            throw GsmaRefusal.wrong(
                    field,
                    "is missing, and the file is none that this server keeps for the chatbot");
        }
        return told == FileEntry.UNKNOWN ? kept.get().size() : told;
    }

    private static String type(JsonNode given, String field, Optional<MediaLibrary.Kept> kept) {
        String told = GsmaBody.text(given.get(field), field, NAME_MAX);
        if (told.isEmpty() && kept.isPresent()) {
            return kept.get().type();
        }
        if (!TYPE.matcher(told).matches()) {
            throw GsmaRefusal.wrong(field, "is missing, or is no media type");
        }
        return told;
    }

    private static long number(JsonNode given, String field) {
        JsonNode value = given.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return FileEntry.UNKNOWN;
        }
        String digits = value.isIntegralNumber() || value.isString() ? value.asString() : "";
        if (!digits.matches("\\d{1,15}")) {
            throw GsmaRefusal.wrong(field, "is no whole number");
        }
        return Long.parseLong(digits);
    }

    // ---- places

    /// As a `geo:` URI (RFC 5870), which clients of chatbots show as a place.
    private static Downlink.Content place(JsonNode given) {
        Matcher pair = POSITION.matcher(GsmaBody.text(given.get("pos"), "pos", NAME_MAX));
        if (!pair.matches() || !within(pair.group(1), 90) || !within(pair.group(2), 180)) {
            throw GsmaRefusal.wrong("pos", "is no latitude and longitude in degrees");
        }
        var uri =
                new StringBuilder("geo:")
                        .append(plain(pair.group(1)))
                        .append(',')
                        .append(plain(pair.group(2)));
        String radius = GsmaBody.text(given.get("radius"), "radius", NAME_MAX);
        if (!radius.isEmpty()) {
            if (!radius.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                throw GsmaRefusal.wrong("radius", "is no number of metres");
            }
            uri.append(";u=").append(radius);
        }
        String label = GsmaBody.text(given.get("label"), "label", NAME_MAX);
        if (!label.isEmpty()) {
            uri.append(";rcs-l=").append(URLEncoder.encode(label, UTF_8).replace("+", "%20"));
        }
        return new Downlink.Content("text/plain;charset=UTF-8", uri.toString().getBytes(UTF_8));
    }

    private static boolean within(String degrees, int most) {
        return new BigDecimal(degrees).abs().compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    private static String plain(String degrees) {
        return degrees.startsWith("+") ? degrees.substring(1) : degrees;
    }
}
