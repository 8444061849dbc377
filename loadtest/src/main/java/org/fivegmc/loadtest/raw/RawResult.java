package org.fivegmc.loadtest.raw;

import java.io.PrintStream;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.report.FlatResult;

/// What a run of the generator found, for people and as one flat object.
record RawResult(FlatResult flat, boolean clean) {
    private static final double NANOS_PER_MICRO = 1_000;

    static RawResult of(
            RawOptions options, Generator generator, Transport transport, int requestBytes) {
        Tally tally = generator.tally();
        Tally.Group measured = tally.measured;
        Generator.Span span = generator.span();
        boolean books = options.answer() > 0 && options.method() == RawOptions.Method.MESSAGE;
        long missing = books ? generator.missing() : 0;
        FlatResult flat =
                new FlatResult()
                        .put("tool", "raw")
                        .put("scenario", options.method().name().toLowerCase(Locale.ROOT))
                        .put("transport", options.tcp() ? "tcp" : "udp")
                        .put("requestBytes", requestBytes)
                        .put("offered", measured.offered)
                        .put("accepted", measured.accepted)
                        .put("refused", measured.refused)
                        .put("refusedWithRetryAfter", measured.refusedWithRetryAfter)
                        .put("failed", measured.failed)
                        .put("unanswered", measured.unanswered)
                        .put("retransmitted", measured.retransmitted)
                        .put("strayAnswers", tally.strayAnswers)
                        .put("unreadable", transport.unreadable());
        if (!options.password().isEmpty()) {
            flat.put("challenged", measured.challenged);
        }
        if (options.tcp()) {
            flat.put("lostConnections", transport.lostConnections());
        }
        if (options.rate() > 0) {
            flat.put("unsent", tally.unsent);
        }
        if (options.warmup() > 0) {
            flat.put("warmupOffered", tally.warmup.offered)
                    .put("warmupAccepted", tally.warmup.accepted);
        }
        if (options.answer() > 0) {
            flat.put("delivered", measured.delivered)
                    .put("duplicates", tally.duplicates)
                    .put("repetitions", tally.repetitions)
                    .put("deliveredSecondDevice", tally.atSecondDevice)
                    .put("reports", tally.reports)
                    .put("foreign", tally.foreign);
        }
        if (books) {
            flat.put("missing", missing);
        }
        flat.put("seconds", span.seconds())
                .put("rate", tally.acceptedInSpan / span.seconds())
                .put("toolCpuSeconds", span.own());
        if (books) {
            flat.put("deliveredRate", tally.deliveredInSpan / span.seconds());
        }
        if (!options.pids().isEmpty()) {
            flat.put("cpuSeconds", span.cpu());
            if (span.cpu() > 0) {
                flat.put("perCpuSecond", tally.acceptedInSpan / span.cpu());
            }
        }
        Histogram latencies = tally.latencies;
        if (latencies.getTotalCount() > 0) {
            flat.put("p50Us", latencies.getValueAtPercentile(50) / NANOS_PER_MICRO)
                    .put("p90Us", latencies.getValueAtPercentile(90) / NANOS_PER_MICRO)
                    .put("p99Us", latencies.getValueAtPercentile(99) / NANOS_PER_MICRO)
                    .put("p999Us", latencies.getValueAtPercentile(99.9) / NANOS_PER_MICRO)
                    .put("maxUs", latencies.getMaxValue() / NANOS_PER_MICRO);
        }
        boolean accepted = measured.accepted + tally.warmup.accepted > 0;
        return new RawResult(flat, accepted && missing == 0 && tally.duplicates == 0);
    }

    void print(PrintStream out) {
        flat.values().forEach((name, value) -> out.printf("%-22s %s%n", name, value));
        out.println(clean ? "clean" : "NOT CLEAN");
    }
}
