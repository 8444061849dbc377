package org.fivegmc.store.rocks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Knows whether the disk is about to be full, without asking at each commit. Safe for any number
/// of threads.
final class FreeSpaceGuard {

    /// Asks the file system.
    @FunctionalInterface
    interface Gauge {
        long usableBytes() throws IOException;
    }

    private final Gauge gauge;
    private final long minFreeBytes;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private final AtomicLong nextLook;
    private volatile boolean low;

    FreeSpaceGuard(Gauge gauge, long minFreeBytes, long intervalMs, LongSupplier nanos) {
        this.gauge = gauge;
        this.minFreeBytes = minFreeBytes;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.nanos = nanos;
        this.nextLook = new AtomicLong(nanos.getAsLong());
    }

    /// Whether less than the minimum is free, as of at most one interval ago.
    boolean isLow() {
        long now = nanos.getAsLong();
        long due = nextLook.get();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + intervalNanos)) {
            look();
        }
        return low;
    }

    /// Whether the minimum, and `bytes`, are free now.
    boolean hasRoomFor(long bytes) {
        look();
        return !low && freeBytes() >= bytes;
    }

    private void look() {
        low = freeBytes() < minFreeBytes;
    }

    private long freeBytes() {
        try {
            return gauge.usableBytes();
        } catch (IOException _) {
            // a file system that does not answer fails the commit itself soon enough
            return Long.MAX_VALUE;
        }
    }
}
