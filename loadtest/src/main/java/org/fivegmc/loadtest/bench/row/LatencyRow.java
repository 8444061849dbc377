package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Messages between registered users at a fixed rate, whatever the server does: latencies count
/// from when a message was due. The server may use all processors, as where it is at home; the load
/// tool keeps to its own.
record LatencyRow(int rate) implements Row.Procedure {
    private static final int SECONDS = 10;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(CenterPlan.on(Cpus.ALL))) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolArguments messages =
                    Traffic.messages(center.sipPort(), Traffic.USERS, answerPort)
                            .with("rate", rate);
            stage.say("warm-up");
            stage.run(messages.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                messages.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                Traffic.keep(round, "", result);
                Traffic.keepPace(round, rate, result);
                Traffic.keepServer(round, center, before);
                stage.say(Said.rate("5GMC", result));
            });
        }
    }
}
