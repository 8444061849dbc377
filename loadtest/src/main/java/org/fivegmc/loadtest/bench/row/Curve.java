package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// The points of curves: what a message costs when the server is full, and how long it takes at a
/// rate that it has no trouble with.
final class Curve {
    private static final int SECONDS = 6;

    /// At which latencies are measured.
    static final int EASY_RATE = 5_000;

    private static final double MICROS = 1e6;

    private Curve() {}

    /// Both, once for each observation.
    ///
    /// @param messages without window or rate
    static void point(
            Stage stage,
            Center center,
            ToolArguments messages,
            double at,
            List<Observation> observations) {
        for (Observation observation : observations) {
            cost(stage, center, messages, stage.loadCpus(), at, observation);
            latency(stage, center, messages, EASY_RATE, at, observation);
        }
    }

    static void cost(
            Stage stage,
            Center center,
            ToolArguments messages,
            Cpus cpus,
            double at,
            Observation observation) {
        ToolResult full =
                stage.run(measured(stage, center, messages.with("window", Traffic.WINDOW)), cpus);
        observation
                .point(at, "rate", full.need("rate"))
                .point(at, "perCpuSecond", full.need("perCpuSecond"))
                .point(at, "cpuMicros", MICROS / full.need("perCpuSecond"));
        doubts(observation, at, full);
        stage.say("at %,.0f: ".formatted(at) + Said.rate("5GMC", full));
    }

    static void latency(
            Stage stage,
            Center center,
            ToolArguments messages,
            int rate,
            double at,
            Observation observation) {
        ToolResult easy = stage.run(measured(stage, center, messages.with("rate", rate)));
        observation
                .point(at, "p50Us", easy.need("p50Us"))
                .point(at, "p99Us", easy.need("p99Us"))
                .point(at, "p999Us", easy.need("p999Us"));
        doubts(observation, at, easy);
        if (easy.need("rate") < Traffic.PACE * rate) {
            observation.finding(
                    "at %,.0f: %d a second were offered, %.0f accepted"
                            .formatted(at, rate, easy.need("rate")));
        }
    }

    /// The JVM compiles what is hot.
    static void warmUp(Stage stage, ToolArguments messages) {
        stage.say("warm-up");
        stage.run(messages.with("window", Traffic.WINDOW).lasting(0, stage.warmUpSeconds()));
    }

    private static ToolArguments measured(Stage stage, Center center, ToolArguments messages) {
        return messages.cpuOf(List.of(center.pid()))
                .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS));
    }

    private static void doubts(Observation observation, double at, ToolResult result) {
        double faults =
                Traffic.unclean(result) + result.count("unanswered") + result.count("failed");
        if (faults > 0) {
            observation.finding(
                    "at %,.0f: %.0f missing, unanswered or failed".formatted(at, faults));
        }
    }
}
