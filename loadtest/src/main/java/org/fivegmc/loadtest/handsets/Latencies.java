package org.fivegmc.loadtest.handsets;

import org.HdrHistogram.Histogram;

/// Latencies in microseconds from the time something was *due*, so that a load generator that was
/// held up does not hide what its users would have waited (coordinated omission). Only what was due
/// within the measured span counts. Thread: one; [Snapshot] is a copy for others.
final class Latencies {
    /// Longer ones are taken for this long.
    static final long MOST = 600_000_000;

    private static final int DIGITS = 3;

    private final Histogram answer = histogram();
    private final Histogram delivery = histogram();
    private final Histogram delivered = histogram();
    private final Histogram displayed = histogram();
    private final Histogram registration = histogram();
    private final Histogram window = histogram();
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;

    /// `answer`: of a text, up to its 2xx. `delivery`: up to its arrival. `delivered`, `displayed`:
    /// up to the return of that report. `registration`: of a REGISTER, up to its 2xx. All but the
    /// last count from when the handset that waits came back, if that was later.
    record Snapshot(
            Histogram answer,
            Histogram delivery,
            Histogram delivered,
            Histogram displayed,
            Histogram registration) {
        static Snapshot empty() {
            return new Snapshot(histogram(), histogram(), histogram(), histogram(), histogram());
        }

        void add(Snapshot other) {
            answer.add(other.answer);
            delivery.add(other.delivery);
            delivered.add(other.delivered);
            displayed.add(other.displayed);
            registration.add(other.registration);
        }
    }

    static Histogram histogram() {
        return new Histogram(1, MOST, DIGITS);
    }

    /// What is due from `begin` on is measured, until [#end].
    void begin(long begin) {
        from = begin;
        to = Long.MAX_VALUE;
        answer.reset();
        delivery.reset();
        delivered.reset();
        displayed.reset();
        registration.reset();
    }

    void end(long end) {
        to = end;
    }

    void answered(long due, long now) {
        record(answer, due, now);
        put(window, now - due);
    }

    void arrived(long due, long now) {
        record(delivery, due, now);
    }

    void reported(boolean isDisplayed, long due, long now) {
        record(isDisplayed ? displayed : delivered, due, now);
    }

    void registered(long due, long now) {
        record(registration, due, now);
    }

    /// The answers since the last call.
    Histogram window() {
        Histogram copy = window.copy();
        window.reset();
        return copy;
    }

    Snapshot snapshot() {
        return new Snapshot(
                answer.copy(),
                delivery.copy(),
                delivered.copy(),
                displayed.copy(),
                registration.copy());
    }

    private void record(Histogram histogram, long due, long now) {
        if (due >= from && due < to) {
            put(histogram, now - due);
        }
    }

    private static void put(Histogram histogram, long micros) {
        histogram.recordValue(Math.clamp(micros, 0L, MOST));
    }
}
