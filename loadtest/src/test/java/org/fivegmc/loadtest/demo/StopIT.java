package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.Disposition;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.ReceivedText;
import org.fivegmc.loadtest.observe.Timeline;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.ServerCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What service managers rely on: SIGTERM ends the packaged server with status 0, and nothing is
/// lost by it. Its SMSC is away all the time.
@Timeout(180)
class StopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir private Path directory;

    private ChildProcess start(DemoPlan plan) {
        ChildProcess server =
                ChildProcess.start(
                        "5gmc",
                        ServerCommand.of(Checkout.locate()).withConfig(plan.config()),
                        directory,
                        _ -> {});
        boolean ready =
                Ports.awaitTcp(plan.httpPort(), server, PATIENCE)
                        && Ports.awaitTcp(plan.sipPort(), server, PATIENCE);
        assertThat(ready).as(() -> String.join("\n", server.tail())).isTrue();
        return server;
    }

    /// SIGTERM, and nothing after it; what the server says meanwhile is read to its end.
    private static void stops(ChildProcess server) {
        assertThat(ProcessHandle.of(server.pid()).orElseThrow().destroy()).isTrue();
        assertThat(server.awaitEnd(PATIENCE)).as("it ends by itself").isTrue();
        assertThat(server.exitStatus()).as(() -> String.join("\n", server.tail())).isZero();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(server.tail())
                                .anyMatch(line -> line.contains("stopping"))
                                .anyMatch(line -> line.contains("stopped")));
        assertThat(server.tail()).noneMatch(line -> line.contains("ERROR"));
    }

    @Test
    void aStopIsASuccessAndKeepsWhatWaits() {
        DemoPlan plan =
                new DemoPlan(
                        directory, Ports.free(), 0, Ports.free(), Ports.free(), 0, Ports.free());
        plan.write();
        Timeline timeline = new Timeline(InstantSource.system(), _ -> {});
        try (Handset a =
                        Handset.start(
                                plan.profile("A", DemoPlan.A, Profile.Transport.TCP), timeline);
                Handset b =
                        Handset.start(
                                plan.profile("B", DemoPlan.B, Profile.Transport.UDP), timeline)) {
            try (ChildProcess server = start(plan);
                    AdminClient admin = new AdminClient(plan.httpPort())) {
                admin.putSubscriber(DemoPlan.A, DemoPlan.PASSWORD, true);
                admin.putSubscriber(DemoPlan.B, DemoPlan.PASSWORD, true);
                assertThat(a.register(HOUR).succeeded()).isTrue();
                assertThat(
                                a.sendText(DemoPlan.B, "waits", EnumSet.noneOf(Disposition.class))
                                        .status())
                        .isEqualTo(202);
                // with a connection that is open, a message that waits and a gateway without link
                stops(server);
            }
            try (ChildProcess again = start(plan)) {
                assertThat(b.register(HOUR).succeeded()).isTrue();
                assertThat(b.texts().await(1, _ -> true, PATIENCE))
                        .extracting(ReceivedText::text)
                        .containsExactly("waits");
                stops(again);
            }
        }
    }
}
