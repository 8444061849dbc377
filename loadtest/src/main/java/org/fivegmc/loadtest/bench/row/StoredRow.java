package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Pause;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Ten million messages of 1 KiB waiting in two million mailboxes: whether more are taken and the
/// old ones given out as fast as in a server with few, how soon it is back after a stop, and what
/// they need on the disk.
record StoredRow() implements Row.Procedure {
    static final int BODY = 1024;
    private static final long MESSAGES = 10_000_000;
    private static final long LEAST_MESSAGES = 100_000;
    private static final int EACH = 5;
    private static final int SECONDS = 10;

    /// Mailboxes that are emptied to see how fast that goes.
    private static final int EMPTIED = 20_000;

    /// A slow server stores so many messages a second.
    private static final long SLOWEST_PER_SECOND = 1_000;

    private static final int POLL_MILLIS = 100;
    private static final int QUIET_SECONDS = 4;

    /// So few new ones may be the owners' own words.
    private static final int FEW = 5;

    @Override
    public void play(Stage stage) {
        long messages = stage.variant().count(MESSAGES, LEAST_MESSAGES);
        stage.rounds(round -> {
            few(stage, round);
            many(stage, messages, round);
        });
    }

    private static void few(Stage stage, Observation round) {
        try (Center center = stage.center(stage.plan())) {
            Traffic.makeKnownAndAway(stage, center, 0, EMPTIED);
            store(stage, center, EMPTIED, (long) EMPTIED * EACH);
            ToolResult accepted = acceptMore(stage, center, EMPTIED);
            round.figure("empty.acceptRate", accepted.need("rate"))
                    .figure("empty.acceptPerCpuSecond", accepted.need("perCpuSecond"))
                    .figure("empty.p99Us", accepted.need("p99Us"));
        }
        try (Center center = stage.center(stage.plan())) {
            Traffic.makeKnownAndAway(stage, center, 0, EMPTIED);
            store(stage, center, EMPTIED, (long) EMPTIED * EACH);
            round.figure("empty.drainRate", drain(stage, center));
        }
    }

    private static void many(Stage stage, long messages, Observation round) {
        long mailboxes = messages / EACH;
        try (Center center = stage.center(stage.plan())) {
            stage.say("making %,d mailboxes".formatted(mailboxes));
            Traffic.makeKnownAndAway(stage, center, 0, mailboxes);
            stage.say("storing %,d messages".formatted(messages));
            ToolResult filled = store(stage, center, mailboxes, messages);
            round.figure("stored", filled.need("accepted")).figure("fillRate", filled.need("rate"));
            Traffic.keepServer(round, center, 0);
            center.restart();
            stage.say("ready again after %.1f s".formatted(center.readySeconds()));
            round.figure("readySeconds", center.readySeconds());
            Compaction.awaitEnd(stage, center);
            double payload = filled.need("accepted") * BODY;
            double asSent = filled.need("accepted") * filled.need("requestBytes");
            round.figure("dataBytes", (double) center.dataBytes())
                    .figure("diskByPayload", center.dataBytes() / payload)
                    .figure("diskByRequest", center.dataBytes() / asSent);
            ToolResult accepted = acceptMore(stage, center, mailboxes);
            round.figure("acceptRate", accepted.need("rate"))
                    .figure("acceptPerCpuSecond", accepted.need("perCpuSecond"))
                    .figure("p99Us", accepted.need("p99Us"));
            round.figure("drainRate", drain(stage, center));
            share(round, "acceptRate");
            share(round, "drainRate");
        }
    }

    private static void share(Observation round, String figure) {
        round.figure(
                figure + "Share",
                round.figures().getOrDefault(figure, 0.0)
                        / round.figures().getOrDefault("empty." + figure, 1.0));
    }

    static ToolResult store(Stage stage, Center center, long mailboxes, long messages) {
        ToolResult result =
                stage.run(
                        Traffic.messagesToStore(center.sipPort(), mailboxes)
                                .with("order", "sequential")
                                .with("messages", messages)
                                .with("body", BODY)
                                .with("window", Traffic.WINDOW)
                                .with("seconds", 4 * 3600)
                                .patient(Duration.ofSeconds(messages / SLOWEST_PER_SECOND)));
        Traffic.expectAll(messages, result);
        return result;
    }

    private static ToolResult acceptMore(Stage stage, Center center, long mailboxes) {
        ToolArguments more =
                Traffic.messagesToStore(center.sipPort(), mailboxes)
                        .with("body", BODY)
                        .with("window", Traffic.WINDOW);
        stage.say("warm-up");
        stage.run(more.lasting(0, stage.warmUpSeconds()));
        return stage.run(
                more.cpuOf(List.of(center.pid()))
                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
    }

    /// The owners of the first mailboxes come back as fast as they are taken; what they find is
    /// counted by the server. Messages a second from the first to the last.
    private static double drain(Stage stage, Center center) {
        double before = delivered(center);
        ToolArguments owners =
                ToolArguments.handsets("talk")
                        .server(center.sipPort())
                        .with("handsets", EMPTIED)
                        .with("rate", 0.1) // they hardly say anything themselves
                        .with("settle", 1)
                        .with("expires", Traffic.EXPIRES)
                        .lasting(0, 600);
        try (LoadTool tool = stage.start(owners)) {
            long firstAt = 0;
            long lastAt = 0;
            double last = before;
            while (tool.running()) {
                double now = delivered(center);
                long at = System.nanoTime();
                if (now - last >= FEW) {
                    firstAt = firstAt == 0 ? at : firstAt;
                    lastAt = at;
                    last = now;
                } else if (lastAt > 0
                        && at - lastAt > Duration.ofSeconds(QUIET_SECONDS).toNanos()) {
                    break;
                }
                Pause.millis(POLL_MILLIS);
            }
            double seconds = Math.max(1e-3, (lastAt - firstAt) / 1e9);
            stage.say("%,.0f old messages given out in %.1f s".formatted(last - before, seconds));
            return (last - before) / seconds;
        }
    }

    private static double delivered(Center center) {
        return center.metric(
                "mc_messages_terminal_total", "state=\"delivered\"", "channel=\"rcs\"");
    }
}
