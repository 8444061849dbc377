package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Three times as much is offered as the server can do. It should go on doing nearly what it can,
/// tell the others so (503 with Retry-After), and be itself again as soon as it is over.
record OverloadRow() implements Row.Procedure {
    private static final int SECONDS = 10;
    private static final double FACTOR = 3;

    /// What the tool prints first, when it has run for a second.
    private static final String FIRST_LINE = "1 s ";

    private static final int WARM_UP_FLOOD_SECONDS = 12;
    private static final double SECOND = 1e9;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(stage.plan())) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolArguments messages = Traffic.messages(center.sipPort(), Traffic.USERS, answerPort);
            ToolArguments closed = messages.with("window", Traffic.WINDOW);
            stage.say("warm-up");
            ToolResult warm = stage.run(closed.lasting(0, stage.warmUpSeconds()));
            stage.say("warm-up of the refusals");
            // what it takes to refuse is compiled when the first flood comes
            stage.run(
                    messages.with("rate", Math.round(FACTOR * warm.need("rate")))
                            .lasting(0, stage.seconds(WARM_UP_FLOOD_SECONDS)));
            stage.rounds(round -> {
                ToolResult capacity =
                        stage.run(closed.lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                stage.say(Said.rate("capacity", capacity));
                overload(stage, center, messages, capacity.need("rate"), round);
            });
        }
    }

    private static void overload(
            Stage stage,
            Center center,
            ToolArguments messages,
            double capacity,
            Observation round) {
        double before = center.uptimeSeconds();
        int seconds = stage.seconds(SECONDS);
        AtomicLong secondsLineAt = new AtomicLong();
        ToolArguments flood =
                messages.with("rate", Math.round(FACTOR * capacity))
                        .cpuOf(List.of(center.pid()))
                        .lasting(0, seconds);
        try (Prober prober = Prober.start(center.sipPort());
                LoadTool tool =
                        stage.start(
                                flood,
                                stage.loadCpus(),
                                line -> {
                                    if (line.strip().startsWith(FIRST_LINE)) {
                                        secondsLineAt.compareAndSet(0, System.nanoTime());
                                    }
                                })) {
            ToolResult result = tool.await();
            prober.awaitGood();
            long offeredUntil =
                    secondsLineAt.get() == 0
                            ? System.nanoTime()
                            : secondsLineAt.get() + (long) ((seconds - 1) * SECOND);
            double recovery = Math.max(0, (prober.lastBadAt() - offeredUntil) / SECOND);
            keep(round, result, capacity, recovery);
            Traffic.keepServer(round, center, before);
            stage.say(
                    "goodput %.0f %% of capacity, recovered after %.2f s"
                            .formatted(100 * result.need("rate") / capacity, recovery));
        }
    }

    private static void keep(
            Observation round, ToolResult result, double capacity, double recovery) {
        double refused = result.count("refused");
        double silent = result.count("unanswered") + result.count("failed");
        round.figure("capacity", capacity)
                .figure("offeredRate", result.need("offered") / result.need("seconds"))
                .figure("rate", result.need("rate"))
                .figure("goodput", result.need("rate") / capacity)
                .figure("refused", refused)
                .figure("refusedWithoutRetryAfter", refused - result.count("refusedWithRetryAfter"))
                .figure("neitherTakenNorRefused", silent)
                .figure("recoverySeconds", recovery)
                .figure("missing", result.count("missing"))
                .figure("duplicates", result.count("duplicates"))
                .figure("retransmitted", result.count("retransmitted"))
                .figure("p99Us", result.count("p99Us"));
        if (result.count("unsent") > 0) {
            round.finding(
                    "the load tool could not send %.0f of what it should have offered"
                            .formatted(result.count("unsent")));
        }
    }
}
