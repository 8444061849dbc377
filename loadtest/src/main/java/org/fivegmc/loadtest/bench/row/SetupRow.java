package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Chats that live for one message: a user calls and writes, the server keeps the message and calls
/// the other user, who gets it; both leave. Each has two INVITEs, two BYEs and two connections.
record SetupRow() implements Row.Procedure {
    private static final int SECONDS = 10;
    private static final int CHATS = 2_000;

    /// A chat runs through more code than a message, and is rarer: it takes longer to be compiled.
    /// So does what happens when a load tool comes and goes, hence one after another.
    private static final int WARM_UPS = 3;

    @Override
    public void play(Stage stage) {
        try (Center center = stage.center(stage.plan().withSessions(Ports.free()))) {
            ToolArguments setups =
                    ChatTraffic.chats("setups", center)
                            .with("chats", CHATS)
                            .with("window", Traffic.WINDOW);
            stage.say("warm-up");
            for (int i = 0; i < WARM_UPS; i++) {
                stage.run(setups.lasting(0, stage.warmUpSeconds()));
            }
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                setups.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                ChatTraffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                stage.say(
                        "5GMC: %,.0f chats a second, %,.0f per CPU-second, p99 %.1f ms"
                                .formatted(
                                        result.count("setUpRate"),
                                        result.count("setUpPerCpuSecond"),
                                        result.count("deliveryP99Us") / 1e3));
            });
        }
    }
}
