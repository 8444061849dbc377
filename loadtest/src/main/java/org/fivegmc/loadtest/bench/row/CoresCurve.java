package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.process.Ports;

/// Messages to registered users against the processors the server may use. With all of them the
/// load tool runs beside it and takes its part.
record CoresCurve() implements Row.Procedure {
    private static final int MOST = 8;

    @Override
    public void play(Stage stage) {
        int all = Math.min(MOST, Runtime.getRuntime().availableProcessors());
        stage.rounds(round -> {
            for (int cores = 1; cores <= all; cores *= 2) {
                int answerPort = Ports.free();
                Cpus server = first(cores);
                Cpus load = cores < all ? last() : Cpus.ALL;
                try (Center center = stage.center(CenterPlan.on(server))) {
                    Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
                    ToolArguments messages =
                            Traffic.messages(center.sipPort(), Traffic.USERS, answerPort);
                    Curve.warmUp(stage, messages);
                    Curve.cost(stage, center, messages, load, cores, round);
                    Curve.latency(stage, center, messages, Curve.EASY_RATE, cores, round);
                }
            }
        });
    }

    private static Cpus first(int cores) {
        return new Cpus(
                IntStream.range(0, cores)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",")));
    }

    private static Cpus last() {
        return new Cpus(Integer.toString(Runtime.getRuntime().availableProcessors() - 1));
    }
}
