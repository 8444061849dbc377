package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The packaged server, killed in the middle of sessions, uploads and revocations: what it had
/// answered is there after all. `./5gmc ledger --play rich` does the same for longer.
@Timeout(300)
class RichLedgerIT {
    @Test
    void twoKillsLeaveTheBooksClean() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status =
                CrashLedger.run(
                        List.of(
                                "--play",
                                "rich",
                                "--pairs",
                                "3",
                                "--kills",
                                "2",
                                "--max-uptime",
                                "2"),
                        new PrintStream(printed, true, UTF_8));
        assertThat(status).as(() -> printed.toString(UTF_8)).isZero();
        assertThat(printed.toString(UTF_8))
                .containsPattern("kills +2\\b")
                .containsPattern("delivered +[1-9]")
                .containsPattern("clean +yes");
    }
}
