package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Users who look for chatbots among 50,000, at a fixed rate.
record DirectoryRow() implements Row.Procedure {
    private static final int CHATBOTS = 50_000;
    private static final int RATE = 100;
    private static final int SECONDS = 20;

    @Override
    public void play(Stage stage) {
        int port = Ports.free();
        try (Center center = stage.center(stage.plan().withFiles(port))) {
            stage.say("provisioning %,d chatbots".formatted(CHATBOTS));
            ToolArguments questions =
                    ToolArguments.directory(center.provisionDirectory(CHATBOTS))
                            .server(port)
                            .with("chatbots", CHATBOTS)
                            .with("rate", RATE);
            stage.say("warm-up");
            stage.run(questions.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                questions
                                        .cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                Traffic.keep(round, "", result);
                Traffic.keepPace(round, RATE, result);
                Traffic.keepServer(round, center, before);
                round.figure("faults", result.count("wrong") + result.count("connectionsLost"));
                stage.say(
                        "5GMC: %,.0f a second, p99 %.1f ms"
                                .formatted(result.count("rate"), result.count("p99Us") / 1e3));
            });
        }
    }
}
