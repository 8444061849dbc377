package org.fivegmc.maap.cmcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.maap.submit.Cause;
import org.fivegmc.maap.webhook.Notice;
import org.fivegmc.wire.rcs.KeptFields;
import org.fivegmc.wire.revoke.RevokeCodec;
import org.fivegmc.wire.revoke.RevokeDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/// Read again by the XML parser of the JDK, with namespaces.
class CmccNoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String BOT = "sip%3A106500%40botplatform.rcs.example";

    private final CmccNotices notices = new CmccNotices(InstantSource.fixed(NOW));

    private static Message message(Purpose purpose, Payload payload) {
        return new Message(
                new MessageId(1, 1),
                Msisdn.of("+8613900000001"),
                Cmcc.chatbot().address(),
                new ImdnMessageId("up-1"),
                purpose,
                Dispositions.NONE,
                FallbackOffer.NONE,
                payload,
                NOW.toEpochMilli(),
                NOW.toEpochMilli() + 1000,
                Handling.USUAL);
    }

    private Notice notice(Purpose purpose, Payload payload) {
        return notices.of(Cmcc.chatbot(), message(purpose, payload)).orElseThrow();
    }

    private static Document parsed(Notice notice) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Document document =
                    factory.newDocumentBuilder().parse(new ByteArrayInputStream(notice.body()));
            assertThat(document.getDocumentElement().getNamespaceURI())
                    .isEqualTo("urn:oma:xml:rest:netapi:messaging:1");
            return document;
        } catch (Exception e) {
            throw new AssertionError(new String(notice.body(), UTF_8), e);
        }
    }

    private static String text(Document document, String name) {
        var found = document.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    @ParameterizedTest
    @CsvSource({
        "PROCESSED, MessageSent, ''",
        "STORED, MessageSent, ''",
        "DELIVERED, DeliveredToTerminal, UP2",
        "DISPLAYED, MessageDisplayed, ''",
        "INTERWORKING_SMS, DeliveredToNetwork, SMS",
        "INTERWORKING_MMS, DeliveredToNetwork, MMS",
        "FORBIDDEN, DeliveryImpossible, SVC1004",
        "FAILED, DeliveryImpossible, POL0010",
    })
    void reportsHaveTheWordsOfTheDialect(ReportKind kind, String status, String description) {
        Notice notice =
                notice(
                        new Purpose.Report(new ImdnMessageId("m<1"), kind),
                        Payload.of("x/y", new byte[0]));
        assertThat(notice.path()).isEqualTo("/DeliveryInfoNotification/" + BOT);
        assertThat(notice.contentType()).startsWith("application/xml");
        Document told = parsed(notice);
        assertThat(told.getDocumentElement().getLocalName()).isEqualTo("deliveryInfoNotification");
        assertThat(text(told, "address")).isEqualTo("tel:+8613900000001");
        assertThat(text(told, "messageId")).isEqualTo("m<1");
        assertThat(text(told, "deliveryStatus")).isEqualTo(status);
        assertThat(text(told, "description")).isEqualTo(description);
        assertThat(
                        told.getElementsByTagName("link")
                                .item(0)
                                .getAttributes()
                                .getNamedItem("href")
                                .getTextContent())
                .isEqualTo("/messaging/v1/outbound/" + BOT + "/requests/m%3C1");
    }

    /// Each cause has a code, and none has that of another.
    @ParameterizedTest
    @EnumSource(Cause.class)
    void failuresHaveTypedCauses(Cause cause) {
        Document told =
                parsed(
                        notice(
                                new Purpose.Report(new ImdnMessageId("m"), ReportKind.FAILED),
                                Payload.of("text/x-5gmc-cause", cause.name().getBytes(UTF_8))));
        assertThat(text(told, "deliveryStatus")).isEqualTo("DeliveryImpossible");
        assertThat(text(told, "description"))
                .isEqualTo(
                        switch (cause) {
                            case NO_SUCH_NUMBER -> "SVC0002";
                            case NOT_CAPABLE -> "SVC1501";
                            case OFFLINE -> "SVC4001";
                            case REFUSED -> "SVC1004";
                            case CONTENT -> "SVC1006";
                            case SMS_FAILED -> "SVC6001";
                            case MMS_FAILED -> "SVC7001";
                            case UNKNOWN -> "POL0010";
                        });
        assertThat(text(told, "text")).isNotEmpty();
    }

    /// What went by SMS or MMS was not delivered to a terminal of 5G messages, and is told once.
    @ParameterizedTest
    @ValueSource(strings = {"SMS", "MMS"})
    void receiptsOfSmsAndMmsAreToldOnce(String bearer) {
        String type = "text/x-5gmc-" + bearer.toLowerCase(java.util.Locale.ROOT);
        var delivered = new Purpose.Report(new ImdnMessageId("m"), ReportKind.DELIVERED);
        Document told = parsed(notice(delivered, Payload.of(type, "first".getBytes(UTF_8))));
        assertThat(text(told, "deliveryStatus")).isEqualTo("DeliveredToNetwork");
        assertThat(text(told, "description")).isEqualTo(bearer);
        assertThat(
                        notices.of(
                                Cmcc.chatbot(),
                                message(delivered, Payload.of(type, "told".getBytes(UTF_8)))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, Revoked", "false, RevokeFailed"})
    void whatWasTakenBackIsTold(boolean inTime, String status) {
        Notice notice =
                notice(
                        Purpose.CONTENT,
                        Payload.of(
                                "application/vnd.gsma.rcsrevoke+xml",
                                RevokeCodec.write(
                                        new RevokeDocument.Response("m", inTime, "a", "b"))));
        assertThat(notice.path()).isEqualTo("/MessageStatusNotification/" + BOT);
        Document told = parsed(notice);
        assertThat(told.getDocumentElement().getLocalName()).isEqualTo("messageStatusNotification");
        assertThat(text(told, "status")).isEqualTo(status);
        assertThat(text(told, "messageId")).isEqualTo("m");
        assertThat(text(told, "address")).isEqualTo("tel:+8613900000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "  一杯 <热> & \"甜\" ]]> 😀\r\n\tnext  ",
                "{\"response\":{\"reply\":{\"displayText\":\"<好>\"}}}"
            })
    void whatUsersWriteArrivesCharacterForCharacter(String text) {
        Notice notice =
                notice(
                        Purpose.CONTENT,
                        new Payload(
                                "text/plain;charset=UTF-8",
                                text.getBytes(UTF_8),
                                new KeptFields()
                                        .with(KeptFields.CONVERSATION_ID, "c")
                                        .with(KeptFields.CONTRIBUTION_ID, "k")
                                        .with(KeptFields.IN_REPLY_TO, "r")
                                        .octets()));
        assertThat(notice.path()).isEqualTo("/InboundMessageNotification/" + BOT);
        Document told = parsed(notice);
        assertThat(text(told, "bodyText")).isEqualTo(text);
        assertThat(text(told, "contentType")).isEqualTo("text/plain");
        assertThat(text(told, "contentEncoding")).isEqualTo("utf8");
        assertThat(text(told, "messageId")).isEqualTo("up-1");
        assertThat(text(told, "dateTime")).isEqualTo("2026-11-27T20:00:00.000+08:00");
        assertThat(text(told, "senderAddress")).isEqualTo("tel:+8613900000001");
        assertThat(text(told, "destinationAddress"))
                .isEqualTo("sip:106500@botplatform.rcs.example");
        assertThat(text(told, "conversationID")).isEqualTo("c");
        assertThat(text(told, "contributionID")).isEqualTo("k");
        assertThat(text(told, "inReplyToContributionID")).isEqualTo("r");
    }

    @ParameterizedTest
    @CsvSource({"text/plain, YQE=", "text/plain, /w==", "image/png, iVBO"})
    void whatXmlHasNoFormForGoesAsBase64(String type, String base64) {
        Document told =
                parsed(
                        notice(
                                Purpose.CONTENT,
                                Payload.of(type, Base64.getDecoder().decode(base64))));
        assertThat(text(told, "contentEncoding")).isEqualTo("base64");
        assertThat(text(told, "bodyText")).isEqualTo(base64);
    }

    @Test
    void callsProveWhoTheyAreFrom() {
        Notice notice =
                notice(
                        new Purpose.Report(new ImdnMessageId("m"), ReportKind.DELIVERED),
                        Payload.of("x/y", new byte[0]));
        String date = Optional.ofNullable(notice.headers().get("Date")).orElse("");
        String authorization =
                Optional.ofNullable(notice.headers().get("Authorization")).orElse("");
        CmccCredentials.check(authorization, date, "app", "s1gning", NOW);
    }
}
