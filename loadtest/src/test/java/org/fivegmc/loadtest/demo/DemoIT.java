package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.capture.Capture;
import org.fivegmc.loadtest.capture.Capturing;
import org.fivegmc.loadtest.capture.Dissection;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ServerCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// The demonstration against the packaged server, and what tshark, a foreign judge, makes of the
/// packets it left on the loopback interface.
@Timeout(180)
@Isolated("it looks for processes that are left")
class DemoIT {
    @TempDir private static Path directory;
    private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();
    private static int status;
    private static boolean captured;

    @BeforeAll
    static void play() {
        captured = Capture.isPossible();
        Optional<Path> file = captured ? Optional.of(file()) : Optional.empty();
        DemoOptions options =
                new DemoOptions(
                        DemoOptions.Play.P2P,
                        ServerCommand.of(Checkout.locate()),
                        Duration.ofMinutes(2),
                        file);
        status = Demo.run(options, new PrintStream(PRINTED, true, UTF_8));
    }

    @Test
    void everythingIsObserved() {
        assertThat(status).as(DemoIT::printed).isZero();
        assertThat(printed())
                .contains("4. C has no RCS", "6. A file", "7. A takes a message back")
                .doesNotContain("  MISSING  ");
    }

    @Test
    void whatIsNotObservedMakesItFail() {
        var printed = new ByteArrayOutputStream();
        DemoOptions options =
                new DemoOptions(
                        DemoOptions.Play.P2P,
                        ServerCommand.parse("false"),
                        Duration.ofMinutes(1),
                        Optional.empty());
        assertThat(Demo.run(options, new PrintStream(printed, true, UTF_8))).isEqualTo(1);
        assertThat(printed.toString(UTF_8)).contains("MISSING  the server starts");
    }

    @Test
    void everythingOfAChatbotIsObserved() {
        var printed = new ByteArrayOutputStream();
        DemoOptions options =
                new DemoOptions(
                        DemoOptions.Play.A2P,
                        ServerCommand.of(Checkout.locate()),
                        Duration.ofMinutes(2),
                        Optional.empty());
        int a2p = Demo.run(options, new PrintStream(printed, true, UTF_8));
        assertThat(a2p).as(() -> printed.toString(UTF_8)).isZero();
        assertThat(printed.toString(UTF_8))
                .contains("5. One request for all three", "Everything was observed.")
                .doesNotContain("  MISSING  ");
    }

    @Test
    void noProcessIsLeft() {
        assertThat(ProcessHandle.current().children().filter(DemoIT::isOurs)).isEmpty();
    }

    @Test
    void noPacketIsMalformed() {
        // tshark takes each chunk for a whole message and looks for a CPIM head in the middle of
        // one: of a chunked message only the first can be judged
        assertThat(
                        dissection()
                                .lines(
                                        "(_ws.malformed || _ws.expert.severity == \"Error\")"
                                                + " && !(msrp.byte.range matches \"^[0-9]{2,}\")"))
                .isEmpty();
    }

    @Test
    void requestsAndResponsesAreSip() {
        assertThat(dissection().values("sip.Method", "sip.Request-Line"))
                .contains("REGISTER", "MESSAGE");
        assertThat(dissection().values("sip.Status-Code", "sip.Status-Line"))
                .contains("200", "202", "401", "403");
    }

    @Test
    void textsAndReportsAreCpim() {
        Dissection dissection = dissection();
        assertThat(dissection.values("cpim.content_type", "cpim"))
                .contains("text/plain", "message/imdn+xml");
        assertThat(dissection.values("cpim.imdn.message_id", "cpim")).isNotEmpty();
        assertThat(dissection.values("xml.tag", "cpim && xml"))
                .anyMatch(tag -> tag.contains("<imdn"));
        assertThat(dissection.lines("sip.Content-Type contains \"message/cpim\" && !cpim"))
                .isEmpty();
    }

    @Test
    void sessionsAreSdpAndMsrp() {
        Dissection dissection = dissection();
        assertThat(dissection.values("sip.Method", "sip.Request-Line"))
                .contains("INVITE", "ACK", "BYE");
        assertThat(dissection.values("sdp.media", "sdp"))
                .isNotEmpty()
                .allMatch(media -> media.matches("message [0-9]+ TCP/MSRP \\*"));
        assertThat(dissection.values("msrp.method", "msrp")).contains("SEND");
        assertThat(dissection.values("msrp.status.code", "msrp")).containsOnly("200");
    }

    @Test
    void shortMessagesAreSmpp() {
        Dissection dissection = dissection();
        // bind_transceiver, submit_sm, deliver_sm and their responses
        assertThat(dissection.values("smpp.command_id", "smpp"))
                .contains(
                        "0x00000009",
                        "0x80000009",
                        "0x00000004",
                        "0x80000004",
                        "0x00000005",
                        "0x80000005");
        assertThat(dissection.lines("smpp.command_status != 0")).isEmpty();
    }

    private static Dissection dissection() {
        Capturing.assumePossible();
        return new Dissection(file());
    }

    private static boolean isOurs(ProcessHandle child) {
        String command = child.info().commandLine().orElse("");
        return List.of("mc-server.jar", "smsc.js", "dumpcap").stream().anyMatch(command::contains);
    }

    private static Path file() {
        return directory.resolve("demo.pcapng");
    }

    private static String printed() {
        return PRINTED.toString(UTF_8);
    }
}
