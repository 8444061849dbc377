package org.fivegmc.loadtest.handsets;

import java.util.List;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;

/// The state of things at a moment; two of them bound the span that is measured.
record Span(
        long micros,
        Ledger.Totals ledger,
        Tally.Counts counts,
        double cpuSeconds,
        double toolCpuSeconds) {
    private static final double SECOND = 1_000_000;

    static Span now(Fleet fleet, List<Long> pids) {
        return new Span(
                fleet.clock().micros(),
                fleet.ledger(),
                fleet.counts(),
                CpuTime.seconds(pids),
                CpuTime.own());
    }

    double secondsTo(Span end) {
        return (end.micros - micros) / SECOND;
    }

    /// What happened from here to `end`.
    void put(FlatResult result, Span end, boolean cpuMeasured) {
        double seconds = secondsTo(end);
        long accepted = end.ledger.accepted() - ledger.accepted();
        long arrived = end.ledger.arrived() - ledger.arrived();
        Tally.Counts between = end.counts.minus(counts);
        result.put("offered", end.ledger.offered() - ledger.offered())
                .put("accepted", accepted)
                .put("refused", between.refused())
                .put("refusedWithRetryAfter", between.refusedWithRetryAfter())
                .put("failed", between.failed())
                .put("unanswered", between.unanswered())
                .put("retransmitted", between.retransmitted())
                .put("delivered", arrived)
                .put("reports", end.ledger.reports() - ledger.reports())
                .put("completed", end.ledger.completed() - ledger.completed())
                .put("registered", between.registered())
                .put("seconds", seconds)
                .put("rate", accepted / seconds)
                .put("deliveredRate", arrived / seconds)
                .put("completedRate", (end.ledger.completed() - ledger.completed()) / seconds)
                .put("toolCpuSeconds", end.toolCpuSeconds - toolCpuSeconds);
        double cpu = end.cpuSeconds - cpuSeconds;
        if (cpuMeasured && cpu > 0) {
            result.put("cpuSeconds", cpu)
                    .put("perCpuSecond", accepted / cpu)
                    .put("deliveredPerCpuSecond", arrived / cpu)
                    .put("registeredPerCpuSecond", between.registered() / cpu);
        }
    }
}
