package org.fivegmc.loadtest.a2p;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;

/// A scenario from its begin to its figures. CPU time counts until the last report has come, in
/// scenarios that have them.
final class A2pPlay implements AutoCloseable {
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final long LINE_NANOS = 1_000_000_000L;
    private static final double NANOS = 1e9;

    private final A2pOptions options;
    private final PrintStream out;
    private final Requests requests;
    private final Ledger ledger;
    private final Tally tally;
    private final Optional<Webhook> webhook;
    private final FlatResult result = new FlatResult();
    private final AtomicLong numbers = new AtomicLong();
    private long nextLine = System.nanoTime();

    A2pPlay(A2pOptions options, PrintStream out) throws InterruptedException {
        this.options = options;
        this.out = out;
        this.requests = new Requests(options);
        this.ledger = new Ledger(options.most());
        this.tally = new Tally(ledger);
        this.webhook =
                options.reports()
                        ? Optional.of(new Webhook(options, requests, ledger))
                        : Optional.empty();
    }

    int run() throws IOException, InterruptedException {
        result.put("tool", "a2p")
                .put("scenario", options.scenario().name().toLowerCase(Locale.ROOT));
        Submitter.Token token = new Submitter.Token(options, requests);
        token.renew("");
        phase(options.warmup(), token);
        settle();
        measure(token);
        Ledger.Sums sums = ledger.sums();
        boolean clean = ledger.accepted() > 0 && tally.notTaken.sum() == 0;
        result.put("notTaken", tally.notTaken.sum())
                .put("busy", tally.busy.sum())
                .put("tokensRenewed", tally.renewed.sum())
                .put("connectionsLost", tally.connectionsLost.sum());
        if (webhook.isPresent()) {
            long forged = webhook.get().forged();
            clean &= sums.missing() + sums.twofold() + forged == 0;
            result.put("acceptedInAll", ledger.accepted())
                    .put("delivered", sums.delivered())
                    .put("deliveredToNetwork", sums.network())
                    .put("failed", sums.failed())
                    .put("missing", sums.missing())
                    .put("twofold", sums.twofold())
                    .put("repeated", ledger.repeated())
                    .put("strangers", ledger.strangers())
                    .put("forged", forged)
                    .put("calls", webhook.get().calls());
        }
        result.put("clean", clean ? "yes" : "no");
        if (!tally.refusal().isEmpty()) {
            out.println("refused: " + tally.refusal());
        }
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        options.json().ifPresent(result::write);
        return clean ? 0 : 1;
    }

    private void measure(Submitter.Token token) throws InterruptedException {
        tally.latencies();
        long accepted = ledger.accepted();
        double cpu = CpuTime.seconds(options.pids());
        double own = CpuTime.own();
        double seconds = phase(options.seconds(), token);
        double settled = settle();
        double used = CpuTime.seconds(options.pids()) - cpu;
        accepted = ledger.accepted() - accepted;
        result.put("accepted", accepted)
                .put("seconds", seconds)
                .put("rate", accepted / seconds)
                .put("toolCpuSeconds", CpuTime.own() - own);
        if (options.reports()) {
            result.put("settledAfter", settled).put("completeRate", accepted / (seconds + settled));
        }
        if (used > 0) {
            result.put("cpuSeconds", used).put("perCpuSecond", accepted / used);
        }
        Histogram micros = tally.latencies();
        if (micros.getTotalCount() > 0) {
            result.put("p50Us", micros.getValueAtPercentile(50))
                    .put("p99Us", micros.getValueAtPercentile(99))
                    .put("p999Us", micros.getValueAtPercentile(99.9))
                    .put("maxUs", micros.getMaxValue());
        }
    }

    /// All connections at work for so long.
    ///
    /// @return seconds until the last message was answered
    private double phase(int seconds, Submitter.Token token) throws InterruptedException {
        long from = System.nanoTime();
        long end = from + TimeUnit.SECONDS.toNanos(seconds);
        long first = numbers.get();
        LongUnaryOperator due =
                options.rate() == 0
                        ? _ -> 0
                        : n -> from + (long) ((n - first) * NANOS / options.rate());
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < options.connections(); n++) {
            Submitter submitter = new Submitter(options, requests, token, tally);
            threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> submitter.submit(() -> next(end, due), due)));
        }
        for (Thread thread : threads) {
            while (!thread.join(GLANCE)) {
                line();
            }
        }
        return (System.nanoTime() - from) / NANOS;
    }

    /// The next message that is due before the end; -1 when there is none.
    private synchronized long next(long end, LongUnaryOperator due) {
        long number = numbers.get();
        long at = due.applyAsLong(number);
        if (number >= options.most() || (at == 0 ? System.nanoTime() : at) - end >= 0) {
            return -1;
        }
        numbers.set(number + 1);
        return number;
    }

    /// Until every message has a status, or none has come for long.
    ///
    /// @return seconds it took
    private double settle() throws InterruptedException {
        long from = System.nanoTime();
        long moved = from;
        long last = ledger.told();
        while (options.reports()
                && ledger.told() < ledger.accepted()
                && System.nanoTime() - moved < TimeUnit.SECONDS.toNanos(options.settle())) {
            Thread.sleep(GLANCE);
            line();
            if (ledger.told() != last) {
                last = ledger.told();
                moved = System.nanoTime();
            }
        }
        return (System.nanoTime() - from) / NANOS;
    }

    private void line() {
        long now = System.nanoTime();
        if (now - nextLine >= 0) {
            nextLine = now + LINE_NANOS;
            out.printf(
                    Locale.ROOT,
                    "%,d accepted%s%n",
                    ledger.accepted(),
                    options.reports() ? ", %,d reported".formatted(ledger.told()) : "");
        }
    }

    @Override
    public void close() {
        webhook.ifPresent(Webhook::close);
    }
}
