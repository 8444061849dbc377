package org.fivegmc.server.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Lets lines of a kind through at a rate, and some more at once, so that a peer can't fill the
/// log. Thread-safe.
public final class LineLimit {

    private final long periodNanos;
    private final long aheadNanos;
    private final LongSupplier nanos;
    private final AtomicLong nextAt;
    private final AtomicLong heldBack = new AtomicLong();

    /// One line in a period.
    ///
    /// @param nanos as `System.nanoTime()`
    public LineLimit(Duration period, LongSupplier nanos) {
        this(period, 1, nanos);
    }

    /// @param period of one line in the long run
    /// @param burst lines that may come at once
    /// @param nanos as `System.nanoTime()`
    public LineLimit(Duration period, int burst, LongSupplier nanos) {
        this.periodNanos = period.toNanos();
        this.aheadNanos = periodNanos * (burst - 1);
        this.nanos = nanos;
        this.nextAt = new AtomicLong(nanos.getAsLong());
    }

    /// Logs now, or counts one line that was held back.
    ///
    /// @param line told how many were held back since the last one
    public void log(Line line) {
        long now = nanos.getAsLong();
        long due = nextAt.get();
        long from = now - due >= 0 ? now : due;
        if (from - now <= aheadNanos && nextAt.compareAndSet(due, from + periodNanos)) {
            line.log(heldBack.getAndSet(0));
        } else {
            heldBack.incrementAndGet();
        }
    }

    /// One line of the log.
    @FunctionalInterface
    public interface Line {
        void log(long heldBack);
    }
}
