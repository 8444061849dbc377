package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.fivegmc.loadtest.handsets.Crowd.State;
import org.fivegmc.loadtest.handsets.Transaction.Kind;
import org.fivegmc.loadtest.report.FlatResult;

/// One scenario, from the first registration to the summary. What all have in common is here.
/// Thread: one, which asks the loops.
abstract class Play {
    static final Duration REGISTER_PATIENCE = Duration.ofMinutes(10);

    private static final double MILLI = 1000.0;

    final HandsetOptions options;
    final PrintStream out;
    final Fleet fleet;
    final FlatResult result = new FlatResult();

    Play(HandsetOptions options, PrintStream out, Fleet fleet) {
        this.options = options;
        this.out = out;
        this.fleet = fleet;
    }

    static Play of(HandsetOptions options, PrintStream out, Fleet fleet) {
        return switch (options.scenario()) {
            case TALK, AWAY, SOAK -> new TalkPlay(options, out, fleet);
            case DRAIN -> new DrainPlay(options, out, fleet);
            case STORM -> new StormPlay(options, out, fleet);
        };
    }

    /// Plays it; whether everything was as it must be.
    abstract boolean play() throws InterruptedException;

    final int run() throws IOException, InterruptedException {
        result.put("tool", "handsets")
                .put("scenario", options.scenario().word())
                .put("transport", options.profile().transport().name().toLowerCase(Locale.ROOT));
        boolean fine = play();
        Ledger.Totals ledger = fleet.ledger();
        result.put("ledgerOffered", ledger.offered())
                .put("ledgerAccepted", ledger.accepted())
                .put("ledgerRefused", ledger.refused())
                .put("ledgerDelivered", ledger.arrived())
                .put("ledgerReports", ledger.reports())
                .put("missing", ledger.missing())
                .put("missingReports", ledger.missingReports())
                .put("duplicates", ledger.duplicates())
                .put("duplicateReports", ledger.duplicateReports())
                .put("outOfOrder", ledger.outOfOrder())
                .put("late", ledger.late())
                .put("strangers", ledger.strangers())
                .put("altered", ledger.altered());
        Tally.Counts counts = fleet.counts();
        result.put("repeatedRequests", counts.repeated())
                .put("requestsToAbsent", counts.ignored())
                .put("notSent", counts.dropped())
                .put("skipped", counts.skipped())
                .put("registrationsFailed", counts.registrationsFailed())
                .put("connectionsLost", counts.connectionsLost());
        boolean clean = fine && ledger.clean();
        result.put("clean", clean ? "yes" : "no");
        out.println();
        result.values().forEach((name, value) -> out.printf("%-28s %s%n", name, value));
        if (options.json().isPresent()) {
            result.write(options.json().get());
        }
        return clean ? 0 : 1;
    }

    /// Handsets `from` to `to` of each loop register or leave; false when some did not.
    final boolean all(Kind kind, int from, int to, double perSecond) throws InterruptedException {
        fleet.each((loop, now) ->
                loop.presence.all(
                        kind, from, Math.min(to, loop.crowd.size()), share(perSecond), now));
        boolean ended =
                Fleet.await(
                        () -> fleet.sum(loop -> loop.presence.settled() ? 0 : 1) == 0,
                        REGISTER_PATIENCE);
        say(
                "%s: %d online, %d failed"
                        .formatted(
                                kind == Kind.REGISTER ? "registered" : "de-registered",
                                fleet.count(State.ON),
                                fleet.counts().registrationsFailed()));
        return ended && fleet.counts().registrationsFailed() == 0;
    }

    /// Texts are offered from now on, as the options say.
    final void offer() {
        fleet.each((loop, now) -> {
            if (options.window() > 0) {
                loop.offering.conversations(Math.max(1, options.window() / fleet.size()));
            } else {
                loop.offering.atRate(share(options.rate()), now);
            }
        });
    }

    final void silence() {
        fleet.each((loop, _) -> loop.offering.silent());
    }

    /// Measures for the time of the options, with lines of progress.
    final void measure() throws InterruptedException {
        progress(options.warmup());
        fleet.each((loop, now) -> loop.latencies.begin(now));
        Span begin = Span.now(fleet, options.pids());
        progress(options.seconds());
        Span end = Span.now(fleet, options.pids());
        fleet.each((loop, now) -> loop.latencies.end(now));
        begin.put(result, end, !options.pids().isEmpty());
    }

    /// Waits until nothing is owed any more.
    final void settle() throws InterruptedException {
        fleet.each((loop, now) -> loop.presence.wander(0, 0, 1, now));
        boolean settled =
                Fleet.await(
                        () -> {
                            Ledger.Totals ledger = fleet.ledger();
                            return ledger.missing() == 0
                                    && ledger.missingReports() == 0
                                    && fleet.sum(loop -> loop.outgoing.unfinished()) == 0
                                    && fleet.sum(loop -> loop.presence.absent()) == 0;
                        },
                        options.settle());
        say(settled ? "everything has arrived" : "not everything has arrived");
    }

    final void putLatencies() {
        Latencies.Snapshot latencies = fleet.latencies();
        putLatency("", latencies.answer());
        putLatency("delivery", latencies.delivery());
        putLatency("delivered", latencies.delivered());
        putLatency("displayed", latencies.displayed());
        putLatency("register", latencies.registration());
    }

    /// The percentiles of a latency, in microseconds; nothing when there was none.
    final void putLatency(String of, Histogram micros) {
        if (micros.getTotalCount() > 0) {
            String prefix = of.isEmpty() ? "p" : of + "P";
            result.put(prefix + "50Us", micros.getValueAtPercentile(50))
                    .put(prefix + "90Us", micros.getValueAtPercentile(90))
                    .put(prefix + "99Us", micros.getValueAtPercentile(99))
                    .put(prefix + "999Us", micros.getValueAtPercentile(99.9))
                    .put(of.isEmpty() ? "maxUs" : of + "MaxUs", micros.getMaxValue());
        }
    }

    /// A line every so often, for `time`.
    final void progress(Duration time) throws InterruptedException {
        progress(time, () -> false);
    }

    /// The same until `done` at the latest; whether that was it.
    final boolean progress(Duration time, BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        fleet.window();
        long last = System.nanoTime();
        boolean ended = false;
        while (!ended && System.nanoTime() < end) {
            long left = Math.min(end - System.nanoTime(), options.every().toNanos());
            ended = Fleet.await(done, Duration.ofNanos(left));
            long now = System.nanoTime();
            line((now - last) / 1e9);
            last = now;
        }
        return ended;
    }

    final void say(String line) {
        out.printf("%7.1f s  %s%n", fleet.clock().micros() / 1e6, line);
        out.flush();
    }

    final double share(double all) {
        return all / fleet.size();
    }

    private void line(double seconds) {
        Histogram window = fleet.window();
        Ledger.Totals ledger = fleet.ledger();
        say(
                "%8.0f msg/s, answered in p50 %.2f p99 %.2f max %.1f ms; under way %d; duplicates %d, out of order %d, late %d, strangers %d"
                        .formatted(
                                window.getTotalCount() / seconds,
                                window.getValueAtPercentile(50) / MILLI,
                                window.getValueAtPercentile(99) / MILLI,
                                window.getMaxValue() / MILLI,
                                ledger.offered() - ledger.completed() - ledger.refused(),
                                ledger.duplicates(),
                                ledger.outOfOrder(),
                                ledger.late(),
                                ledger.strangers() + ledger.altered()));
    }
}
