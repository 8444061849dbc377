package org.fivegmc.server.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Lets at most one line of a kind through per period, so that a peer can't fill the log.
/// Thread-safe.
public final class LineLimit {

    private final long periodNanos;
    private final LongSupplier nanos;
    private final AtomicLong nextAt;
    private final AtomicLong heldBack = new AtomicLong();

    /// @param nanos as `System.nanoTime()`
    public LineLimit(Duration period, LongSupplier nanos) {
        this.periodNanos = period.toNanos();
        this.nanos = nanos;
        this.nextAt = new AtomicLong(nanos.getAsLong());
    }

    /// Logs now, or counts one line that was held back.
    ///
    /// @param line told how many were held back since the last one
    public void log(Line line) {
        long now = nanos.getAsLong();
        long due = nextAt.get();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + periodNanos)) {
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
