package org.fivegmc.maap.cmcc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.submit.Cause;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.submit.Told;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.ChatbotKeys;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.maap.webhook.Notices;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.TextDecoding;
import org.fivegmc.wire.mime.TextResult;
import org.fivegmc.wire.xml.XmlText;

/// What this dialect tells chatbots: messages of users, what became of their own, and whether those
/// they have taken back came back in time. Each call proves that it is of this center the way calls
/// of chatbots do, with the signing token for a secret.
public final class CmccNotices implements Notices {

    private static final String INBOUND = "InboundMessageNotification";
    private static final String DELIVERY = "DeliveryInfoNotification";
    private static final String STATUS = "MessageStatusNotification";

    /// Times are those of China, which has one zone.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final Status BY_SMS = new Status("DeliveredToNetwork", "SMS", "");
    private static final Status BY_MMS = new Status("DeliveredToNetwork", "MMS", "");

    private final InstantSource clock;

    public CmccNotices(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Notice> of(Chatbot chatbot, Message message) {
        return Told.of(message)
                .flatMap(told ->
                        switch (told) {
                            case Told.Uplink uplink ->
                                    Optional.of(inbound(chatbot, message, uplink));
                            case Told.Became became ->
                                    Optional.of(
                                            delivery(
                                                    chatbot,
                                                    message,
                                                    became.about(),
                                                    status(became)));
                            // one word for the way by SMS or MMS, whatever it was asked for
                            case Told.SmsReceived sms ->
                                    sms.told()
                                            ? Optional.empty()
                                            : Optional.of(
                                                    delivery(
                                                            chatbot,
                                                            message,
                                                            sms.about(),
                                                            by(sms.bearer())));
                            case Told.Revoked revoked ->
                                    Optional.of(revoked(chatbot, message, revoked));
                        });
    }

    private static Status by(Bearer bearer) {
        return switch (bearer) {
            case SMS -> BY_SMS;
            case MMS -> BY_MMS;
        };
    }

    /// An element of the list of statuses.
    ///
    /// @param description the network it went by, or the code of a failure
    private record Status(String word, String description, String text) {}

    private static Status status(Told.Became became) {
        return switch (became.kind()) {
            case PROCESSED, STORED -> new Status("MessageSent", "", "");
            // other terminals get no messages of chatbots
            case DELIVERED -> new Status("DeliveredToTerminal", "UP2", "");
            case DISPLAYED -> new Status("MessageDisplayed", "", "");
            case INTERWORKING_SMS -> BY_SMS;
            case INTERWORKING_MMS -> BY_MMS;
            case FAILED, FORBIDDEN, ERROR, INTERWORKING_ERROR ->
                    new Status(
                            "DeliveryImpossible", code(became.cause()), sentence(became.cause()));
        };
    }

    private static String code(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> "SVC0002";
            case NOT_CAPABLE -> "SVC1501";
            case OFFLINE -> "SVC4001";
            case REFUSED -> "SVC1004";
            case CONTENT -> "SVC1006";
            case SMS_FAILED -> "SVC6001";
            case MMS_FAILED -> "SVC7001";
            case UNKNOWN -> "POL0010";
        };
    }

    private static String sentence(Cause cause) {
        return switch (cause) {
            case NO_SUCH_NUMBER -> "the number is not valid";
            case NOT_CAPABLE -> "the terminal takes no 5G messages, and there is no fallback";
            case OFFLINE -> "the terminal was offline until the message expired";
            case REFUSED -> "the terminal refused the message";
            case CONTENT -> "the terminal does not take the content";
            case SMS_FAILED -> "the terminal takes no 5G messages, and the SMS failed";
            case MMS_FAILED -> "the terminal takes no 5G messages, and the MMS failed";
            case UNKNOWN -> "the message was not delivered";
        };
    }

    private Notice delivery(Chatbot chatbot, Message message, String about, Status status) {
        StringBuilder out = begin("deliveryInfoNotification");
        out.append("<deliveryInfo>");
        XmlText.element(out, "address", Told.uri(message.sender()));
        XmlText.element(out, "messageId", about);
        XmlText.element(out, "deliveryStatus", status.word());
        XmlText.element(out, "description", status.description());
        XmlText.element(out, "text", status.text());
        out.append("</deliveryInfo>");
        link(out, chatbot, about);
        return notice(chatbot, DELIVERY, out, "deliveryInfoNotification");
    }

    private Notice revoked(Chatbot chatbot, Message message, Told.Revoked revoked) {
        StringBuilder out = begin("messageStatusNotification");
        XmlText.element(out, "address", Told.uri(message.sender()));
        XmlText.element(out, "messageId", revoked.about());
        XmlText.element(out, "status", revoked.inTime() ? "Revoked" : "RevokeFailed");
        link(out, chatbot, revoked.about());
        return notice(chatbot, STATUS, out, "messageStatusNotification");
    }

    private Notice inbound(Chatbot chatbot, Message message, Told.Uplink uplink) {
        Downlink.Conversation conversation = uplink.conversation();
        StringBuilder out = begin("inboundMessageNotification");
        out.append("<inboundMessage>");
        XmlText.element(out, "destinationAddress", chatbot.address().uri());
        XmlText.element(out, "senderAddress", Told.uri(message.sender()));
        XmlText.element(
                out,
                "dateTime",
                TIME.format(Instant.ofEpochMilli(message.acceptedAtMs()).atOffset(CHINA)));
        XmlText.element(out, "messageId", message.imdnId().value());
        out.append("<inboundIMMessage>");
        content(out, uplink);
        XmlText.element(out, "conversationID", conversation.conversationId());
        XmlText.element(out, "contributionID", conversation.contributionId());
        XmlText.element(out, "inReplyToContributionID", conversation.inReplyTo());
        out.append("</inboundIMMessage></inboundMessage>");
        return notice(chatbot, INBOUND, out, "inboundMessageNotification");
    }

    /// As a text, unless it is none that XML can have: then as base64.
    private static void content(StringBuilder out, Told.Uplink uplink) {
        MediaType type = uplink.type();
        XmlText.element(out, "contentType", type.isMultipart() ? type.text() : type.name());
        if (isText(type)
                && TextDecoding.decode(type, uplink.content()) instanceof TextResult.Text(var text)
                && text.codePoints().allMatch(CmccNotices::isXml)) {
            XmlText.element(out, "contentEncoding", "utf8");
            XmlText.element(out, "bodyText", text);
        } else {
            XmlText.element(out, "contentEncoding", "base64");
            XmlText.element(
                    out,
                    "bodyText",
                    Base64.getEncoder().encodeToString(uplink.content().toByteArray()));
        }
    }

    private static boolean isText(MediaType type) {
        return type.name().startsWith("text/")
                || type.name().endsWith("+json")
                || type.name().endsWith("+xml")
                || type.isMultipart();
    }

    /// What [XmlText] writes as it is.
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= ' ' && c < 0xd800)
                || (c > 0xdfff && c < 0xfffe)
                || c > 0xffff;
    }

    private static StringBuilder begin(String root) {
        return new StringBuilder(512)
                .append(CmccAnswers.DECLARATION)
                .append("<msg:")
                .append(root)
                .append(" xmlns:msg=\"")
                .append(CmccAnswers.NAMESPACE)
                .append("\">");
    }

    private static void link(StringBuilder out, Chatbot chatbot, String messageId) {
        out.append("<link rel=\"OutboundMessageRequest\" href=\"");
        XmlText.append(
                out,
                CmccApi.ROOT
                        + "v1/outbound/"
                        + encoded(chatbot.address().uri())
                        + "/requests/"
                        + encoded(messageId));
        out.append("\"/>");
    }

    private Notice notice(Chatbot chatbot, String path, StringBuilder out, String root) {
        out.append("</msg:").append(root).append('>');
        ChatbotKeys keys = chatbot.keys();
        String date = CmccCredentials.date(clock.instant());
        return new Notice(
                "/" + path + "/" + encoded(chatbot.address().uri()),
                Map.of(
                        "Date",
                        date,
                        "Authorization",
                        CmccCredentials.authorization(keys.appId(), keys.token(), date)),
                CmccAnswers.XML,
                out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
