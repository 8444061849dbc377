package org.fivegmc.store.rocks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How a commit waits that RocksDB does not take yet.
///
/// RocksDB holds writers back in two ways. While it has *stopped* them, asking costs nothing, and
/// is done often. When it *slows* them down to some octets a second, each refusal books the time
/// that the octets would have taken, although they were not written. Who asks again sooner than
/// that makes the next one wait for longer than time passes: asked every millisecond, a slow-down
/// of large commits never lets one through, and is as bad as a stop.
///
/// So one writer at a time asks, after the time its octets take at that rate, and after twice as
/// long whenever that was too soon.
///
/// Safe for any number of threads.
final class Backpressure {

    /// A commit that is asked for.
    interface Attempt {

        /// @return false when RocksDB wants it to wait
        /// @throws org.fivegmc.core.storage.StorageException when waiting is of no use
        boolean taken();

        /// Octets a second that writers are slowed down to; 0 when they are not, or are stopped.
        long octetsPerSecond();

        int octets();

        /// When, by the clock, `taken` will refuse to wait any longer.
        long giveUpNanos();
    }

    static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final double LONGEST_PAUSE_NANOS = 1e9;

    /// The refusal has booked what the commit takes once; it is paid when that has passed twice.
    private static final int FIRST_FACTOR = 2;

    private static final int MOST_FACTOR = 1 << 10;

    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();
    private final LongAdder waited = new LongAdder();

    Backpressure(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Returns when the commit is taken.
    void pass(Attempt attempt) {
        if (attempt.taken()) {
            return;
        }
        long start = nanos.getAsLong();
        boolean mine = isMyTurn(attempt);
        try {
            int factor = FIRST_FACTOR;
            do {
                pause(attempt, factor);
                factor = Math.min(2 * factor, MOST_FACTOR);
            } while (!attempt.taken());
        } finally {
            if (mine) {
                asking.unlock();
            }
            waited.add(nanos.getAsLong() - start);
        }
    }

    /// Waits for those who ask already, but not beyond the end: then it is asked once more.
    private boolean isMyTurn(Attempt attempt) {
        while (!asking.tryLock()) {
            if (nanos.getAsLong() - attempt.giveUpNanos() >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private void pause(Attempt attempt, int factor) {
        long rate = attempt.octetsPerSecond();
        double full = rate == 0 ? 0 : 1e9 * attempt.octets() / (double) rate * factor;
        long until = nanos.getAsLong() + (long) Math.min(full, LONGEST_PAUSE_NANOS);
        do {
            LockSupport.parkNanos(POLL_NANOS);
        } while (nanos.getAsLong() - until < 0 && attempt.octetsPerSecond() > 0);
    }

    /// For how long commits have waited, all together.
    long waitedMicros() {
        return TimeUnit.NANOSECONDS.toMicros(waited.sum());
    }
}
