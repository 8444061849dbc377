package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Latency against the rate that is offered, up to where the server cannot keep up.
record RateCurve() implements Row.Procedure {
    private static final List<Integer> RATES =
            List.of(1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000);
    private static final int SECONDS = 6;
    private static final double MICROS = 1e6;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(stage.plan())) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolArguments messages = Traffic.messages(center.sipPort(), Traffic.USERS, answerPort);
            Curve.warmUp(stage, messages);
            stage.rounds(round -> measure(stage, center, messages, round));
        }
    }

    /// Beyond what it can do there is only a queue that grows, so the curve ends there.
    private static void measure(
            Stage stage, Center center, ToolArguments messages, Observation round) {
        for (int rate : RATES) {
            ToolResult result =
                    stage.run(
                            messages.with("rate", rate)
                                    .cpuOf(List.of(center.pid()))
                                    .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
            if (result.need("rate") < Traffic.PACE * rate) {
                round.finding(
                        "%d a second were offered, %.0f accepted: the curve ends before that"
                                .formatted(rate, result.need("rate")));
                return;
            }
            round.point(rate, "p50Us", result.need("p50Us"))
                    .point(rate, "p99Us", result.need("p99Us"))
                    .point(rate, "p999Us", result.need("p999Us"))
                    .point(rate, "cpuMicros", MICROS / result.need("perCpuSecond"));
            stage.say(Said.rate("5GMC", result));
        }
    }
}
