package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Messages of a chatbot to users who are away, each durable when it is answered. Without a rate in
/// turns with a server on the same HTTP codec that reads the JSON and keeps nothing.
///
/// @param rate messages a second; empty for as fast as they are answered
record SubmitRow(OptionalInt rate) implements Row.Procedure {
    static final String PEER = "bare.";
    private static final int SECONDS = 10;
    private static final int START_SECONDS = 30;

    @Override
    public void play(Stage stage) {
        int port = Ports.free();
        try (Center center = stage.center(stage.plan().withChatbots(port))) {
            A2pTraffic.provision(center, Ports.free());
            Traffic.makeKnownAndAway(stage, center, 0, Traffic.USERS);
            ToolArguments messages = paced(A2pTraffic.messages("submit", port));
            stage.say("warm-up");
            stage.run(messages.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                messages.cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                A2pTraffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                double ended = center.metric("mc_messages_terminal_total");
                if (ended > 0) {
                    // for want of a capable device, say: then more than submitting was measured
                    throw new IllegalStateException("%.0f messages do not wait".formatted(ended));
                }
                say(stage, "5GMC", result);
                rate.ifPresent(offered -> Traffic.keepPace(round, offered, result));
                if (rate.isEmpty()) {
                    center.pause();
                    bare(stage, round);
                    center.proceed();
                }
            });
        }
    }

    private ToolArguments paced(ToolArguments messages) {
        return rate.isPresent() ? messages.with("rate", rate.getAsInt()) : messages;
    }

    private static void bare(Stage stage, Observation round) {
        int port = Ports.free();
        CountDownLatch listening = new CountDownLatch(1);
        try (LoadTool bare =
                stage.start(
                        ToolArguments.a2p("bare").with("listen", port),
                        stage.serverCpus(),
                        line -> {
                            if (line.startsWith("listening")) {
                                listening.countDown();
                            }
                        })) {
            if (!listening.await(START_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the bare server does not start");
            }
            ToolArguments messages = A2pTraffic.messages("submit", port);
            stage.run(messages.lasting(0, stage.seconds(SECONDS)));
            ToolResult result =
                    stage.run(
                            messages.cpuOf(List.of(bare.pid()))
                                    .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
            A2pTraffic.keep(round, PEER, result);
            say(stage, "bare server", result);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void say(Stage stage, String who, ToolResult result) {
        stage.say(
                "%s: %,.0f per CPU-second, %,.0f/s, p99 %.1f ms"
                        .formatted(
                                who,
                                result.count("perCpuSecond"),
                                result.count("rate"),
                                result.count("p99Us") / 1e3));
    }
}
