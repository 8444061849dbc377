package org.fivegmc.sip.pager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.sip.Roles;
import org.fivegmc.sip.Roles.Arrived;
import org.fivegmc.sip.transport.SipEvents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC3428")
@Tag("CPM-8.2.1")
class PagerModeHandlerTest {

    private static final int MAX_BODY = 4000;
    private static final String OWN = "sip:5gmc.ims.example:5060";

    private static final String CPIM =
            """
            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            DateTime: 2026-11-22T20:38:00.123+08:00
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: %s
            imdn.Disposition-Notification: positive-delivery, display

            Content-Type: %s

            %s\
            """;

    private boolean trusted;
    private final Roles roles = new Roles();
    private final PagerModeHandler handler =
            new PagerModeHandler(
                    roles.steps.center(),
                    Roles.NUMBERS,
                    OWN,
                    MAX_BODY,
                    roles.steps.clock,
                    SipEvents.NONE);

    @BeforeEach
    void bobIsHere() {
        roles.steps.register(Roles.ALICE, "alice-1");
        roles.steps.register(Roles.BOB, "bob-1");
    }

    private static String head(String... lines) {
        return """
        MESSAGE tel:+8613800000002 SIP/2.0
        From: <sip:+8613800000001@ims.example>;tag=m1
        To: <tel:+8613800000002>
        Call-ID: m-1
        CSeq: 3 MESSAGE
        """
                + String.join("\n", lines);
    }

    private Arrived send(String body, String... lines) {
        return taken(Roles.arrive(head(lines) + "\n\n" + body));
    }

    private Arrived sendBytes(byte[] body, String... lines) {
        return taken(Roles.arrive(head(lines), body));
    }

    private Arrived taken(Arrived in) {
        handler.onMessage(in, Roles.ALICE, trusted);
        everybodyAccepts();
        return in;
    }

    private void everybodyAccepts() {
        roles.steps.settle();
        while (!roles.steps.rcs.open().isEmpty()) {
            roles.steps.rcs.take().accept();
            roles.steps.settle();
        }
    }

    private static String text(String id) {
        return CPIM.formatted(id, "text/plain;charset=UTF-8", "你好");
    }

    private Message delivered() {
        return roles.steps.rcs.all().getLast().message();
    }

    @Test
    @Tag("RFC3862-2")
    void cpimIsKeptOctetForOctet() {
        Arrived in =
                send(
                        text("id-1"),
                        "Content-Type: message/cpim",
                        "Conversation-ID: conv-1",
                        "Contribution-ID: contr-1");
        assertThat(in.status()).isEqualTo(202);
        assertThat(in.fields("Conversation-ID")).containsExactly("conv-1");
        assertThat(in.fields("Contribution-ID")).containsExactly("contr-1");

        Message message = delivered();
        assertThat(message.imdnId()).isEqualTo(new ImdnMessageId("id-1"));
        assertThat(message.payload().contentType()).isEqualTo("message/cpim");
        assertThat(message.payload().body())
                .isEqualTo(text("id-1").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        assertThat(message.wants(ReportKind.DELIVERED)).isTrue();
        assertThat(message.wants(ReportKind.DISPLAYED)).isTrue();
        assertThat(message.wants(ReportKind.FAILED)).isFalse();
        assertThat(message.fallback()).isInstanceOf(FallbackOffer.Rendered.class);
    }

    @Test
    void repeatingItIsNoSecondMessage() {
        send(text("id-1"), "Content-Type: message/cpim");
        assertThat(send(text("id-1"), "Content-Type: Message/CPIM").status()).isEqualTo(202);
        assertThat(roles.steps.sent()).containsExactly("id-1");
    }

    @Test
    void plainTextIsIdentifiedByItsTransaction() {
        assertThat(send("hello", "Content-Type: text/plain;charset=utf-8").status()).isEqualTo(202);
        assertThat(delivered().imdnId().value()).isEqualTo("sip:m-1:3");
        assertThat(delivered().payload().contentType()).isEqualTo("text/plain;charset=utf-8");
        assertThat(delivered().wants(ReportKind.DELIVERED)).isFalse();
    }

    @Test
    void longCallIdsStillMakeAnId() {
        Arrived in =
                taken(
                        Roles.arrive(
                                head("Content-Type: text/plain")
                                                .replace(
                                                        "Call-ID: m-1",
                                                        "Call-ID: " + "x".repeat(400))
                                        + "\n\nhi"));
        assertThat(in.status()).isEqualTo(202);
    }

    @Test
    void textThatIsNoTextIsRefused() {
        assertThat(
                        sendBytes(
                                        new byte[] {(byte) 0xff, (byte) 0xfe, 'x'},
                                        "Content-Type: text/plain")
                                .status())
                .isEqualTo(400);
    }

    private static byte[] packed(String coding, byte[] plain) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var packing =
                coding.equals("gzip") ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
            packing.write(plain);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void encodingsAreUndone(String coding) throws IOException {
        byte[] plain = text("id-z").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Arrived in =
                sendBytes(
                        packed(coding, plain),
                        "Content-Type: message/cpim",
                        "Content-Encoding: " + coding);
        assertThat(in.status()).isEqualTo(202);
        assertThat(delivered().payload().body()).isEqualTo(plain);
        assertThat(new String(delivered().payload().edgeHeaders(), StandardCharsets.UTF_8))
                .doesNotContain("Encoding");

        byte[] bomb = packed(coding, new byte[MAX_BODY + 1]);
        assertThat(
                        sendBytes(bomb, "Content-Type: text/plain", "Content-Encoding: " + coding)
                                .status())
                .isEqualTo(413);
        assertThat(send("junk", "Content-Type: text/plain", "Content-Encoding: " + coding).status())
                .isEqualTo(400);
    }

    @Test
    @Tag("RFC3261-8.2.3")
    void unknownEncodingsAndTypesAreToldWhatIsKnown() {
        Arrived encoded = send("x", "Content-Type: text/plain", "Content-Encoding: br");
        assertThat(encoded.status()).isEqualTo(415);
        assertThat(encoded.fields("Accept-Encoding")).containsExactly("deflate, gzip");
        Arrived typed = send("x", "Content-Type: application/pidf+xml");
        assertThat(typed.status()).isEqualTo(415);
        assertThat(typed.fields("Accept")).containsExactly("message/cpim, text/plain");
        assertThat(send("x").status()).isEqualTo(415);
        assertThat(send("x", "Content-Type: x/\"y\\\u0001\u0000z").status()).isIn(400, 415);
    }

    @Test
    void bodiesAreLimited() {
        assertThat(send("x".repeat(MAX_BODY), "Content-Type: text/plain").status()).isEqualTo(202);
        assertThat(send("x".repeat(MAX_BODY + 1), "Content-Type: text/plain").status())
                .isEqualTo(413);
    }

    @Test
    @Tag("RFC5438-6.3")
    void cpimWithoutAnIdIsTakenWhenNoReportIsAskedFor() {
        String plain =
                text("id-1")
                        .replace("imdn.Message-ID: id-1\n", "")
                        .replace("imdn.Disposition-Notification: positive-delivery, display\n", "");
        assertThat(send(plain, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(delivered().imdnId()).isEqualTo(new ImdnMessageId("sip:m-1:3"));
        int before = roles.steps.rcs.all().size();
        assertThat(send(plain, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(roles.steps.rcs.all()).as("the repetition is known").hasSize(before);
    }

    @Test
    @Tag("RFC5438-6.3")
    void cpimNeedsAnId() {
        assertThat(
                        send(
                                        text("id-1").replace("imdn.Message-ID: id-1\n", ""),
                                        "Content-Type: message/cpim")
                                .status())
                .isEqualTo(400);
        assertThat(send(text("x".repeat(256)), "Content-Type: message/cpim").status())
                .isEqualTo(400);
        assertThat(send("no cpim", "Content-Type: message/cpim").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @Tag("RFC3994-3")
    @ValueSource(strings = {"application/im-iscomposing+xml", "application/im-iscomposing+xm; x=y"})
    void typingIsNotStored(String type) {
        assertThat(send("<isComposing/>", "Content-Type: " + type).status()).isEqualTo(200);
        assertThat(roles.steps.rcs.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"msg", "deferred", "largemsg", "session", "systemmsg"})
    void knownServicesAreServed(String service) {
        assertThat(
                        send(
                                        text("id-1"),
                                        "Content-Type: message/cpim",
                                        "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm."
                                                + service)
                                .status())
                .isEqualTo(202);
    }

    @Test
    void unknownServicesAreForbidden() {
        Arrived in =
                send(
                        text("id-1"),
                        "Content-Type: message/cpim",
                        "P-Preferred-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg.group");
        assertThat(in.status()).isEqualTo(403);
        assertThat(in.fields("Warning")).singleElement().asString().contains("127");
    }

    @Test
    @Tag("RFC6050-4.1")
    void oneKnownServiceOfSeveralIsEnough() {
        String icsi = "urn:urn-7:3gpp-service.ims.icsi.";
        assertThat(
                        send(
                                        text("id-1"),
                                        "Content-Type: message/cpim",
                                        "P-Asserted-Service: "
                                                + icsi
                                                + "mmtel, "
                                                + icsi
                                                + "oma.cpm.msg.group",
                                        "P-Asserted-Service: " + icsi + "oma.cpm.msg")
                                .status())
                .isEqualTo(202);
        assertThat(
                        send(
                                        text("id-2"),
                                        "Content-Type: message/cpim",
                                        "P-Asserted-Service: "
                                                + icsi
                                                + "mmtel, "
                                                + icsi
                                                + "oma.cpm.msg.group")
                                .status())
                .isEqualTo(403);
    }

    /// To names the recipient only of a request that was sent to this server itself.
    @ParameterizedTest
    @CsvSource({
        "sip:5gmc.ims.example, 202",
        "sip:5GMC.ims.example:5060;lr, 202",
        "sip:ims.example, 202",
        "sip:desk@ims.example, 404",
        "sip:elsewhere.example, 404",
        "sip:bob@elsewhere.example, 404"
    })
    void toCountsWhenTheRequestUriIsThisServer(String uri, int status) {
        Arrived in =
                taken(
                        Roles.arrive(
                                head("Content-Type: text/plain")
                                                .replace(
                                                        "MESSAGE tel:+8613800000002",
                                                        "MESSAGE " + uri)
                                        + "\n\nhi"));
        assertThat(in.status()).isEqualTo(status);
    }

    @Test
    @Tag("RCC07-3.2.1")
    void whoWantsNoFallbackGetsNone() {
        send(
                text("id-1"),
                "Content-Type: message/cpim",
                "Reject-Contact: *;+g.oma.sip-im",
                "Reject-Contact: *;+g.gsma.rcs.msgFallback");
        assertThat(delivered().fallback()).isInstanceOf(FallbackOffer.None.class);
    }

    @Test
    @Tag("RFC3325-9.3")
    void privacyKeepsTheNumberOutOfAnSms() {
        send(text("id-1"), "Content-Type: message/cpim", "Privacy: id;critical");
        assertThat(delivered().fallback()).isInstanceOf(FallbackOffer.None.class);
    }

    @ParameterizedTest
    @Tag("RFC3323-4.2")
    @ValueSource(
            strings = {
                "Privacy:\n id",
                "Privacy: none\nPrivacy: id",
                "Privacy: critical;\n\tid",
                "privacy : critical ; user"
            })
    void privacyIsFoundHoweverItIsWritten(String field) {
        send(text("id-1"), "Content-Type: message/cpim", field);
        assertThat(delivered().fallback()).isInstanceOf(FallbackOffer.None.class);
        assertThat(EdgeHeaders.hidesSender(delivered().payload().edgeHeaders())).isTrue();
    }

    @Test
    void expiresShortensLifeButNotBelowOneAttempt() {
        long now = roles.steps.clock.millis();
        send(text("id-1"), "Content-Type: message/cpim", "Expires: 120");
        assertThat(delivered().expiresAtMs()).isEqualTo(now + 120_000);
        send(text("id-2"), "Content-Type: message/cpim", "Expires: 0");
        assertThat(delivered().expiresAtMs()).isEqualTo(now + PagerModeHandler.SHORTEST_LIFE_MS);
    }

    @Test
    void recipientsAreNumbers() {
        Arrived in =
                taken(
                        Roles.arrive(
                                head("Content-Type: text/plain")
                                                .replace(
                                                        "tel:+8613800000002",
                                                        "sip:desk@ims.example")
                                        + "\n\nhi"));
        assertThat(in.status()).isEqualTo(404);
    }

    /// Without the ids that were given to it.
    private String kept() {
        return new String(delivered().payload().edgeHeaders(), StandardCharsets.UTF_8)
                .replaceAll("(Conversation|Contribution)-ID: [0-9a-f-]{36}\r\n", "");
    }

    private String id(String name) {
        return java.util.Objects.requireNonNull(
                EdgeHeaders.value(delivered().payload().edgeHeaders(), name));
    }

    @Test
    void whoSendsNoIdsGetsThem() {
        send("one", "Content-Type: text/plain");
        String conversation = id("Conversation-ID");
        String contribution = id("Contribution-ID");
        assertThat(conversation).hasSize(36);
        taken(
                Roles.arrive(
                        head("Content-Type: text/plain").replace("CSeq: 3", "CSeq: 4")
                                + "\n\ntwo"));
        assertThat(id("Conversation-ID")).isEqualTo(conversation);
        assertThat(id("Contribution-ID")).isNotEqualTo(contribution);
        send(text("id-1"), "Content-Type: message/cpim", "Privacy: id");
        assertThat(id("Conversation-ID")).isNotEqualTo(conversation);
        send(
                text("id-2"),
                "Content-Type: message/cpim",
                "Conversation-ID: mine",
                "Contribution-ID: mine too");
        assertThat(id("Conversation-ID")).isEqualTo("mine");
        assertThat(id("Contribution-ID")).isEqualTo("mine too");
    }

    @Test
    @Tag("RFC3862-4.4")
    void whoWritesNoTimeGetsOne() {
        String without = text("id-1").replace("DateTime: 2026-11-22T20:38:00.123+08:00\n", "");
        send(without, "Content-Type: message/cpim");
        String body = new String(delivered().payload().body(), StandardCharsets.UTF_8);
        assertThat(body).containsPattern("\\r\\nDateTime: 20[0-9T:.-]+Z\\r\\n");
        assertThat(body.replaceAll("DateTime: [^\r]*\r\n", ""))
                .isEqualTo(without.replace("\n", "\r\n"));
    }

    private static final String[] OF_NETWORKS = {
        "Content-Type: message/cpim",
        "Remote-Party-ID: <sip:bank@ims.example>",
        "History-Info: <sip:x@ims.example>;index=1",
        "Referred-By: <sip:x@ims.example>",
        "Resource-Priority: ets.0",
        "Attestation-Info: A",
        "P-Called-Party-ID: <sip:x@ims.example>",
        "P-Early-Media: supported",
        "Request-Disposition: fork",
        "Identity: x;info=<http://x>",
        "Content-Disposition: notification",
        "Content-Language: de",
        "MIME-Version: 1.0",
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatNetworksActUponDoesNotTravel(boolean believed) {
        trusted = believed;
        send(text("id-1"), OF_NETWORKS);
        assertThat(kept()).isEmpty();
    }

    /// Of anybody only what a client may say.
    @Test
    void strangersSayLess() {
        send(
                text("id-1"),
                "Content-Type: message/cpim",
                "Subject: s",
                "Call-Info: <http://evil.example/icon.png>;purpose=icon",
                "Alert-Info: <http://evil.example/ring.wav>",
                "Reply-To: <sip:x@ims.example>",
                "X-Client: 1",
                "X-Control: a\u0001b",
                "Organization: Bank",
                "Conversation-ID: c");
        assertThat(kept()).isEqualTo("Subject: s\r\nX-Client: 1\r\nConversation-ID: c\r\n");
    }

    @Test
    void headersTravelOnByteForByteInOrder() {
        trusted = true;
        send(
                text("id-1"),
                "Content-Type: message/cpim",
                "Subject:  two  blanks",
                "X-Unknown: folded\n  here",
                "P-Access-Network-Info: 3GPP-NR;cell=1",
                "Cellular-Network-Info: 3GPP-NR;cell=1",
                "User-Agent: ue/1",
                "Authorization: Digest username=\"a\"",
                "P-Asserted-Identity: <tel:+8613800000001>",
                "Privacy: none",
                "Accept-Contact: *;+x",
                "Contribution-Id: c-1",
                "x-unknown: second");
        assertThat(kept())
                .isEqualTo(
                        """
                        Subject:  two  blanks
                        X-Unknown: folded
                          here
                        Privacy: none
                        Contribution-Id: c-1
                        x-unknown: second
                        """
                                .replace("\n", "\r\n"));
        assertThat(EdgeHeaders.value(delivered().payload().edgeHeaders(), "Contribution-ID"))
                .isEqualTo("c-1");
    }

    // --- reports ---

    private static String report(String about, String kind, String status) {
        return "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>%s</message-id><datetime>2026-11-22T20:38:00Z</datetime><%s-notification><status><%s/></status></%s-notification></imdn>"
                .formatted(about, kind, status, kind);
    }

    private void bobHasSent(String id) {
        roles.steps.submit(
                org.fivegmc.core.center.SteppedCenter.submission(Roles.BOB, Roles.ALICE, id, 7));
        everybodyAccepts();
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportKind.class,
            names = {"DELIVERED", "FAILED", "DISPLAYED", "FORBIDDEN", "ERROR"})
    @Tag("RFC5438-11")
    void reportsAreKnownByKind(ReportKind kind) {
        bobHasSent("m-9");
        String notification = kind == ReportKind.DISPLAYED ? "display" : "delivery";
        String document = report("m-9", notification, kind.name().toLowerCase(Locale.ROOT));
        Arrived in =
                send(
                        CPIM.formatted("r-1", "message/imdn+xml", document),
                        "Content-Type: message/cpim");
        assertThat(in.status()).isEqualTo(202);
        assertThat(delivered().purpose())
                .isEqualTo(new Purpose.Report(new ImdnMessageId("m-9"), kind));
        assertThat(delivered().mayFallBack()).isFalse();
    }

    private Arrived reportToNobody(String to, String id, String about) {
        String body = CPIM.formatted(id, "message/imdn+xml", report(about, "display", "displayed"));
        return taken(
                Roles.arrive(
                        head("Content-Type: message/cpim").replace("tel:+8613800000002", to)
                                + "\n\n"
                                + body));
    }

    private void bobHasSentHidden(String id) {
        handler.onMessage(
                Roles.arrive(
                        head("Content-Type: message/cpim", "Privacy: id")
                                        .replace("+8613800000001@", "+8613800000002@")
                                        .replace("tel:+8613800000002", "tel:+8613800000001")
                                + "\n\n"
                                + text(id)),
                Roles.BOB,
                trusted);
        everybodyAccepts();
    }

    /// The handset knows nobody else to report to, and the server knows who it was.
    @ParameterizedTest
    @ValueSource(strings = {"sip:anonymous@anonymous.invalid", "sip:Anonymous@ANONYMOUS.invalid"})
    @Tag("RFC3323-4.1.1.3")
    @Tag("RFC5438-7.1.2")
    void reportsFindTheSenderWhoHid(String nobody) {
        roles.steps.register(Roles.ALICE, "alice-1", "alice-2");
        bobHasSentHidden("m-9");
        int before = roles.steps.rcs.all().size();
        assertThat(reportToNobody(nobody, "r-1", "m-9").status()).isEqualTo(202);
        assertThat(roles.steps.rcs.all().stream().skip(before).map(a -> a.message()))
                .as("the other device of who reports is told nothing")
                .singleElement()
                .returns(Roles.BOB, Message::recipient)
                .returns(Roles.ALICE, Message::sender)
                .returns(
                        new Purpose.Report(new ImdnMessageId("m-9"), ReportKind.DISPLAYED),
                        Message::purpose);
        // of a message that was not hidden, nobody asks by its id
        bobHasSent("m-10");
        assertThat(reportToNobody(nobody, "r-2", "m-10").status()).isEqualTo(404);
        assertThat(reportToNobody(nobody, "r-3", "m-11").status()).isEqualTo(404);
    }

    @Test
    void severalReportsFindTheSendersWhoHid() {
        bobHasSentHidden("m-1");
        bobHasSentHidden("m-2");
        int before = roles.steps.rcs.all().size();
        String both =
                aggregate(
                        List.of(
                                report("m-1", "display", "displayed"),
                                report("m-2", "display", "displayed")));
        Arrived in =
                taken(
                        Roles.arrive(
                                head("Content-Type: message/cpim")
                                                .replace(
                                                        "tel:+8613800000002",
                                                        "sip:anonymous@anonymous.invalid")
                                        + "\n\n"
                                        + both));
        assertThat(in.status()).isEqualTo(202);
        assertThat(roles.steps.rcs.all().stream().skip(before).map(a -> a.message().recipient()))
                .containsExactly(Roles.BOB, Roles.BOB);
    }

    @Test
    void nothingButReportsReachesNobody() {
        bobHasSentHidden("m-9");
        int before = roles.steps.rcs.all().size();
        Arrived in =
                taken(
                        Roles.arrive(
                                head("Content-Type: message/cpim")
                                                .replace(
                                                        "tel:+8613800000002",
                                                        "sip:anonymous@anonymous.invalid")
                                        + "\n\n"
                                        + text("id-1")));
        assertThat(in.status()).isEqualTo(404);
        assertThat(roles.steps.rcs.all()).hasSize(before);
    }

    @Test
    void reportsInBase64AreRead() {
        bobHasSent("m-9");
        String document =
                Base64.getEncoder()
                        .encodeToString(
                                report("m-9", "delivery", "delivered")
                                        .getBytes(StandardCharsets.UTF_8));
        Arrived in =
                send(
                        CPIM.formatted(
                                "r-1",
                                "message/imdn+xml\nContent-Transfer-Encoding: base64",
                                document),
                        "Content-Type: message/cpim");
        assertThat(in.status()).isEqualTo(202);
        assertThat(delivered().isReport()).isTrue();
    }

    @Test
    void reportsThatCantBeReadAreRefused() {
        assertThat(
                        send(
                                        CPIM.formatted("r-1", "message/imdn+xml", "<imdn>"),
                                        "Content-Type: message/cpim")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void reportsAboutUnusableIdsAreRefused() {
        String document = report("m".repeat(ImdnMessageId.MAX_LENGTH + 1), "delivery", "delivered");
        assertThat(
                        send(
                                        CPIM.formatted("r-1", "message/imdn+xml", document),
                                        "Content-Type: message/cpim")
                                .status())
                .isEqualTo(400);
        assertThat(
                        send(
                                        aggregate(
                                                List.of(
                                                        report("m-1", "display", "displayed"),
                                                        document)),
                                        "Content-Type: message/cpim")
                                .status())
                .isEqualTo(400);
    }

    @Test
    @Tag("RCC07-3.2.3")
    void whatWasReadOnOneDeviceIsToldToTheOthers() {
        roles.steps.register(Roles.ALICE, "urn:uuid:2", "urn:uuid:3");
        bobHasSent("m-9");
        int before = roles.steps.rcs.all().size();
        String document = report("m-9", "display", "displayed");
        Arrived in =
                send(
                        CPIM.formatted("r-1", "message/imdn+xml", document),
                        "Content-Type: message/cpim",
                        "Contact: <sip:alice@192.0.2.1>;+sip.instance=\"<urn:uuid:2>\"");
        assertThat(in.status()).isEqualTo(202);
        assertThat(
                        roles.steps.rcs.all().stream()
                                .skip(before)
                                .filter(a -> a.message().isMirror())
                                .map(a -> a.device().device().value()))
                .containsExactlyInAnyOrder("alice-1", "urn:uuid:3");
    }

    private static String aggregate(List<String> documents) {
        var text = new StringBuilder();
        for (String document : documents) {
            text.append(
                            "--b\nContent-Type: message/imdn+xml\nContent-Disposition: notification\n\n")
                    .append(document)
                    .append('\n');
        }
        return CPIM.formatted("agg", "multipart/mixed;boundary=b", text + "--b--\n");
    }

    @Test
    @Tag("RFC5438-8")
    void reportsSentTogetherGoTheirOwnWays() {
        bobHasSent("m-1");
        bobHasSent("m-2");
        int before = roles.steps.rcs.all().size();
        String both =
                aggregate(
                        List.of(
                                report("m-1", "display", "displayed"),
                                report("m-2", "display", "displayed")));
        assertThat(send(both, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(roles.steps.rcs.all().stream().skip(before).map(a -> a.message().purpose()))
                .containsExactlyInAnyOrder(
                        new Purpose.Report(new ImdnMessageId("m-1"), ReportKind.DISPLAYED),
                        new Purpose.Report(new ImdnMessageId("m-2"), ReportKind.DISPLAYED));
        assertThat(send(both, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(roles.steps.rcs.all()).hasSize(before + 2);
    }

    @Test
    void reportsSentTogetherAreLimited() {
        List<String> many =
                java.util.Collections.nCopies(
                        PagerBodyReader.MAX_REPORTS + 1,
                        "<imdn><message-id>m</message-id><display-notification><status><displayed/></status></display-notification></imdn>");
        var roomy =
                new PagerModeHandler(
                        roles.steps.center(),
                        Roles.NUMBERS,
                        OWN,
                        100_000,
                        roles.steps.clock,
                        SipEvents.NONE);
        Arrived in = Roles.arrive(head("Content-Type: message/cpim") + "\n\n" + aggregate(many));
        roomy.onMessage(in, Roles.ALICE, false);
        roles.steps.settle();
        assertThat(in.status()).isEqualTo(413);
    }

    /// Taking the report alone would throw the text away behind a 202.
    @Test
    void multipartsWithMoreThanReportsAreContent() {
        bobHasSent("m-1");
        String mixed =
                CPIM.formatted(
                        "id-m",
                        "multipart/mixed;boundary=b",
                        "--b\nContent-Type: message/imdn+xml\nContent-Disposition: notification\n\n"
                                + report("m-1", "display", "displayed")
                                + "\n--b\nContent-Type: text/plain\n\nhi\n--b--\n");
        assertThat(send(mixed, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(delivered().purpose()).isEqualTo(Purpose.CONTENT);
        assertThat(new String(delivered().payload().body(), StandardCharsets.UTF_8))
                .contains("hi\r\n--b--");
    }

    @Test
    void multipartsWithoutReportsAreContent() {
        String mixed =
                CPIM.formatted(
                        "id-m",
                        "multipart/mixed;boundary=b",
                        "--b\nContent-Type: text/plain\n\nhi\n--b--\n");
        assertThat(send(mixed, "Content-Type: message/cpim").status()).isEqualTo(202);
        assertThat(delivered().purpose()).isEqualTo(Purpose.CONTENT);
    }
}
