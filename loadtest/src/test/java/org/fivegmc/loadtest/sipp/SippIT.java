package org.fivegmc.loadtest.sipp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SIPp, a foreign SIP implementation, plays its scenarios against the packaged server.
@Timeout(180)
class SippIT {
    private static final Duration START_TIME = Duration.ofMinutes(1);
    private static final int NUMBERS = 5;
    private static final String PASSWORD = "sipp-password";

    private static LoadSite site;
    private static ChildProcess server;

    @BeforeAll
    static void start() {
        boolean installed =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "sipp")));
        assumeTrue(installed, "no sipp on the path (Debian package sip-tester)");
        site = LoadSite.create(LoadSite.Trust.LOOPBACK);
        server = started(site);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            site.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "register",
                "re-register",
                "options",
                "pager-online",
                "pager-offline-then-register",
                "plain-text",
                "malformed"
            })
    void passesThroughATrustedPeer(String scenario) throws Exception {
        passes(site, scenario);
    }

    @Test
    void plainTextPassesWithDigest() throws Exception {
        try (LoadSite strict = LoadSite.create(LoadSite.Trust.NOBODY);
                ChildProcess _ = started(strict);
                AdminClient admin = new AdminClient(strict.httpPort())) {
            for (int n = 0; n < NUMBERS; n++) {
                for (String number : List.of("+86136%08d", "+86137%08d")) {
                    assertThat(admin.putSubscriber(number.formatted(n), PASSWORD, true))
                            .isEqualTo(201);
                }
            }
            passes(
                    strict,
                    "plain-text",
                    "--password",
                    PASSWORD,
                    "--count",
                    Integer.toString(NUMBERS));
        }
    }

    private static ChildProcess started(LoadSite site) {
        ChildProcess server =
                ChildProcess.start("server", site.command(), site.directory(), _ -> {});
        assertThat(
                        Ports.awaitTcp(site.sipPort(), server, START_TIME)
                                && Ports.awaitTcp(site.httpPort(), server, START_TIME))
                .as(() -> String.join("\n", server.tail()))
                .isTrue();
        return server;
    }

    private static void passes(LoadSite site, String scenario, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Checkout.locate().root().resolve("loadtest/sipp/run").toString());
        command.addAll(List.of(scenario, "--short", "--server", "127.0.0.1:" + site.sipPort()));
        command.addAll(List.of(options));
        Process sipp = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(sipp.getInputStream().readAllBytes(), UTF_8);
        assertThat(sipp.waitFor()).as(output).isZero();
        assertThat(output).contains("pass  " + scenario);
    }
}
