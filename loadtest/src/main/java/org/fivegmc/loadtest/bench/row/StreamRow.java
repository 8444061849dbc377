package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Large messages through chats, in turns with a relay that passes their octets on and does nothing
/// else: no MSRP is read, nothing is kept, nothing waits for a disk.
record StreamRow() implements Row.Procedure {
    static final String PEER = "relay.";
    private static final int SECONDS = 10;
    private static final int CHATS = 4;
    private static final int OCTETS = 10 << 20;
    private static final int START_SECONDS = 30;

    @Override
    public void play(Stage stage) {
        try (Center center = stage.center(stage.plan().withSessions(Ports.free()))) {
            ToolArguments stream = messages(ChatTraffic.chats("stream", center));
            stage.say("warm-up");
            stage.run(stream.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                stream.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                ChatTraffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                say(stage, "5GMC", result);
                center.pause();
                relay(stage, round);
                center.proceed();
            });
        }
    }

    private static ToolArguments messages(ToolArguments arguments) {
        return arguments.with("chats", CHATS).with("message", OCTETS);
    }

    private static void relay(Stage stage, Observation round) {
        int near = Ports.free();
        int far = Ports.free();
        CountDownLatch relaying = new CountDownLatch(1);
        try (LoadTool relay =
                stage.start(
                        ToolArguments.relay(near, far),
                        stage.serverCpus(),
                        line -> {
                            if (line.strip().equals("relaying")) {
                                relaying.countDown();
                            }
                        })) {
            if (!relaying.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the relay does not start");
            }
            ToolArguments stream =
                    messages(ToolArguments.sessions("stream"))
                            .with("relay", "127.0.0.1:" + near)
                            .with("listen", far);
            stage.run(stream.lasting(0, stage.seconds(SECONDS)));
            ToolResult result =
                    stage.run(
                            stream.cpuOf(List.of(relay.pid()))
                                    .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
            ChatTraffic.keep(round, PEER, result);
            say(stage, "relay", result);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void say(Stage stage, String who, ToolResult result) {
        stage.say(
                "%s: %,.0f MB a second, %,.0f MB per CPU-second"
                        .formatted(
                                who,
                                result.count("megabytesPerSecond"),
                                result.count("megabytesPerCpuSecond")));
    }
}
