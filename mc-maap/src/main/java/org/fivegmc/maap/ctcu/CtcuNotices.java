package org.fivegmc.maap.ctcu;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.submit.Cause;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Told;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.maap.webhook.Notices;
import org.fivegmc.maap.webhook.Proof;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.rcs.RcsMediaTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What this dialect tells chatbots (V1.0.4): messages of users, and what became of their own. Each
/// call is signed.
public final class CtcuNotices implements Notices {

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String JSON = "application/json;charset=UTF-8";

    /// Times are those of China, which has one zone.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public CtcuNotices(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Notice> of(Chatbot chatbot, Message message) {
        return Told.of(message)
                .flatMap(told ->
                        told instanceof Told.Uplink uplink
                                ? Optional.of(content(chatbot, message, uplink))
                                : info(chatbot, message, told)
                                        .map(info -> status(chatbot, List.of(info))));
    }

    /// Reports are told in a list.
    @Override
    public boolean isShared(Message message) {
        return message.isReport();
    }

    @Override
    public Optional<Notice> of(Chatbot chatbot, List<Message> messages) {
        if (messages.size() == 1) {
            return of(chatbot, messages.getFirst());
        }
        List<ObjectNode> all = new ArrayList<>();
        for (Message message : messages) {
            Told.of(message).flatMap(told -> info(chatbot, message, told)).ifPresent(all::add);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(status(chatbot, all));
    }

    /// What became of a message of the chatbot.
    private static Optional<ObjectNode> info(Chatbot chatbot, Message message, Told told) {
        return switch (told) {
            case Told.Became became -> delivery(chatbot, message, became);
            case Told.SmsReceived sms ->
                    Optional.of(info(chatbot, message, sms.about(), "delivered"));
            case Told.Revoked(var about, var inTime) ->
                    Optional.of(info(chatbot, message, about, inTime ? "revokeOk" : "revokeFail"));
            case Told.Uplink _ -> Optional.empty();
        };
    }

    private static Optional<String> status(ReportKind kind) {
        return switch (kind) {
            case PROCESSED, STORED -> Optional.of("sent");
            case DELIVERED -> Optional.of("delivered");
            case DISPLAYED -> Optional.of("displayed");
            case FAILED, FORBIDDEN, ERROR, INTERWORKING_ERROR -> Optional.of("failed");
            case INTERWORKING_SMS, INTERWORKING_MMS -> Optional.of("deliveredToNetwork");
        };
    }

    private static Optional<ObjectNode> delivery(
            Chatbot chatbot, Message message, Told.Became became) {
        return status(became.kind())
                .map(status -> {
                    ObjectNode info = info(chatbot, message, became.about(), status);
                    if (status.equals("failed")) {
                        info.put("errorCode", failure(became.cause()))
                                .put("errorMessage", sentence(became.cause()));
                    }
                    return info;
                });
    }

    private static ObjectNode info(Chatbot chatbot, Message message, String about, String status) {
        return MAPPER.createObjectNode()
                .put("messageId", about)
                .put("dateTime", time(message.acceptedAtMs()))
                .put("status", status)
                .put("senderAddress", Told.uri(message.sender()))
                .put("destinationAddress", chatbot.address().uri());
    }

    private Notice status(Chatbot chatbot, List<ObjectNode> infos) {
        ObjectNode body = MAPPER.createObjectNode();
        body.putArray("deliveryInfoList").addAll(infos);
        return notice(chatbot, "/deliveryNotification/", "/status", body);
    }

    /// 1 no such terminal, 2 no 5G terminal, 3 content, 4 offline, 5 refused, 6 content that can't
    /// be shown.
    private static int failure(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> 1;
            case NOT_CAPABLE, SMS_FAILED, MMS_FAILED -> 2;
            case OFFLINE -> 4;
            case REFUSED, UNKNOWN -> 5;
            case CONTENT -> 6;
        };
    }

    private static String sentence(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> "the number is not valid";
            case NOT_CAPABLE -> "the terminal takes no 5G messages, and there is no fallback";
            case SMS_FAILED -> "the terminal takes no 5G messages, and the SMS failed";
            case MMS_FAILED -> "the terminal takes no 5G messages, and the MMS failed";
            case OFFLINE -> "the terminal was offline until the message expired";
            case REFUSED -> "the terminal refused the message";
            case CONTENT -> "the content does not meet the requirements";
            case UNKNOWN -> "the message was not delivered";
        };
    }

    private Notice content(Chatbot chatbot, Message message, Told.Uplink uplink) {
        ArrayNode list = MAPPER.createArrayNode();
        part(uplink, list.addObject());
        Downlink.Conversation conversation = uplink.conversation();
        ObjectNode body =
                MAPPER.createObjectNode()
                        .put("messageId", message.imdnId().value())
                        .put("dateTime", time(message.acceptedAtMs()))
                        .put("senderAddress", Told.uri(message.sender()))
                        .put("destinationAddress", chatbot.address().uri())
                        .put("conversationId", conversation.conversationId())
                        .put("contributionId", conversation.contributionId());
        if (!conversation.inReplyTo().isEmpty()) {
            body.put("inReplyTo", conversation.inReplyTo());
        }
        body.set("messageList", list);
        return notice(chatbot, "/messageNotification/", "/messages", body);
    }

    /// What the user's client wrote; what this dialect has no form for goes as base64.
    private static void part(Told.Uplink uplink, ObjectNode part) {
        MediaType type = uplink.type();
        ByteSlice content = uplink.content();
        switch (type.name()) {
            case RcsMediaTypes.TEXT -> text(part, type, content);
            case RcsMediaTypes.BOT_RESPONSE, RcsMediaTypes.BOT_SHARED_DATA ->
                    json(part, type, content);
            case RcsMediaTypes.FT_HTTP -> files(part, type, content);
            default -> octets(part, type, content);
        }
    }

    private static void text(ObjectNode part, MediaType type, ByteSlice content) {
        if (TextDecoding.decode(type, content) instanceof TextResult.Text(String text)) {
            part.put("contentType", RcsMediaTypes.TEXT)
                    .put("contentEncoding", "utf8")
                    .put("contentText", text);
        } else {
            octets(part, type, content);
        }
    }

    private static void json(ObjectNode part, MediaType type, ByteSlice content) {
        try {
            part.put("contentType", type.name())
                    .set("contentText", MAPPER.readTree(content.toByteArray()));
        } catch (JacksonException _) {
            octets(part, type, content);
        }
    }

    private static void files(ObjectNode part, MediaType type, ByteSlice content) {
        Optional<FileInfo> info = FileXmlCodec.read(content).toOptional();
        if (info.isEmpty()) {
            octets(part, type, content);
            return;
        }
        part.put("contentType", "application/vnd.gsma.rcs-ft-http");
        ArrayNode files = part.putArray("contentText");
        info.get().thumbnail().ifPresent(entry -> file(files.addObject(), "thumbnail", entry));
        file(files.addObject(), "file", info.get().file());
    }

    private static void file(ObjectNode out, String type, FileEntry entry) {
        out.put("type", type).put("contentType", entry.contentType()).put("url", entry.url());
        if (!entry.name().isEmpty()) {
            out.put("fileName", entry.name());
        }
        if (entry.size() != FileEntry.UNKNOWN) {
            out.put("fileSize", entry.size());
        }
        entry.until().ifPresent(until -> out.put("until", time(until.toEpochMilli())));
    }

    private static void octets(ObjectNode part, MediaType type, ByteSlice content) {
        part.put("contentType", type.name())
                .put("contentEncoding", "base64")
                .put("contentText", Base64.getEncoder().encodeToString(content.toByteArray()));
    }

    private Notice notice(Chatbot chatbot, String before, String behind, ObjectNode body) {
        return new Notice(
                before
                        + URLEncoder.encode(chatbot.address().uri(), StandardCharsets.UTF_8)
                        + behind,
                signed(chatbot),
                JSON,
                MAPPER.writeValueAsBytes(body));
    }

    private Map<String, String> signed(Chatbot chatbot) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String nonce = Integer.toUnsignedString(random.nextInt());
        return Map.of(
                "timestamp",
                timestamp,
                "nonce",
                nonce,
                "signature",
                CtcuSignature.of(chatbot.keys().token(), timestamp, nonce));
    }

    @Override
    public Optional<Proof> proof(Chatbot chatbot) {
        String echo = Long.toHexString(random.nextLong());
        Map<String, String> headers = new HashMap<>(signed(chatbot));
        headers.put("echoStr", echo);
        headers.put("chatbotId", chatbot.address().uri());
        return Optional.of(
                new Proof(
                        "/notifyPath",
                        headers,
                        Map.of("echoStr", echo, "appId", chatbot.keys().appId())));
    }

    static String time(long ms) {
        return TIME.format(Instant.ofEpochMilli(ms).atOffset(CHINA));
    }
}
