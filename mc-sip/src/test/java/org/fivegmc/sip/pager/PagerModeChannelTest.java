package org.fivegmc.sip.pager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.sip.exchange.Requests;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.imdn.ImdnCodec;
import org.fivegmc.wire.imdn.ImdnResult;
import org.fivegmc.wire.imdn.InterworkingNames;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("RFC3428")
@Tag("CPM-8.3.1")
class PagerModeChannelTest {

    private static final String ICSI = "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.msg";

    private final Roles.Outbox outbox = new Roles.Outbox();
    private final PagerModeChannel channel =
            new PagerModeChannel(outbox, Roles.NUMBERS, "mc.ims.example");
    private final List<AttemptOutcome> outcomes = new ArrayList<>();

    private static Message message(String type, String body, String headers) {
        return Message.of(
                new MessageId(1, 2),
                new Submission(
                        Roles.ALICE,
                        Roles.BOB,
                        new ImdnMessageId("id-<&>\"1"),
                        Purpose.CONTENT,
                        Dispositions.NONE,
                        FallbackOffer.RENDERED,
                        new Payload(
                                type,
                                body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
                                headers.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                        0,
                        /* hidden= */ false,
                        Handling.USUAL),
                1_795_350_000_000L,
                1_795_360_000_000L);
    }

    private static Message cpim(String content, String headers) {
        return message(
                "message/cpim",
                """
                From: <sip:anonymous@anonymous.invalid>
                To: <sip:anonymous@anonymous.invalid>
                DateTime: 2026-11-22T20:38:00.123+08:00
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: id-1

                """
                        + content,
                headers);
    }

    private static Binding direct(long bits, String... path) {
        return binding(
                bits,
                new SipContact(
                        SipContact.Way.DIRECT,
                        "sip:bob@10.0.0.2:5062;transport=tcp",
                        path.length == 0 ? "TCP 192.0.2.2 4711 ab" : "",
                        "",
                        List.of(path)));
    }

    private static Binding ims() {
        return binding(
                Capabilities.PAGER,
                new SipContact(
                        SipContact.Way.IMS,
                        "sip:+8613800000002@ims.example",
                        "",
                        "",
                        List.of("<sip:scscf.ims.example:6060;lr>")));
    }

    private static Binding binding(long bits, SipContact contact) {
        return new Binding(
                new DeviceId("urn:uuid:b"),
                new Capabilities(bits),
                0,
                Long.MAX_VALUE,
                contact.encode());
    }

    @Test
    void whatCantBeWrittenIsAnOutcome() {
        var contact =
                new SipContact(
                        SipContact.Way.DIRECT, "sip:é@10.0.0.2", "UDP 10.0.0.2 1", "", List.of());
        for (byte[] stored : List.of(contact.encode(), new byte[] {'?'})) {
            channel.send(
                    cpim("Content-Type: text/plain\n\nhi", ""),
                    new Binding(
                            new DeviceId("urn:uuid:b"),
                            new Capabilities(Capabilities.PAGER),
                            0,
                            Long.MAX_VALUE,
                            stored),
                    outcomes::add);
        }
        assertThat(outcomes).hasSize(2).allMatch(o -> o instanceof AttemptOutcome.NotPossible);
        assertThat(outbox.size()).isZero();
    }

    @Test
    @Tag("RFC5626-5.3.1")
    void aFlowThatIsGoneMeansADeadBinding() {
        send(cpim("Content-Type: text/plain\n\nhi", ""), direct(Capabilities.PAGER))
                .done()
                .accept(new Requests.Outcome.FlowGone("closed"));
        assertThat(outcomes).containsExactly(new AttemptOutcome.BindingDead("closed"));
    }

    @Test
    void whatIsTooLargeForTheOnlyWayIsNotPossible() {
        send(cpim("Content-Type: text/plain\n\nhi", ""), direct(Capabilities.PAGER))
                .done()
                .accept(new Requests.Outcome.TooLarge("udp"));
        assertThat(outcomes).containsExactly(new AttemptOutcome.NotPossible("udp"));
    }

    private static Message referring(Message m, long octets) {
        Payload all = m.payload();
        return new Message(
                m.id(),
                m.sender(),
                m.recipient(),
                m.imdnId(),
                m.purpose(),
                m.dispositions(),
                m.fallback(),
                new Payload(
                        all.contentType(),
                        all.body(),
                        all.edgeHeaders(),
                        new BodyRef("elsewhere", octets)),
                m.acceptedAtMs(),
                m.expiresAtMs(),
                Handling.USUAL);
    }

    /// A head looks like a message, and is none.
    @Test
    void theHeadOfALargeMessageIsNotSentForTheWhole() {
        Message head = cpim("Content-Type: text/plain\n\nhi", "");
        int octets = head.payload().body().length;
        for (long bits : new long[] {Capabilities.PAGER, 0}) {
            channel.send(referring(head, octets + 1), direct(bits), outcomes::add);
        }
        assertThat(outcomes)
                .containsOnly(new AttemptOutcome.NotPossible("too large for pager mode"))
                .hasSize(2);
        assertThat(outbox.size()).isZero();

        var sent = send(referring(head, octets), direct(Capabilities.PAGER));
        assertThat(sent.request().body().toByteArray()).isEqualTo(head.payload().body());
    }

    /// The time of the original stands in the headers, which a head has.
    @Test
    @Tag("RFC5438-7.2.1.1")
    void reportsAboutLargeMessagesHaveTheirTime() {
        Submission report =
                new NetworkReportComposer(Roles.NUMBERS, InterworkingNames.LONG)
                        .compose(
                                Delivery.accepted(
                                        referring(
                                                cpim("Content-Type: text/plain\n\nhi", ""),
                                                1 << 20)),
                                ReportKind.DELIVERED,
                                1_795_350_001_000L);
        assertThat(new String(report.payload().body(), StandardCharsets.UTF_8))
                .contains("2026-11-22T20:38:00.123+08:00");
        assertThat(report.payload().isComplete()).isTrue();
    }

    private Roles.Outbox.Sent send(Message message, Binding device) {
        channel.send(message, device, outcomes::add);
        return outbox.last();
    }

    private static CpimMessage parsed(byte[] body) {
        if (!(CpimMessage.parse(body) instanceof CpimResult.Parsed(CpimMessage cpim))) {
            throw new AssertionError(new String(body, StandardCharsets.UTF_8));
        }
        return cpim;
    }

    @Test
    void toADeviceThatRegisteredHere() {
        Message message = cpim("Content-Type: text/plain\n\nhi", "X-Kept:  as it is\n");
        var sent = send(message, direct(Capabilities.PAGER));

        assertThat(sent.request().uriText()).hasToString("sip:bob@10.0.0.2:5062;transport=tcp");
        assertThat(sent.to())
                .isEqualTo(
                        new Requests.NextHop(
                                "sip:bob@10.0.0.2:5062;transport=tcp", "TCP 192.0.2.2 4711 ab"));
        assertThat(sent.request().from().uri()).hasToString("sip:+8613800000001@ims.example");
        assertThat(sent.request().to().uri()).hasToString("sip:+8613800000002@ims.example");
        assertThat(sent.request().callId().toString()).endsWith("@mc.ims.example");
        assertThat(sent.fields("Route")).isEmpty();
        assertThat(sent.fields("P-Asserted-Identity"))
                .containsExactly("<sip:+8613800000001@ims.example>, <tel:+8613800000001>");
        assertThat(sent.fields("P-Asserted-Service"))
                .containsExactly("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg");
        assertThat(sent.fields("Accept-Contact"))
                .containsExactly("*;+g.3gpp.icsi-ref=\"" + ICSI + "\"");
        assertThat(sent.request().toString()).contains("\r\nX-Kept:  as it is\r\n");
        assertThat(sent.request().body().toByteArray()).isEqualTo(message.payload().body());

        send(message, direct(Capabilities.PAGER));
        assertThat(outbox.last().request().callId()).isNotEqualTo(sent.request().callId());
    }

    private static Message mirrored(String headers) {
        Message report = cpim("Content-Type: message/imdn+xml\n\n<imdn/>", headers);
        return Message.of(
                report.id(),
                new Submission(
                        Roles.ALICE,
                        Roles.BOB,
                        report.imdnId(),
                        new Purpose.Mirror(new ImdnMessageId("m1"), ReportKind.DISPLAYED),
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        report.payload(),
                        0,
                        /* hidden= */ false,
                        Handling.USUAL),
                report.acceptedAtMs(),
                report.expiresAtMs());
    }

    /// Bob has read at one device what Alice wrote: another one of his is told.
    @Test
    @Tag("RCC07-3.2.3")
    void whatWasReadElsewhereComesFromTheUserHimself() {
        Message mirror = mirrored("Privacy: id\n");
        var sent = send(mirror, direct(Capabilities.PAGER));
        assertThat(sent.request().from().uri()).hasToString("sip:+8613800000002@ims.example");
        assertThat(sent.request().to().uri()).hasToString("sip:+8613800000001@ims.example");
        assertThat(sent.fields("P-Asserted-Identity"))
                .containsExactly("<sip:+8613800000002@ims.example>, <tel:+8613800000002>");
        CpimMessage cpim = parsed(sent.request().body().toByteArray());
        assertThat(cpim.from().text()).isEqualTo("<tel:+8613800000002>");
        assertThat(cpim.to().text()).isEqualTo("<tel:+8613800000001>");
        assertThat(cpim.imdnMessageId().text()).isEqualTo("id-1");
        assertThat(cpim.content().text()).isEqualTo("<imdn/>");
        assertThat(cpim.dispositionNotification().isEmpty()).isTrue();

        var inside = send(mirror, ims());
        assertThat(inside.request().uriText()).hasToString("sip:+8613800000002@ims.example");
        assertThat(inside.fields("Accept-Contact").getFirst()).contains("<urn:uuid:b>");
    }

    @Test
    @Tag("RFC3327-5.1")
    void alongAPath() {
        var sent =
                send(
                        cpim("Content-Type: text/plain\n\nhi", ""),
                        direct(Capabilities.PAGER, "<sip:p1.example;lr>", "<sip:p2.example;lr>"));
        assertThat(sent.fields("Route"))
                .containsExactly("<sip:p1.example;lr>", "<sip:p2.example;lr>");
        assertThat(sent.to()).isEqualTo(new Requests.NextHop("sip:p1.example;lr", ""));
    }

    @Test
    @Tag("RCC07-2.11")
    void throughAnScscfToOneOfSeveralDevices() {
        var sent = send(cpim("Content-Type: text/plain\n\nhi", ""), ims());
        assertThat(sent.request().uriText()).hasToString("sip:+8613800000002@ims.example");
        assertThat(sent.fields("Route")).containsExactly("<sip:scscf.ims.example:6060;lr>");
        assertThat(sent.fields("Accept-Contact"))
                .containsExactly(
                        "*;+g.3gpp.icsi-ref=\""
                                + ICSI
                                + "\";+sip.instance=\"<urn:uuid:b>\";require;explicit");
    }

    @ParameterizedTest
    @Tag("RCC07-3.2.5")
    @Tag("RCC07-3.2.6")
    @CsvSource({
        "application/vnd.gsma.rcs-ft-http+xml, fthttp",
        "Application/vnd.gsma.RCS-ft-http+xml;charset=utf-8, fthttp",
        "application/vnd.gsma.rcspushlocation+xml, geopush"
    })
    void theApplicationOfItsContentIsAccepted(String type, String application) {
        var sent = send(cpim("Content-Type: " + type + "\n\n<x/>", ""), ims());
        List<String> accepted = sent.fields("Accept-Contact");
        assertThat(accepted.getFirst()).contains(ICSI).doesNotContain("iari");
        assertThat(accepted.subList(1, accepted.size()))
                .isEqualTo(
                        List.of(
                                "*;+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs."
                                        + application
                                        + "\""));
    }

    @Test
    void aTextThatNamesAnApplicationIsOfNone() {
        var sent =
                send(
                        cpim(
                                "Content-Type: text/plain\n\napplication/vnd.gsma.rcs-ft-http+xml",
                                ""),
                        direct(Capabilities.PAGER));
        assertThat(sent.fields("Accept-Contact")).hasSize(1);
    }

    @ParameterizedTest
    @Tag("RFC3325-7")
    @CsvSource({"id, true", "'ID;critical', true", "user, true", "'none', false", "session, false"})
    void privacyHidesTheSenderFromTheHandset(String privacy, boolean hidden) {
        Message message = message("text/plain", "hi", "privacy: " + privacy + "\n");
        var sent = send(message, direct(Capabilities.PAGER));
        assertThat(sent.request().toString().contains("8613800000001")).isEqualTo(!hidden);
        assertThat(sent.fields("P-Asserted-Identity").isEmpty()).isEqualTo(hidden);

        var inside = send(message, ims());
        assertThat(inside.request().from().uri().toString().contains("anonymous"))
                .isEqualTo(hidden);
        assertThat(inside.fields("P-Asserted-Identity")).hasSize(1);
        assertThat(inside.fields("Privacy")).hasSize(1);
    }

    @Test
    @Tag("RCC07-3.2.3.8")
    void theResultOfARevocationIsASystemMessage() {
        Message result = message("application/vnd.gsma.rcsrevoke+xml", "<imRevoke/>", "");
        String system = ICSI.replace("cpm.msg", "cpm.systemmsg");
        var sent = send(result, direct(Capabilities.PAGER));
        assertThat(sent.request().contentType()).hasToString("application/vnd.gsma.rcsrevoke+xml");
        assertThat(sent.request().body()).hasToString("<imRevoke/>");
        assertThat(sent.fields("P-Asserted-Service"))
                .containsExactly("urn:urn-7:3gpp-service.ims.icsi.oma.cpm.systemmsg");
        assertThat(sent.fields("Accept-Contact"))
                .containsExactly("*;+g.3gpp.icsi-ref=\"" + system + "\"");

        assertThat(send(result, ims()).fields("Accept-Contact"))
                .containsExactly(
                        "*;+g.3gpp.icsi-ref=\"" + system + "\"",
                        "*;+sip.instance=\"<urn:uuid:b>\";require;explicit");

        channel.send(result, direct(Capabilities.PLAIN_SIP), outcomes::add);
        assertThat(outcomes).singleElement().isInstanceOf(AttemptOutcome.NotPossible.class);
    }

    @Test
    void plainTextGetsACpimForRcs() {
        var sent = send(message("text/plain;charset=UTF-8", "你好", ""), direct(Capabilities.PAGER));
        CpimMessage cpim = parsed(sent.request().body().toByteArray());
        assertThat(sent.request().contentType()).hasToString("message/cpim");
        assertThat(cpim.imdnMessageId().text()).isEqualTo("id-<&>\"1");
        assertThat(cpim.from().text()).isEqualTo("<sip:+8613800000001@ims.example>");
        assertThat(cpim.contentType().text()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(cpim.content().text()).isEqualTo("你好");
        assertThat(cpim.dateTimeMillis()).isEqualTo(1_795_350_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type: text/plain;charset=utf-8 | 你好",
                "Content-Type: Text/Plain | hello",
                "Content-Type: text/plain\\nContent-Transfer-Encoding: base64 | aGVsbG8=",
            })
    void plainClientsGetBareText(String headers, String content) {
        var sent =
                send(
                        cpim(headers.replace("\\n", "\n") + "\n\n" + content, ""),
                        direct(Capabilities.PLAIN_SIP));
        assertThat(sent.request().contentType().toString().toLowerCase(Locale.ROOT))
                .isEqualTo("text/plain");
        assertThat(sent.request().body().toString())
                .isEqualTo(content.equals("aGVsbG8=") ? "hello" : content);
        sent.answer(200);
        assertThat(outcomes).containsExactly(new AttemptOutcome.Accepted(false));
    }

    @Test
    void plainClientsGetNothingElse() {
        channel.send(
                cpim("Content-Type: application/vnd.gsma.rcs-ft-http+xml\n\n<file/>", ""),
                direct(Capabilities.PLAIN_SIP),
                outcomes::add);
        assertThat(outcomes).singleElement().isInstanceOf(AttemptOutcome.NotPossible.class);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void typesThatWouldBreakAHeaderDoNot() {
        var sent =
                send(
                        cpim("Content-Type: text/plain;\n x=y\n\nhi", ""),
                        direct(Capabilities.PLAIN_SIP));
        assertThat(sent.request().contentType()).hasToString("text/plain");
    }

    /// What becomes of the next messages.
    @ParameterizedTest
    @CsvSource({
        "404, DEVICE",
        "604, DEVICE",
        "488, KIND",
        "606, KIND",
        "410, MESSAGE",
        "413, MESSAGE",
        "415, MESSAGE",
        "513, MESSAGE"
    })
    void refusalsTell(int status, AttemptOutcome.Says says) {
        send(cpim("Content-Type: text/plain\n\nhi", ""), direct(Capabilities.PAGER)).answer(status);
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        AttemptOutcome.NotPossible.class,
                        no -> assertThat(no.says()).isEqualTo(says));
    }

    /// One row for each of the answers that mean something.
    @ParameterizedTest
    @CsvSource({
        "200, Accepted",
        "202, Accepted",
        "299, Accepted",
        "302, Offline",
        "480, Offline",
        "408, InDoubt",
        "504, InDoubt",
        "430, BindingDead",
        "439, BindingDead",
        "486, Later",
        "600, Later",
        "603, Later",
        "401, Later",
        "407, Later",
        "482, Later",
        "483, Later",
        "487, Later",
        "491, Later",
        "500, Later",
        "503, Later",
        "699, Later",
        "400, NotPossible",
        "403, NotPossible",
        "404, NotPossible",
        "410, NotPossible",
        "413, NotPossible",
        "415, NotPossible",
        "420, NotPossible",
        "488, NotPossible",
        "513, NotPossible",
        "604, NotPossible",
        "606, NotPossible"
    })
    void answersMean(int status, String meaning) {
        send(cpim("Content-Type: text/plain\n\nhi", ""), direct(Capabilities.PAGER)).answer(status);
        assertThat(outcomes.getLast().getClass().getSimpleName()).isEqualTo(meaning);
    }

    @Test
    @Tag("RFC3261-20.33")
    void retryAfterIsHonouredUpToAnHour() {
        assertThat(StatusMeanings.of(503, "x", 30, true))
                .isEqualTo(new AttemptOutcome.Later("503 x", 30_000));
        assertThat(StatusMeanings.of(503, "x", 999_999, true))
                .isEqualTo(
                        new AttemptOutcome.Later("503 x", StatusMeanings.RETRY_AFTER_MAX * 1000));
        assertThat(StatusMeanings.of(486, "x", 1, true))
                .isEqualTo(new AttemptOutcome.Later("486 x", 300_000));
    }

    @Test
    void silenceAndFailureAreUnreachable() {
        Message message = cpim("Content-Type: text/plain\n\nhi", "");
        send(message, direct(Capabilities.PAGER)).done().accept(new Requests.Outcome.NoAnswer());
        send(message, direct(Capabilities.PAGER))
                .done()
                .accept(new Requests.Outcome.NotSent("refused"));
        assertThat(outcomes)
                .containsExactly(
                        new AttemptOutcome.Unreachable("no answer").inDoubt(),
                        new AttemptOutcome.Unreachable("refused"));
    }

    // --- reports of the network ---

    @Test
    @Tag("RFC5438-11.1.9")
    void interworkingIsSpeltAsTheOperatorSays() {
        Submission report =
                new NetworkReportComposer(Roles.NUMBERS, InterworkingNames.SHORT)
                        .compose(
                                Delivery.accepted(cpim("Content-Type: text/plain\n\nhi", "")),
                                ReportKind.INTERWORKING_SMS,
                                1_795_350_001_000L);
        assertThat(new String(report.payload().body(), StandardCharsets.UTF_8))
                .contains("sms")
                .doesNotContain("interworking-sms");
    }

    @ParameterizedTest
    @Tag("RFC5438-7.2")
    @EnumSource(ReportKind.class)
    void reportsReadTheSameWithAnotherParser(ReportKind kind) throws Exception {
        Message about = cpim("Content-Type: text/plain\n\nhi", "conversation-id : conv-1\n");
        Submission report =
                new NetworkReportComposer(Roles.NUMBERS, InterworkingNames.LONG)
                        .compose(Delivery.accepted(about), kind, 1_795_350_001_000L);

        assertThat(report.sender()).isEqualTo(Roles.BOB);
        assertThat(report.recipient()).isEqualTo(Roles.ALICE);
        assertThat(report.purpose()).isEqualTo(new Purpose.Report(about.imdnId(), kind));
        assertThat(new String(report.payload().edgeHeaders(), StandardCharsets.UTF_8))
                .matches("Conversation-ID: conv-1\r\nContribution-ID: [0-9a-f-]{36}\r\n");
        CpimMessage cpim = parsed(report.payload().body());
        assertThat(cpim.imdnMessageId().text()).isEqualTo(report.imdnId().value());
        assertThat(cpim.dispositionNotification().isEmpty()).isTrue();
        assertThat(new ImdnCodec().parse(cpim))
                .isInstanceOfSatisfying(
                        ImdnResult.Parsed.class,
                        read -> {
                            assertThat(read.reports()).hasSize(1);
                            assertThat(read.reports().getFirst().messageId())
                                    .isEqualTo(about.imdnId().value());
                            assertThat(read.reports().getFirst().disposition().name())
                                    .isEqualTo(kind.name());
                        });

        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        var root =
                factory.newDocumentBuilder()
                        .parse(new ByteArrayInputStream(cpim.content().toByteArray()))
                        .getDocumentElement();
        String imdn = "urn:ietf:params:xml:ns:imdn";
        assertThat(root.getNamespaceURI()).isEqualTo(imdn);
        assertThat(root.getElementsByTagNameNS(imdn, "message-id").item(0).getTextContent())
                .isEqualTo(about.imdnId().value());
        assertThat(root.getElementsByTagNameNS(imdn, "datetime").item(0).getTextContent())
                .isEqualTo("2026-11-22T20:38:00.123+08:00");
        assertThat(root.getElementsByTagNameNS(imdn, "recipient-uri").item(0).getTextContent())
                .isEqualTo("tel:+8613800000002");
        assertThat(root.getElementsByTagNameNS("*", "status").getLength()).isEqualTo(1);
    }
}
