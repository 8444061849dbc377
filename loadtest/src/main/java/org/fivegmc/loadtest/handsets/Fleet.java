package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.ObjLongConsumer;
import org.HdrHistogram.Histogram;

/// All loops of a run, and what they say together. Threads: one asks.
final class Fleet implements AutoCloseable {
    private static final long STEP_MILLIS = 50;

    private final List<HandsetLoop> loops = new ArrayList<>();
    private final RunClock clock = new RunClock();

    private Fleet() {}

    /// `handsets` in all, shared out in even numbers, so that neighbours are on the same loop.
    static Fleet open(LoadProfile profile, int loops, int handsets) throws IOException {
        Fleet fleet = new Fleet();
        int run = ThreadLocalRandom.current().nextInt(1 << 24);
        int first = 0;
        for (int n = 0; n < loops; n++) {
            int last = n == loops - 1 ? handsets : (int) ((long) handsets * (n + 1) / loops) & -2;
            fleet.loops.add(new HandsetLoop(profile, fleet.clock, run, n, first, last - first));
            first = last;
        }
        fleet.loops.forEach(HandsetLoop::start);
        return fleet;
    }

    int size() {
        return loops.size();
    }

    RunClock clock() {
        return clock;
    }

    /// Gives every loop an order, with the time.
    void each(ObjLongConsumer<HandsetLoop> order) {
        loops.forEach(loop -> loop.tell(now -> order.accept(loop, now)));
    }

    Ledger.Totals ledger() {
        return loops.stream()
                .map(loop -> loop.ask(loop.ledger::totals))
                .reduce(Ledger.Totals.NONE, Ledger.Totals::plus);
    }

    Tally.Counts counts() {
        return loops.stream()
                .map(loop -> loop.ask(loop.tally::counts))
                .reduce(Tally.Counts.NONE, Tally.Counts::plus);
    }

    Latencies.Snapshot latencies() {
        Latencies.Snapshot all = Latencies.Snapshot.empty();
        loops.forEach(loop -> all.add(loop.ask(loop.latencies::snapshot)));
        return all;
    }

    /// The answers to texts since the last call.
    Histogram window() {
        Histogram all = Latencies.histogram();
        loops.forEach(loop -> all.add(loop.ask(loop.latencies::window)));
        return all;
    }

    int count(Crowd.State state) {
        return loops.stream().mapToInt(loop -> loop.ask(() -> loop.crowd.count(state))).sum();
    }

    int sum(java.util.function.ToIntFunction<HandsetLoop> figure) {
        return loops.stream().mapToInt(loop -> loop.ask(() -> figure.applyAsInt(loop))).sum();
    }

    /// Whether `condition` came true within `patience`.
    static boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(STEP_MILLIS);
        }
        return true;
    }

    @Override
    public void close() {
        loops.forEach(HandsetLoop::close);
    }
}
