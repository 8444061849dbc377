package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The packaged server, killed under load: nothing acknowledged is lost, doubled, misplaced or
/// stuck. `./5gmc ledger` does the same for longer.
@Timeout(300)
class CrashLedgerIT {
    @Test
    void threeKillsLeaveTheLedgerClean() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status =
                CrashLedger.run(
                        List.of(
                                "--kills", "3",
                                "--max-uptime", "3",
                                "--rate", "1000",
                                "--recipients", "200",
                                "--offline", "40"),
                        new PrintStream(printed, true, UTF_8));
        assertThat(status).as(() -> printed.toString(UTF_8)).isZero();
        assertThat(printed.toString(UTF_8))
                .containsPattern("refused \\(3xx, 4xx, 6xx\\) +0\\b")
                .containsPattern("missing: accepted, never delivered +0\\b");
    }
}
