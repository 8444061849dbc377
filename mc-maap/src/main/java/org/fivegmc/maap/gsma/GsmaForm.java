package org.fivegmc.maap.gsma;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.maap.content.MediaLibrary;
import org.fivegmc.maap.http.HttpAnswer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The words of the dialect, as far as this server writes them: answers, and the frame of what
/// webhooks are told. Taken from what clients read; what they are silent about is marked as ours.
final class GsmaForm {

    static final JsonMapper MAPPER = JsonMapper.shared();
    static final String JSON = "application/json;charset=UTF-8";

    static final String MESSAGE = "RCSMessage";
    static final String CONTACT = "messageContact";
    static final String USER = "userContact";
    static final String MSG_ID = "msgId";
    static final String STATUS = "status";
    static final String TIMESTAMP = "timestamp";

    static final String PENDING = "pending";
    static final String SENT = "sent";
    static final String DELIVERED = "delivered";
    static final String DISPLAYED = "displayed";
    static final String CANCELLED = "cancelled";

    /// Ours: the dialect is silent about what can not be sent, or not be taken back any more.
    static final String FAILED = "failed";

    static final String CANCEL_FAILED = "cancelFailed";

    private static final String RETRY_SECONDS = "5";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private GsmaForm() {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    /// A message and its contact, to which more may be added.
    static ObjectNode message(ObjectNode message, String user) {
        ObjectNode body = MAPPER.createObjectNode();
        body.set(MESSAGE, message);
        body.putObject(CONTACT).put(USER, user);
        return body;
    }

    /// What becomes of a message.
    static ObjectNode status(String msgId, String status, Instant at) {
        return MAPPER.createObjectNode()
                .put(MSG_ID, msgId)
                .put(STATUS, status)
                .put(TIMESTAMP, time(at));
    }

    static HttpAnswer capabilities(Msisdn user, Capabilities can) {
        ObjectNode body = MAPPER.createObjectNode();
        ArrayNode all = body.putArray("capabilities");
        words(can).forEach(all::add);
        body.putObject(CONTACT).put(USER, user.toString());
        return answer(200, body);
    }

    private static List<String> words(Capabilities can) {
        var words = new ArrayList<String>();
        long chat =
                Capabilities.PAGER
                        | Capabilities.LARGE
                        | Capabilities.CHAT
                        | Capabilities.SIMPLE_IM
                        | Capabilities.PLAIN_SIP;
        if (can.has(chat)) {
            words.add("chat");
        }
        if (can.has(Capabilities.FILE_TRANSFER_HTTP)) {
            words.add("fileTransfer");
        }
        if (can.has(Capabilities.GEOLOCATION)) {
            words.add("geolocationPush");
        }
        if (can.has(Capabilities.CHATBOT | Capabilities.CHATBOT_STANDALONE)) {
            words.add("chatBotCommunication");
        }
        return words;
    }

    /// Files are ready at once.
    static HttpAnswer file(MediaLibrary.Kept file) {
        ObjectNode body = MAPPER.createObjectNode();
        ObjectNode out =
                body.putObject("file")
                        .put("fileId", file.id())
                        .put("fileUrl", file.url())
                        .put("fileName", file.name())
                        .put("fileMIMEType", file.type())
                        .put("fileSize", file.size())
                        .put(STATUS, "ready");
        file.until().ifPresent(until -> out.put("validity", time(until)));
        return answer(200, body);
    }

    static HttpAnswer refused(GsmaRefusal refusal) {
        GsmaCode code = refusal.code();
        ObjectNode body = MAPPER.createObjectNode();
        ObjectNode error =
                body.putObject("error")
                        .put("code", code.status())
                        .put("reason", code.word())
                        .put("message", String.valueOf(refusal.getMessage()));
        if (!refusal.field().isEmpty()) {
            error.put("field", refusal.field());
        }
        HttpAnswer answer = answer(code.status(), body);
        return switch (code) {
            case TOKEN -> answer.with("www-authenticate", "Bearer");
            case BUSY -> answer.with("retry-after", RETRY_SECONDS);
            default -> answer;
        };
    }

    static HttpAnswer answer(int status, JsonNode body) {
        return HttpAnswer.octets(status, JSON, MAPPER.writeValueAsBytes(body));
    }
}
