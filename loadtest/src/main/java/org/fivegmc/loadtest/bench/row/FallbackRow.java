package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.machine.CpuMeter;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Pause;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.LoadTool;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Nine of ten messages go to numbers without RCS: they leave over SMPP and are over when their
/// receipt has come. CPU time counts until the last receipt, not only until the last 202.
record FallbackRow() implements Row.Procedure {
    private static final int SECONDS = 10;
    private static final int WITH_RCS = Traffic.USERS / 10;

    /// A text of one SMS: the CPIM headers take the rest.
    private static final int BODY = 300;

    private static final int WINDOW = 512;
    private static final int RECEIPT_DELAY_MILLIS = 50;
    private static final int POLL_MILLIS = 200;

    /// Receipts that do not come for so long do not come any more.
    private static final int PATIENCE_SECONDS = 15;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        int smscPort = Ports.free();
        try (LoadTool smsc =
                        stage.start(
                                ToolArguments.smsc()
                                        .with("port", smscPort)
                                        .with("receipt-delay", RECEIPT_DELAY_MILLIS));
                Center center = stage.center(stage.plan().withSmsc(smscPort))) {
            Traffic.register(stage, center, 0, WITH_RCS, answerPort);
            ToolArguments messages =
                    Traffic.messages(center.sipPort(), Traffic.USERS, answerPort)
                            .with("body", BODY)
                            .with("window", WINDOW)
                            // what leaves by SMS never comes to the answering port
                            .with("settle", 1);
            stage.say("warm-up");
            stage.run(messages.lasting(0, stage.warmUpSeconds()));
            awaitReceipts(center);
            stage.rounds(round -> measure(stage, center, messages, round));
            if (!smsc.running()) {
                throw new IllegalStateException("the SMSC has ended");
            }
        }
    }

    private static void measure(
            Stage stage, Center center, ToolArguments messages, Observation round) {
        double before = center.uptimeSeconds();
        double smsBefore = fellBack(center);
        double confirmedBefore = confirmed(center);
        CpuMeter cpu = CpuMeter.start(List.of(center.pid()));
        ToolResult result = stage.run(messages.lasting(0, stage.seconds(SECONDS)));
        awaitReceipts(center);
        double used = cpu.cpuSeconds();
        double accepted = result.need("accepted");
        double sms = fellBack(center) - smsBefore;
        double confirmed = confirmed(center) - confirmedBefore;
        round.figure("perCpuSecond", accepted / used)
                .figure("rate", accepted / cpu.seconds())
                .figure("acceptRate", result.need("rate"))
                .figure("smsShare", sms / accepted)
                .figure("receiptsLost", sms - confirmed)
                .figure("p99Us", result.need("p99Us"))
                .figure("retransmitted", result.count("retransmitted"))
                .figure("failed", result.count("failed"))
                .figure("refused", result.count("refused"));
        Traffic.keepServer(round, center, before);
        if (result.count("refused") + result.count("failed") + result.count("unanswered") > 0) {
            round.finding(
                    "%.0f refused, %.0f failed, %.0f unanswered"
                            .formatted(
                                    result.count("refused"),
                                    result.count("failed"),
                                    result.count("unanswered")));
        }
        stage.say(
                "5GMC: %,.0f per CPU-second, %.0f %% by SMS, %.0f receipts lost"
                        .formatted(accepted / used, 100 * sms / accepted, sms - confirmed));
    }

    private static double fellBack(Center center) {
        return center.metric("mc_fallback_total");
    }

    private static double confirmed(Center center) {
        return center.metric(
                "mc_messages_terminal_total", "state=\"delivered\"", "channel=\"sms\"");
    }

    /// Until every message that left by SMS is confirmed, or no receipt has come for long.
    private static void awaitReceipts(Center center) {
        double last = -1;
        long movedAt = System.nanoTime();
        while (System.nanoTime() - movedAt < Duration.ofSeconds(PATIENCE_SECONDS).toNanos()) {
            double confirmed = confirmed(center);
            if (confirmed >= fellBack(center)) {
                return;
            }
            if (confirmed != last) {
                last = confirmed;
                movedAt = System.nanoTime();
            }
            Pause.millis(POLL_MILLIS);
        }
    }
}
