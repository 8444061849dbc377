package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.peer.Cpus;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// What the whole machine does, the load tool on it: nothing is pinned.
record BothCoresRow() implements Row.Procedure {
    private static final int SECONDS = 8;
    private static final int WINDOW = 512;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(CenterPlan.on(Cpus.ALL))) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolArguments messages =
                    Traffic.messages(center.sipPort(), Traffic.USERS, answerPort)
                            .with("window", WINDOW);
            stage.say("warm-up");
            stage.run(messages.lasting(0, stage.warmUpSeconds()), Cpus.ALL);
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                messages.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)),
                                Cpus.ALL);
                Traffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                stage.say(Said.rate("5GMC", result));
            });
        }
    }
}
