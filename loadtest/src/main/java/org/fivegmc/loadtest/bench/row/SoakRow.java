package org.fivegmc.loadtest.bench.row;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Handsets talk for half an hour at half of what the server can do: memory and latency must not
/// grow, nothing may stand still for long, and the ledger must be clean all the time. It is one
/// server and six stretches, so that the first and the last can be compared.
record SoakRow() implements Row.Procedure {
    private static final int STRETCHES = 6;
    private static final int STRETCH_SECONDS = 300;
    private static final int LEAST_STRETCH_SECONDS = 10;
    private static final int CAPACITY_SECONDS = 15;
    private static final double LOAD = 0.5;

    @Override
    public void play(Stage stage) {
        int stretch =
                (int) stage.variant().count(stage.seconds(STRETCH_SECONDS), LEAST_STRETCH_SECONDS);
        stage.rounds(round -> {
            try (Center center = stage.center(stage.plan())) {
                stage.say("how much it can do");
                stage.run(TalkRow.talk(center).lasting(0, stage.seconds(CAPACITY_SECONDS)));
                ToolResult most =
                        stage.run(
                                TalkRow.talk(center)
                                        .lasting(
                                                Traffic.WARMUP_SECONDS,
                                                stage.seconds(CAPACITY_SECONDS)));
                soak(stage, center, LOAD * most.need("rate"), stretch, round);
                round.figure("capacity", most.need("rate"));
            }
        });
    }

    private static void soak(
            Stage stage, Center center, double rate, int seconds, Observation round) {
        double before = center.uptimeSeconds();
        List<Double> resident = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        double faults = 0;
        double messages = 0;
        for (int stretch = 1; stretch <= STRETCHES; stretch++) {
            ToolResult result =
                    stage.run(
                            ToolArguments.handsets("soak")
                                    .server(center.sipPort())
                                    .with("handsets", TalkRow.HANDSETS)
                                    .with("rate", Math.round(rate))
                                    .with("expires", Traffic.EXPIRES)
                                    .cpuOf(List.of(center.pid()))
                                    .lasting(Traffic.WARMUP_SECONDS, seconds));
            Traffic.keepPace(round, rate, result);
            double at = stretch * seconds / 60.0;
            resident.add((double) center.residentBytes());
            p99.add(result.need("p99Us"));
            faults += Traffic.unclean(result);
            messages += result.need("accepted");
            round.point(at, "p50Us", result.need("p50Us"))
                    .point(at, "p99Us", result.need("p99Us"))
                    .point(at, "residentBytes", resident.getLast());
            stage.say(
                    "%.0f min: p99 %.2f ms, %.0f MiB, %.0f faults in the ledger"
                            .formatted(
                                    at,
                                    p99.getLast() / 1e3,
                                    resident.getLast() / (1 << 20),
                                    faults));
        }
        Traffic.keepServer(round, center, before);
        round.figure("rate", rate)
                .figure("accepted", messages)
                .figure("ledgerFaults", faults)
                .figure("residentGrowth", resident.getLast() / resident.getFirst())
                .figure("latencyGrowth", p99.getLast() / p99.getFirst());
    }
}
