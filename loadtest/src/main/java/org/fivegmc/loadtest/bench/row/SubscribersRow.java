package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Ten million registered users, every tenth with two devices: what they cost in memory, how soon
/// the server is back with them, and whether messages and look-ups are as fast as in an empty
/// server.
record SubscribersRow() implements Row.Procedure {
    static final long SUBSCRIBERS = 10_000_000;
    static final long LEAST = 20_000;
    private static final double SECOND_DEVICES = 0.1;
    private static final int SECONDS = 15;
    private static final int LOOKUPS_PER_SECOND = 2_000;

    @Override
    public void play(Stage stage) {
        long users = stage.variant().count(SUBSCRIBERS, LEAST);
        int answerPort = Ports.free();
        stage.rounds(round -> {
            empty(stage, answerPort, round);
            full(stage, users, answerPort, round);
        });
    }

    private static void empty(Stage stage, int answerPort, Observation round) {
        try (Center center = stage.center(CenterPlan.on(Cpus.ALL))) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolResult result = pager(stage, center, Traffic.USERS, answerPort);
            Traffic.keep(round, "empty.", result);
            round.figure("empty.residentBytes", (double) center.residentBytes());
            lookUp(stage, center, Traffic.USERS, round, "empty.lookup");
        }
    }

    private static void full(Stage stage, long users, int answerPort, Observation round) {
        try (Center center = stage.center(CenterPlan.on(Cpus.ALL))) {
            round.figure("subscribers", (double) users)
                    .figure("registerRate", fill(stage, center, users, answerPort));
            long most = center.residentBytes();
            center.restart();
            round.figure("readySeconds", center.readySeconds())
                    .figure("dataBytes", (double) center.dataBytes());
            stage.say("ready again after %.1f s".formatted(center.readySeconds()));
            Compaction.awaitEnd(stage, center);
            // nobody has registered again: what is delivered now goes to what was stored
            ToolResult result = pager(stage, center, users, answerPort);
            Traffic.keep(round, "", result);
            round.figure(
                    "rateShare",
                    result.need("rate") / round.figures().getOrDefault("empty.rate", 1.0));
            most = Math.max(most, center.residentBytes());
            lookUp(stage, center, users, round, "lookup");
            Traffic.keepServer(round, center, 0);
            round.figure("residentBytes", (double) Math.max(most, center.residentBytes()));
            stage.say(Said.rate("5GMC", result));
        }
    }

    /// Registers everybody; how many a second.
    static double fill(Stage stage, Center center, long users, int answerPort) {
        stage.say("registering %,d users".formatted(users));
        ToolResult result =
                stage.run(
                        Traffic.registrations(center, 0, users, answerPort)
                                .with("devices-second-share", SECOND_DEVICES)
                                .patient(Duration.ofMinutes(1)));
        Traffic.expectAll(users, result);
        return result.need("rate");
    }

    /// What the messages have left to be rewritten is not what a look-up costs.
    private static void lookUp(
            Stage stage, Center center, long users, Observation round, String figure) {
        Compaction.awaitEnd(stage, center);
        stage.say("look-ups");
        ToolArguments options =
                ToolArguments.raw("options")
                        .server(center.sipPort())
                        .with("users", users)
                        .with("rate", LOOKUPS_PER_SECOND);
        stage.run(options.lasting(0, stage.warmUpSeconds()));
        ToolResult result =
                stage.run(options.lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
        round.figure(figure + "P50Us", result.need("p50Us"))
                .figure(figure + "P99Us", result.need("p99Us"));
    }

    private static ToolResult pager(Stage stage, Center center, long users, int answerPort) {
        ToolArguments messages =
                Traffic.messages(center.sipPort(), users, answerPort)
                        .with("window", Traffic.WINDOW);
        stage.say("warm-up");
        stage.run(messages.lasting(0, stage.warmUpSeconds()));
        return stage.run(
                messages.cpuOf(List.of(center.pid()))
                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
    }
}
