package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Handsets in conversation: each message is answered by a delivered and a displayed report, which
/// travel back as messages of their own. One of a conversation's messages is complete when both
/// reports are with its sender.
record TalkRow() implements Row.Procedure {
    static final int HANDSETS = 10_000;
    private static final int SECONDS = 12;

    @Override
    public void play(Stage stage) {
        try (Center center = stage.center(stage.plan())) {
            stage.say("warm-up");
            stage.run(talk(center).lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                talk(center)
                                        .cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                keep(round, result);
                Traffic.keepServer(round, center, before);
                stage.say(Said.rate("5GMC", result));
            });
        }
    }

    static ToolArguments talk(Center center) {
        return ToolArguments.handsets("talk")
                .server(center.sipPort())
                .with("handsets", HANDSETS)
                .with("window", Traffic.WINDOW)
                .with("expires", Traffic.EXPIRES);
    }

    /// What handsets tell more than the raw tool: the ledger of reports.
    static void keep(Observation observation, ToolResult result) {
        Traffic.keep(observation, "", result);
        if (result.has("completed") && result.count("cpuSeconds") > 0) {
            observation.figure(
                    "completePerCpuSecond", result.need("completed") / result.need("cpuSeconds"));
        }
        double unclean = Traffic.unclean(result);
        observation.figure("ledgerFaults", unclean);
        if (result.exitStatus() != 0) {
            observation.finding("the load tool says its run is not clean");
        }
    }
}
