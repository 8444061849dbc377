package org.fivegmc.fallback.channel;

import java.util.Locale;
import java.util.Optional;
import org.fivegmc.fallback.spi.BotText;
import org.fivegmc.fallback.spi.FileLinks;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.geo.GeoLocation;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.rcs.RcsMediaTypes;

/// How content that is no text is said in an SMS.
///
/// | content | text |
/// |---|---|
/// | file | `car.jpg (167 KB) https://…` |
/// | audio message | `Audio message (0:12) https://…` |
/// | contact card | `Contact card https://…` |
/// | place | `Location: meeting point (39.9087, 116.3975) https://…`, or with `geo:39.9087,116.3975` (RFC 5870) behind the name |
/// | card, suggestions, several parts | what [BotText] makes of them |
///
/// Thumbnails are not mentioned. The same content is the same text each time. Immutable.
///
/// @param mapLink address of a map with [#LATITUDE] and [#LONGITUDE] in it; empty for none
/// @param bots says what is of chatbots
public record RichContent(FallbackLanguage language, String mapLink, FileLinks links, BotText bots)
        implements BotText.Pieces {

    /// Without chatbots.
    public RichContent(FallbackLanguage language, String mapLink, FileLinks links) {
        this(language, mapLink, links, BotText.NONE);
    }

    public static final String LATITUDE = "{lat}";
    public static final String LONGITUDE = "{lon}";

    /// Longest name of a file or a place, in characters.
    static final int MAX_NAME = 80;

    private static final String ADDRESS = "(?i)https?://[!-~]{1,1500}";
    private static final long KIB = 1024;
    private static final long[] UNITS = {KIB * KIB, KIB * KIB * KIB};
    private static final String[] UNIT_NAMES = {" MB", " GB"};

    /// What a content is in an SMS: a text as it is. Empty for what has no form as text.
    @Override
    public Optional<String> text(MediaType type, ByteSlice content) {
        return switch (type.name()) {
            case RcsMediaTypes.TEXT -> plain(type, content);
            case RcsMediaTypes.FT_HTTP ->
                    FileXmlCodec.read(content).toOptional().flatMap(this::file);
            case RcsMediaTypes.GEOLOCATION ->
                    GeoLocation.read(content).toOptional().map(this::place);
            case RcsMediaTypes.BOT_MESSAGE, RcsMediaTypes.BOT_SUGGESTION ->
                    bots.text(type, content, this);
            default -> type.isMultipart() ? bots.text(type, content, this) : Optional.empty();
        };
    }

    @Override
    public String link(String url) {
        String address = links.shortened(url).orElse(url);
        return address.matches(ADDRESS) ? address : "";
    }

    private static Optional<String> plain(MediaType type, ByteSlice content) {
        return TextDecoding.decode(type, content) instanceof TextResult.Text(String text)
                        && !text.isEmpty()
                ? Optional.of(text)
                : Optional.empty();
    }

    /// Empty when the address is none that a browser follows.
    Optional<String> file(FileInfo info) {
        FileEntry file = info.file();
        String address =
                links.shortened(file.url())
                        .orElse(file.brandedUrl().isEmpty() ? file.url() : file.brandedUrl());
        return address.matches(ADDRESS)
                ? Optional.of(description(file) + " " + address)
                : Optional.empty();
    }

    private String description(FileEntry file) {
        String type = MediaType.parse(file.contentType()).name();
        if (file.disposition().equalsIgnoreCase(FileEntry.RENDER) && type.startsWith("audio/")) {
            return language.audio() + inBrackets(playing(file.playingSeconds()));
        }
        if (type.equals("text/vcard") || type.equals("text/x-vcard")) {
            return language.card();
        }
        String name = clean(file.name());
        return (name.isEmpty() ? language.file() : name) + inBrackets(size(file.size()));
    }

    String place(GeoLocation place) {
        String name = clean(place.label());
        String start = language.place() + ": " + (name.isEmpty() ? "" : name + " ");
        String latitude = place.latitude();
        String longitude = place.longitude();
        return mapLink.isEmpty()
                ? start + "geo:" + latitude + "," + longitude
                : start
                        + "("
                        + latitude
                        + ", "
                        + longitude
                        + ") "
                        + mapLink.replace(LATITUDE, latitude).replace(LONGITUDE, longitude);
    }

    private static String inBrackets(String text) {
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private static String playing(long seconds) {
        return seconds == FileEntry.UNKNOWN
                ? ""
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /// Rounded, in multiples of 1024.
    static String size(long octets) {
        if (octets == FileEntry.UNKNOWN) {
            return "";
        }
        if (octets < KIB) {
            return octets + " B";
        }
        long kib = octets / KIB + (octets % KIB >= KIB / 2 ? 1 : 0);
        if (kib < KIB) {
            return kib + " KB";
        }
        int unit = octets < UNITS[1] ? 0 : 1;
        long tenths = Math.round(octets * 10.0 / UNITS[unit]);
        return tenths / 10 + "." + tenths % 10 + UNIT_NAMES[unit];
    }

    /// What nobody sees, or what turns the direction of text, has no business in an SMS.
    private static String clean(String name) {
        var out = new StringBuilder();
        name.codePoints()
                .filter(c ->
                        !Character.isISOControl(c)
                                && !(c >= 0x202a && c <= 0x202e)
                                && !(c >= 0x2066 && c <= 0x2069))
                .limit(MAX_NAME)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }
}
