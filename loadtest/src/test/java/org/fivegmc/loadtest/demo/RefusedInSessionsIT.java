package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;

import java.util.stream.Stream;
import org.fivegmc.loadtest.handset.Answer;
import org.fivegmc.loadtest.handset.ChatOutcome;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.LargeSent;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ReceivedReport;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Draft;
import org.fivegmc.loadtest.msrp.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What sessions refuse, as a handset is told it: messages above the limit of their mode, and
/// offers nothing can come of.
@Timeout(60)
class RefusedInSessionsIT {
    private static final String OCTETS = "application/octet-stream";
    private static final String SDP = "application/sdp";

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "MC_MSRP_MAX_MESSAGE_SIZE=64KiB", "MC_MSRP_MAX_STANDALONE_SIZE=16KiB");

    private String to = "";

    @BeforeEach
    void provision() {
        to = SERVER.user();
    }

    // ---- messages

    /// Above 16 KiB, CPIM included. What came of it is not kept, and nothing is said about it.
    @ParameterizedTest
    @CsvSource({"16384", "20000", "65536", "1048576"})
    @Tag("RCC07-3.2.2")
    void aLargeMessageHasALimit(int octets) {
        Handset a = SERVER.registered("A", SERVER.user());
        LargeSent refused = a.sendLarge(to, random(octets), OCTETS, ALL);
        assertThat(refused).returns(200, LargeSent::sipStatus).returns(413, LargeSent::msrpStatus);
        assertThat(SERVER.waiting(to)).isZero();
        LargeSent next = a.sendLarge(to, random(15_000), OCTETS, ALL);
        assertThat(next.accepted()).isTrue();
        comesAlone(a, next.imdnId());
    }

    /// Above 64 KiB, and the chat goes on.
    @ParameterizedTest
    @CsvSource({"65536", "100000", "1048576"})
    @Tag("RCC07-3.2.3")
    void aChatMessageHasALimitOfItsOwn(int octets) {
        Handset a = SERVER.registered("A", SERVER.user());
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.send(OCTETS, Content.of(random(octets)), ALL).status()).isEqualTo(413);
        assertThat(SERVER.waiting(to)).isZero();
        // more than a large message may have
        Sent next = chat.send(OCTETS, Content.of(random(60_000)), ALL);
        assertThat(next.status()).isEqualTo(200);
        assertThat(chat.isOpen()).isTrue();
        comesAlone(a, next.imdnId());
    }

    private void comesAlone(Handset a, String imdnId) {
        Handset b = SERVER.registered("B", to);
        b.messages().await(1, _ -> true, PATIENCE);
        assertThat(a.reports().await(1, _ -> true, PATIENCE))
                .extracting(ReceivedReport::about)
                .containsExactly(imdnId);
        SERVER.awaitNothingWaiting(to);
        assertThat(b.messages().all()).extracting(ReceivedMessage::imdnId).containsExactly(imdnId);
    }

    /// That it is too long shows when the octets are there.
    @Test
    @Tag("RFC4975-7.3")
    @Tag("RFC4975-10.5")
    void whoDoesNotTellTheSizeIsStopped() {
        ChatSession chat = chat();
        Draft draft =
                Draft.of("message/cpim", Content.of(random(200_000))).with(Draft.Ranges.UNSIZED);
        assertThat(chat.msrp().orElseThrow().send(draft).outcome(PATIENCE))
                .contains(new Outcome.Refused(413));
        assertThat(SERVER.waiting(to)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"text/plain, 415", "message/sipfrag, 415", "message/cpim, 400"})
    @Tag("RFC4975-7.3")
    @Tag("RFC4975-10.6")
    void whatIsNoCpimIsRefused(String type, int status) {
        ChatSession chat = chat();
        Draft draft = Draft.of(type, Content.of("no CPIM".getBytes(UTF_8)));
        assertThat(chat.msrp().orElseThrow().send(draft).outcome(PATIENCE))
                .contains(new Outcome.Refused(status));
        assertThat(chat.sendText("and on it goes", ALL).status()).isEqualTo(200);
        assertThat(SERVER.waiting(to)).isEqualTo(1);
    }

    private ChatSession chat() {
        return SERVER.registered("A", SERVER.user()).openChat(to).chat();
    }

    @Test
    @Tag("RFC4975-8.6")
    void theAnswerTellsTheLimit() {
        ChatOutcome outcome = SERVER.registered("A", SERVER.user()).openChat(to);
        assertThat(outcome.answer().body()).contains("a=max-size:65536\r\n");
    }

    // ---- offers

    /// @param stream of the description, lines with a comma between them
    private static Arguments offer(String what, String stream, int status, String warning) {
        String head = "v=0,o=- 1 1 IN IP4 127.0.0.1,s=-,c=IN IP4 127.0.0.1,t=0 0,";
        return Arguments.of(
                what,
                "session",
                SDP,
                (head + stream).replace(",", "\r\n") + "\r\n",
                status,
                warning);
    }

    static Stream<Arguments> offers() {
        String path = "a=path:msrp://127.0.0.1:9/s1;tcp,";
        String types = "a=accept-types:message/cpim,a=accept-wrapped-types:*,";
        String msrp = "m=message 9 TCP/MSRP *,";
        String selector = "a=sendonly,a=file-selector:name:\"f\" size:";
        String suits = msrp + path + types + "a=setup:active";
        return Stream.of(
                offer("audio", "m=audio 9 RTP/AVP 0", 488, "304 5gmc \"No MSRP media\""),
                offer(
                        "a stream that is refused already",
                        "m=message 0 TCP/MSRP *," + path + types,
                        488,
                        "304 5gmc \"No MSRP media\""),
                offer(
                        "TLS",
                        "m=message 9 TCP/TLS/MSRP *,a=path:msrps://127.0.0.1:9/s1;tcp," + types,
                        488,
                        "302 5gmc \"Incompatible transport protocol\""),
                offer("no path", msrp + types, 488, "399 5gmc \"MSRP media without a path\""),
                offer(
                        "text without CPIM",
                        msrp + path + "a=accept-types:text/plain",
                        488,
                        "305 5gmc \"No common accept-types\""),
                offer(
                        "nobody connects",
                        msrp + path + types + "a=setup:holdconn",
                        488,
                        "399 5gmc \"Incompatible setup\""),
                offer(
                        "nobody sends",
                        msrp + path + types + "a=inactive",
                        488,
                        "399 5gmc \"Incompatible direction\""),
                offer(
                        "a file that is too large",
                        suits + "," + selector + "65537",
                        403,
                        "399 5gmc \"133 Size exceeded\""),
                Arguments.of(
                        "no description",
                        "session",
                        SDP,
                        "hello\r\n",
                        400,
                        "399 5gmc \"SDP can not be read\""),
                Arguments.of(
                        "text",
                        "session",
                        "text/plain",
                        "hello",
                        415,
                        "399 5gmc \"an INVITE needs an offer in SDP\""),
                Arguments.of(
                        "parts without a description",
                        "session",
                        "multipart/mixed;boundary=b",
                        "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n",
                        488,
                        "399 5gmc \"an INVITE needs an offer in SDP\""),
                Arguments.of(
                        "files over MSRP",
                        "filetransfer",
                        SDP,
                        "v=0\r\n",
                        403,
                        "399 5gmc \"127 Service not authorised\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("offers")
    @Tag("RFC3261-20.43")
    void whatCannotBeIsRefusedWithAWarning(
            String what, String service, String type, String body, int status, String warning) {
        Handset a = SERVER.registered("A", SERVER.user());
        Answer answer = a.invite(to, service, type, body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.first("Warning")).contains(warning);
        assertThat(answer.first("Accept").isPresent()).isEqualTo(status == 415);
    }

    /// That somebody types is passed on, and nothing longer under its name.
    @ParameterizedTest
    @CsvSource({"4096, 200", "4097, 413"})
    void typingHasALimit(int octets, int status) {
        ChatSession chat = SERVER.registered("A", SERVER.user()).openChat(to).chat();
        Draft typing = Draft.of("application/im-iscomposing+xml", Content.of(random(octets)));
        assertThat(chat.msrp().orElseThrow().send(typing).outcome(PATIENCE))
                .contains(status == 200 ? new Outcome.Answered() : new Outcome.Refused(status));
        assertThat(chat.isOpen()).isTrue();
    }

    /// Each message of a session is stored with what its INVITE says, up to 4 KiB.
    @ParameterizedTest
    @CsvSource({"3500, 200", "4096, 513"})
    void headersOfASessionHaveALimit(int octets, int status) {
        Handset a = SERVER.registered("A", SERVER.user());
        Answer answer = a.invite(to, "session", SDP, suitable(), "X-Long: " + "x".repeat(octets));
        assertThat(answer.status()).isEqualTo(status);
        if (status != 200) {
            assertThat(answer.first("Warning"))
                    .contains("399 5gmc \"too many headers for a session\"");
        }
    }

    /// Else a fault of the tool would look like a refusal.
    @Test
    @Tag("RFC5547-6")
    void whatSuitsIsAccepted() {
        Handset a = SERVER.registered("A", SERVER.user());
        String body = suitable() + "a=sendonly\r\na=file-selector:name:\"f\" size:16384\r\n";
        assertThat(a.invite(to, "largemsg", SDP, body).status()).isEqualTo(200);
        assertThat(a.invite(to, "largemsg", SDP, body.replace("16384", "16385")).status())
                .isEqualTo(403);
        assertThat(a.invite(to, "session", SDP, body.replace("16384", "65536")).status())
                .isEqualTo(200);
    }

    private static String suitable() {
        return """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=message 9 TCP/MSRP *\r
        a=path:msrp://127.0.0.1:9/s1;tcp\r
        a=accept-types:message/cpim\r
        a=setup:active\r
        """;
    }
}
