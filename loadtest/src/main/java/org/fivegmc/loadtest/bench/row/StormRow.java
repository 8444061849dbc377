package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.peer.Pause;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// The server is killed with ten million users registered and started again, and all of them
/// register at once, as after a failure of the network before it; meanwhile others go on sending.
/// The server may use all processors, the load tools keep to theirs.
record StormRow() implements Row.Procedure {
    /// A little more than the mark, so that a server that keeps up shows it.
    private static final int OFFERED = 21_000;

    private static final int MESSAGES_PER_SECOND = 1_000;

    /// The storm is under way when messages are measured.
    private static final int LEAD_SECONDS = 2;

    private static final int MOST_SECONDS = 60;
    private static final int MARGIN_SECONDS = 4;

    /// What a tool takes to begin.
    private static final int START_SECONDS = 1;

    @Override
    public void play(Stage stage) {
        long users = stage.variant().count(SubscribersRow.SUBSCRIBERS, SubscribersRow.LEAST * 10);
        int answerPort = Ports.free();
        int messagePort = Ports.free();
        stage.rounds(round -> {
            try (Center center = stage.center(CenterPlan.on(Cpus.ALL))) {
                // those who are sent to keep out of the storm, with a port of their own
                Traffic.register(stage, center, users, Traffic.USERS, messagePort);
                SubscribersRow.fill(stage, center, users, answerPort);
                center.crash();
                stage.say("killed and ready again after %.1f s".formatted(center.readySeconds()));
                round.figure("readySeconds", center.readySeconds());
                storm(stage, center, users, answerPort, messagePort, round);
            }
        });
    }

    private static void storm(
            Stage stage,
            Center center,
            long users,
            int answerPort,
            int messagePort,
            Observation round) {
        long stormSeconds = users / OFFERED;
        int measured = Math.clamp(stormSeconds - MARGIN_SECONDS - LEAD_SECONDS, 3, MOST_SECONDS);
        double before = center.uptimeSeconds();
        ToolArguments registrations =
                Traffic.registrations(center, 0, users, answerPort)
                        .with("window", 100_000)
                        .with("rate", OFFERED)
                        .cpuOf(List.of(center.pid()))
                        .patient(Duration.ofSeconds(stormSeconds));
        ToolArguments talk =
                Traffic.messages(center.sipPort(), Traffic.USERS, messagePort)
                        .with("first-user", users)
                        .with("rate", MESSAGES_PER_SECOND)
                        .lasting(0, measured);
        try (LoadTool storm = stage.start(registrations)) {
            Pause.seconds(LEAD_SECONDS);
            ToolResult messages;
            boolean covered;
            try (LoadTool talking = stage.start(talk)) {
                Pause.seconds(measured + START_SECONDS);
                covered = storm.running();
                messages = talking.await();
            }
            ToolResult registered = storm.await();
            Traffic.keep(round, "messages.", messages);
            Traffic.keep(round, "", registered);
            Traffic.keepServer(round, center, before);
            round.figure("users", (double) users);
            if (!covered) {
                round.finding("the storm was over before the messages were measured");
            }
            stage.say(
                    "storm: %,.0f a second; messages meanwhile: p99 %.1f ms"
                            .formatted(registered.need("rate"), messages.need("p99Us") / 1e3));
        }
    }
}
