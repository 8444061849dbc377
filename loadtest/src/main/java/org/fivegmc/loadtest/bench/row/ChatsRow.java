package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.machine.Limits;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Many chats that are open together and seldom say something. A chat has two sessions at the
/// server, each with a dialog and a connection. Memory counts against what the server had when all
/// users were registered and nobody had called; it has been warmed up before.
record ChatsRow() implements Row.Procedure {
    private static final int CHATS = 10_000;
    private static final int LEAST_CHATS = 500;
    private static final int SECONDS = 30;

    /// Of a chat, at the server as at the load tool.
    private static final int CONNECTIONS = 2;

    /// Files a process has open besides.
    private static final int OTHER_FILES = 200;

    @Override
    public void play(Stage stage) {
        long wanted = stage.variant().count(CHATS, LEAST_CHATS);
        long chats = Math.min(wanted, (Limits.openFiles() - OTHER_FILES) / CONNECTIONS);
        stage.rounds(round -> {
            if (chats < wanted) {
                round.finding(
                        "%,d chats and not %,d: a process may open %,d files here"
                                .formatted(chats, wanted, Limits.openFiles()));
            }
            try (Center center = stage.center(stage.plan().withSessions(Ports.free()))) {
                stage.say("warm-up");
                stage.run(
                        ChatTraffic.chats("setups", center)
                                .with("chats", 1_000)
                                .lasting(0, stage.warmUpSeconds()));
                double before = center.uptimeSeconds();
                ToolArguments talk =
                        ChatTraffic.chats("talk", center)
                                .with("chats", chats)
                                .cpuOf(List.of(center.pid()))
                                .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS))
                                .patient(Duration.ofMinutes(5));
                ToolResult result = stage.run(talk);
                ChatTraffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                double grown = result.need("residentBytes") - result.need("residentBytesBefore");
                round.figure("bytesPerChat", grown / chats);
                stage.say(
                        "5GMC: %,.0f octets a chat, %,.0f messages a second, p99 %.1f ms"
                                .formatted(
                                        grown / chats,
                                        result.count("deliveredRate"),
                                        result.count("deliveryP99Us") / 1e3));
            }
        });
    }
}
