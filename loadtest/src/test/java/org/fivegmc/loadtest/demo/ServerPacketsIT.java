package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.capture.Capturing;
import org.fivegmc.loadtest.capture.Dissection;
import org.fivegmc.loadtest.handset.Answering;
import org.fivegmc.loadtest.handset.ChatOptions;
import org.fivegmc.loadtest.handset.ChatSession;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.IncomingCall;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.msrp.Content;
import org.fivegmc.loadtest.msrp.Draft;
import org.fivegmc.loadtest.msrp.Outcome;
import org.fivegmc.loadtest.msrp.SentMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What tshark, a foreign judge, makes of what the server says over SIP and MSRP: a chat, a large
/// message in chunks, a report of MSRP, refusals of both, a call that is taken back, refreshes of a
/// session.
@Timeout(150)
class ServerPacketsIT {
    /// Text, since tshark takes what looks like a type of its own for one.
    private static final String LONG_TEXT = "0123456789".repeat(1_000);

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer("MC_MSRP_MAX_MESSAGE_SIZE=64KiB");

    @Test
    void noPacketIsMalformed(@TempDir Path directory) {
        Capturing.assumePossible();
        Path file = directory.resolve("server.pcapng");
        try (Capture _ = SERVER.capture(file)) {
            refreshedMeanwhile(ServerPacketsIT::talk);
        }
        Dissection dissection = new Dissection(file);
        assertThat(dissection.lines("_ws.malformed || _ws.expert.severity == \"Error\"")).isEmpty();
        assertThat(dissection.values("sip.Method", "sip.Request-Line"))
                .contains("REGISTER", "INVITE", "ACK", "BYE", "MESSAGE");
        assertThat(dissection.values("sip.Status-Code", "sip.Status-Line"))
                .contains("200", "202", "401", "415", "422", "487", "488");
        String ofTheServer = " && tcp.srcport == " + SERVER.sipPort();
        assertThat(dissection.values("sip.Method", "sip.Request-Line" + ofTheServer))
                .contains("INVITE", "ACK", "BYE", "CANCEL", "MESSAGE", "UPDATE");
        assertThat(dissection.values("sip.Status-Code", "sip.Status-Line" + ofTheServer))
                .contains("200", "202", "401", "415", "422", "488");
        assertThat(
                        dissection.lines(
                                "sip.Method == \"INVITE\" && sip.to.tag && sip.Request-Line"
                                        + ofTheServer))
                .as("within the session")
                .isNotEmpty();
        assertThat(dissection.values("sdp.media", "sdp"))
                .isNotEmpty()
                .allMatch(
                        media -> media.matches("(message [0-9]+ TCP/MSRP \\*|audio 9 RTP/AVP 0)"));
        assertThat(dissection.values("msrp.method", "msrp")).contains("SEND");
        // it is not among the methods, as it leaves in one segment with the answer before it
        assertThat(dissection.lines("msrp && frame contains \" REPORT\"")).isNotEmpty();
        assertThat(dissection.values("msrp.status.code", "msrp")).contains("200", "413", "415");
    }

    /// Does something while the server refreshes a session, which it does after 45 s at the
    /// earliest: by UPDATE, and by INVITE when that is refused.
    private static void refreshedMeanwhile(Runnable other) {
        Handset a = SERVER.registered("R", SERVER.user());
        ChatSession chat =
                a.openChat(
                                SERVER.user(),
                                ChatOptions.DEFAULT.withSessionExpires(Duration.ofMinutes(1)))
                        .chat(); // 422, and again
        assertThat(chat.leaveRefreshing(Duration.ofSeconds(90)).status()).isEqualTo(200);
        chat.takeNoUpdate();
        other.run();
        a.seen().await(1, text -> text.startsWith("INVITE "), Duration.ofMinutes(1));
        assertThat(chat.isOpen()).isTrue();
        assertThat(chat.bye()).isEqualTo(200);
    }

    /// One device rings until another has answered.
    private static void takenBack() {
        String to = SERVER.user();
        Handset rings = SERVER.registered("C", to);
        Handset answers = SERVER.registered("C2", to);
        rings.answerBy(new Answering.Ring());
        answers.answerBy(new Answering.Ring());
        ChatSession chat = SERVER.registered("D", SERVER.user()).openChat(to).chat();
        assertThat(chat.sendText("once", ALL).status()).isEqualTo(200);
        IncomingCall asked = rings.calls().await(1, _ -> true, PATIENCE).getFirst();
        answers.calls().await(1, _ -> true, PATIENCE).getFirst().answer();
        assertThat(asked.awaitCancelled(PATIENCE)).isPresent();
        assertThat(chat.bye()).isEqualTo(200);
    }

    private static void talk() {
        takenBack();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to);
        assertThat(a.invite(to, "session", "application/sdp", audio()).status()).isEqualTo(488);
        assertThat(a.invite(to, "session", "text/plain", "hello").status()).isEqualTo(415);
        ChatSession chat = a.openChat(to).chat();
        assertThat(chat.sendText("hello", ALL).status()).isEqualTo(200);
        ReceivedMessage received = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(b.display(received)).isBetween(200, 202);
        assertThat(chat.isComposing(true)).isEqualTo(200);
        assertThat(a.reports().await(2, _ -> true, PATIENCE)).hasSize(2);
        Draft bare = Draft.of("text/plain", Content.of("bare".getBytes(UTF_8)));
        assertThat(chat.msrp().orElseThrow().send(bare).outcome(PATIENCE))
                .contains(new Outcome.Refused(415));
        assertThat(chat.sendText("0123456789".repeat(10_000), ALL).status()).isEqualTo(413);
        reported(chat);
        assertThat(chat.bye()).isEqualTo(200);
        assertThat(a.sendLarge(to, LONG_TEXT.getBytes(UTF_8), "text/plain", ALL).accepted())
                .isTrue();
        b.messages().await(3, _ -> true, PATIENCE);
        assertThat(a.reports().await(3, _ -> true, PATIENCE)).hasSize(3);
    }

    private static String audio() {
        return """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=-\r
        c=IN IP4 127.0.0.1\r
        t=0 0\r
        m=audio 9 RTP/AVP 0\r
        """;
    }

    /// A message on which the server reports.
    private static void reported(ChatSession chat) {
        String cpim =
                """
                From: <sip:anonymous@anonymous.invalid>\r
                To: <sip:anonymous@anonymous.invalid>\r
                DateTime: 2026-11-22T12:38:00Z\r
                NS: imdn <urn:ietf:params:imdn>\r
                imdn.Message-ID: reported\r
                \r
                Content-Type: text/plain\r
                \r
                reported\
                """;
        Content content = Content.of(cpim.getBytes(UTF_8));
        SentMessage sent =
                chat.msrp()
                        .orElseThrow()
                        .send(Draft.of("message/cpim", content).withSuccessReport());
        assertThat(sent.outcome(PATIENCE)).contains(new Outcome.Answered());
        Awaitility.await().atMost(PATIENCE).until(() -> !sent.reports().all().isEmpty());
    }
}
