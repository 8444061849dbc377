package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.fivegmc.loadtest.StubServer;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a server that keeps everything in memory: clean while it lives, and found out when it is
/// killed.
@Timeout(90)
class CrashLedgerTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aServerThatLivesIsClean() throws Exception {
        assertThat(run("0", "20")).as(this::printed).isZero();
    }

    @Test
    void aServerThatForgetsIsFoundOut() throws Exception {
        // what is lost never comes, however long it is waited for
        assertThat(run("1", "2")).as(this::printed).isEqualTo(1);
        assertThat(printed()).containsPattern("missing: accepted, never delivered +[1-9]");
    }

    @Test
    void optionsSayWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.parse(List.of("--port", "5060")))
                .withMessageContaining("--server-command");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> LedgerOptions.parse(List.of("--server-command", "x", "--rate", "0")))
                .withMessageContaining("--rate must be a whole number from 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.parse(List.of("--play", "poor")))
                .withMessageContaining("--play must be one of pager, rich");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.parse(List.of("--play", "rich", "--rate", "9")))
                .withMessageContaining("--rate goes with --play pager alone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LedgerOptions.parse(List.of("--pairs", "9")))
                .withMessageContaining("--pairs goes with --play rich alone");
    }

    private String printed() {
        return printed.toString(UTF_8);
    }

    private int run(String kills, String unaided) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command =
                "%s -Xmx64m -cp %s %s {port}"
                        .formatted(
                                java,
                                Path.of(
                                        StubServer.class
                                                .getProtectionDomain()
                                                .getCodeSource()
                                                .getLocation()
                                                .toURI()),
                                StubServer.class.getName());
        return CrashLedger.run(
                List.of(
                        "--server-command", command,
                        "--port", Integer.toString(Ports.free()),
                        "--recipients", "10",
                        "--offline", "5",
                        "--rate", "100",
                        "--kills", kills,
                        "--max-uptime", "1",
                        "--unaided", unaided,
                        "--drain", "3"),
                new PrintStream(printed, true, UTF_8));
    }
}
