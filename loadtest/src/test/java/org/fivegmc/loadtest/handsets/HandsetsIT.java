package org.fivegmc.loadtest.handsets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The packaged server and a few hundred handsets for a few seconds: the ledger is clean. `./5gmc
/// load handsets` does the same for longer and with more of them.
@Timeout(180)
class HandsetsIT {
    private static LoadSite site = LoadSite.create(LoadSite.Trust.LOOPBACK);
    private static ChildProcess server =
            ChildProcess.start("5gmc", site.command(), Path.of("").toAbsolutePath(), _ -> {});

    @BeforeAll
    static void awaitServer() {
        assertThat(Ports.awaitTcp(site.sipPort(), server, Duration.ofMinutes(1)))
                .as(() -> String.join("\n", server.tail()))
                .isTrue();
    }

    @AfterAll
    static void end() {
        server.close();
        site.close();
    }

    @Test
    void talkOverUdp() throws Exception {
        assertClean("talk", "--handsets", "300", "--window", "64", "--loops", "2");
    }

    @Test
    void talkOverConnectionsOfTheirOwn() throws Exception {
        assertClean("talk", "--handsets", "300", "--rate", "200", "--transport", "tcp");
    }

    @Test
    void talkOverSharedConnections() throws Exception {
        assertClean(
                "talk",
                "--handsets",
                "300",
                "--rate",
                "200",
                "--transport",
                "tcp",
                "--sockets",
                "4");
    }

    @Test
    void someAreAwayNowAndThen() throws Exception {
        assertClean(
                "away", "--handsets", "200", "--rate", "200", "--away-for", "1", "--settle", "60");
    }

    @Test
    void whatIsStoredIsDrained() throws Exception {
        assertClean("drain", "--recipients", "500", "--each", "3", "--register-rate", "500");
    }

    private static void assertClean(String scenario, String... more) throws Exception {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                scenario,
                                "--server",
                                "127.0.0.1:" + site.sipPort(),
                                "--domain",
                                LoadSite.DOMAIN,
                                "--seconds",
                                "3",
                                "--warmup",
                                "0"));
        args.addAll(List.of(more));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int status = Handsets.run(args, new PrintStream(printed, true, UTF_8));
        assertThat(status).as(() -> printed.toString(UTF_8)).isZero();
        assertThat(printed.toString(UTF_8))
                .containsPattern("ledgerAccepted +[1-9]")
                .containsPattern("duplicates +0\\b");
    }
}
