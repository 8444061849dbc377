package org.fivegmc.maap.gsma;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.core.message.Message;
import org.fivegmc.maap.submit.Cause;
import org.fivegmc.maap.submit.Told;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.maap.webhook.Notices;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.geo.GeoLocation;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What this dialect tells chatbots: an `event` with a message of a user, or with the status of one
/// of the chatbot's. All come to one address; each call is signed, which the dialect is silent
/// about.
public final class GsmaNotices implements Notices {

    private static final String NEW_USER = "new_bot_user_initiation";

    /// A place as clients of chatbots send it (RFC 5870).
    private static final Pattern PLACE =
            Pattern.compile("geo:(-?[\\d.]{1,20}),(-?[\\d.]{1,20})((?:;[^;\\s]{1,1000}){0,8})");

    private final InstantSource clock;

    public GsmaNotices(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Notice> of(Chatbot chatbot, Message message) {
        return Told.of(message).flatMap(told -> body(message, told)).map(b -> notice(chatbot, b));
    }

    private static Optional<ObjectNode> body(Message message, Told told) {
        return switch (told) {
            case Told.Uplink uplink -> Optional.of(content(message, uplink));
            case Told.Became became -> became(message, became);
            case Told.SmsReceived(var about, var bearer, _) -> {
                ObjectNode status = status(message, about, GsmaForm.DELIVERED);
                status.put("bearer", bearer.name());
                yield Optional.of(event(message, status, "messageStatus"));
            }
            case Told.Revoked(var about, var inTime) ->
                    Optional.of(
                            event(
                                    message,
                                    status(
                                            message,
                                            about,
                                            inTime ? GsmaForm.CANCELLED : GsmaForm.CANCEL_FAILED),
                                    "messageStatus"));
        };
    }

    private static Optional<ObjectNode> became(Message message, Told.Became became) {
        Optional<String> word =
                switch (became.kind()) {
                    case PROCESSED, STORED -> Optional.of(GsmaForm.SENT);
                    case DELIVERED -> Optional.of(GsmaForm.DELIVERED);
                    case DISPLAYED -> Optional.of(GsmaForm.DISPLAYED);
                    case FAILED, FORBIDDEN, ERROR, INTERWORKING_ERROR ->
                            Optional.of(GsmaForm.FAILED);
                    // not asked for: the receipt says that it was delivered
                    case INTERWORKING_SMS, INTERWORKING_MMS -> Optional.empty();
                };
        return word.map(status -> {
            ObjectNode out = status(message, became.about(), status);
            if (status.equals(GsmaForm.FAILED)) {
                out.putObject("error")
                        .put("reason", reason(became.cause()))
                        .put("message", sentence(became.cause()));
            }
            return event(message, out, "messageStatus");
        });
    }

    private static String reason(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> "noSuchNumber";
            case NOT_CAPABLE -> "notCapable";
            case OFFLINE -> "offline";
            case REFUSED -> "refused";
            case SMS_FAILED -> "smsFailed";
            case MMS_FAILED -> "mmsFailed";
            case CONTENT -> "content";
            case UNKNOWN -> "notDelivered";
        };
    }

    private static String sentence(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> "the number is not valid";
            case NOT_CAPABLE -> "the user takes no messages of chatbots, and there is no fallback";
            case OFFLINE -> "the user was away until the message expired, or it might not wait";
            case REFUSED -> "the message was refused";
            case SMS_FAILED -> "the user takes no messages of chatbots, and the SMS failed";
            case MMS_FAILED -> "the user takes no messages of chatbots, and the MMS failed";
            case CONTENT -> "the content does not meet the requirements";
            case UNKNOWN -> "the message was not delivered";
        };
    }

    private static ObjectNode status(Message message, String about, String word) {
        return GsmaForm.status(about, word, Instant.ofEpochMilli(message.acceptedAtMs()));
    }

    private static ObjectNode event(Message message, ObjectNode content, String event) {
        String user = Told.uri(message.sender());
        return GsmaForm.message(content, user.startsWith("tel:") ? user.substring(4) : user)
                .put("event", event);
    }

    // ---- what users write

    private static ObjectNode content(Message message, Told.Uplink uplink) {
        MediaType type = uplink.type();
        ByteSlice content = uplink.content();
        ObjectNode out =
                GsmaForm.MAPPER
                        .createObjectNode()
                        .put(GsmaForm.MSG_ID, message.imdnId().value())
                        .put(
                                GsmaForm.TIMESTAMP,
                                GsmaForm.time(Instant.ofEpochMilli(message.acceptedAtMs())));
        String event = "message";
        switch (type.name()) {
            case RcsMediaTypes.TEXT -> text(out, type, content);
            case RcsMediaTypes.FT_HTTP -> files(out, type, content);
            case RcsMediaTypes.GEOLOCATION -> place(out, type, content);
            case RcsMediaTypes.BOT_RESPONSE -> event = response(out, type, content);
            case RcsMediaTypes.BOT_SHARED_DATA -> shared(out, type, content);
            default -> octets(out, type, content);
        }
        return event(message, out, event);
    }

    private static void text(ObjectNode out, MediaType type, ByteSlice content) {
        if (!(TextDecoding.decode(type, content) instanceof TextResult.Text(String text))) {
            octets(out, type, content);
            return;
        }
        Matcher place = PLACE.matcher(text.strip());
        if (place.matches()) {
            place(out, place);
        } else {
            out.put(GsmaContents.TEXT, text);
        }
    }

    private static void place(ObjectNode out, Matcher found) {
        ObjectNode place =
                out.putObject(GsmaContents.PLACE).put("pos", found.group(1) + " " + found.group(2));
        for (String parameter : found.group(3).split(";", -1)) {
            if (parameter.startsWith("u=") && parameter.matches("u=\\d{1,9}(\\.\\d{1,9})?")) {
                place.put("radius", Double.parseDouble(parameter.substring(2)));
            } else if (parameter.startsWith("rcs-l=")) {
                place.put("label", decoded(parameter.substring("rcs-l=".length())));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    private static void place(ObjectNode out, MediaType type, ByteSlice content) {
        if (!(GeoLocation.read(content) instanceof Parse.Parsed<GeoLocation>(GeoLocation at))) {
            octets(out, type, content);
            return;
        }
        ObjectNode place =
                out.putObject(GsmaContents.PLACE).put("pos", at.latitude() + " " + at.longitude());
        if (!at.label().isEmpty()) {
            place.put("label", at.label());
        }
    }

    private static void files(ObjectNode out, MediaType type, ByteSlice content) {
        Optional<FileInfo> info = FileXmlCodec.read(content).toOptional();
        if (info.isEmpty()) {
            octets(out, type, content);
            return;
        }
        FileEntry file = info.get().file();
        boolean audio = file.disposition().equals(FileEntry.RENDER);
        ObjectNode told =
                out.putObject(audio ? GsmaContents.AUDIO : GsmaContents.FILE)
                        .put("fileUrl", file.url())
                        .put("fileMIMEType", file.contentType());
        if (!file.name().isEmpty()) {
            told.put("fileName", file.name());
        }
        size(told, "fileSize", file.size());
        size(told, "playingLength", file.playingSeconds());
        info.get()
                .thumbnail()
                .ifPresent(thumbnail -> {
                    told.put("thumbnailUrl", thumbnail.url())
                            .put("thumbnailMIMEType", thumbnail.contentType());
                    size(told, "thumbnailFileSize", thumbnail.size());
                });
    }

    private static void size(ObjectNode out, String name, long number) {
        if (number != FileEntry.UNKNOWN) {
            out.put(name, number);
        }
    }

    /// A tap.
    ///
    /// @return the event
    private static String response(ObjectNode out, MediaType type, ByteSlice content) {
        Optional<JsonNode> tap = tree(content);
        if (tap.isEmpty()) {
            octets(out, type, content);
            return "response";
        }
        out.set("suggestedResponse", tap.get());
        String data =
                tap.get().path("response").path("reply").path("postback").path("data").asString("");
        return data.equals(NEW_USER) ? "newUser" : "response";
    }

    private static void shared(ObjectNode out, MediaType type, ByteSlice content) {
        Optional<JsonNode> data = tree(content);
        if (data.isEmpty()) {
            octets(out, type, content);
            return;
        }
        JsonNode inner = data.get().path("sharedData");
        out.set("sharedData", inner.isMissingNode() ? data.get() : inner);
    }

    private static Optional<JsonNode> tree(ByteSlice content) {
        try {
            JsonNode tree = GsmaForm.MAPPER.readTree(content.toByteArray());
            return tree.isObject() ? Optional.of(tree) : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Ours: what the dialect has no form for.
    private static void octets(ObjectNode out, MediaType type, ByteSlice content) {
        out.putObject("otherMessage")
                .put("contentType", type.name())
                .put("contentEncoding", "base64")
                .put("content", Base64.getEncoder().encodeToString(content.toByteArray()));
    }

    private Notice notice(Chatbot chatbot, ObjectNode body) {
        byte[] octets = GsmaForm.MAPPER.writeValueAsBytes(body);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return new Notice(
                "",
                Map.of(
                        "timestamp",
                        timestamp,
                        "signature",
                        GsmaSignature.of(chatbot.keys().token(), timestamp, octets)),
                GsmaForm.JSON,
                octets);
    }
}
