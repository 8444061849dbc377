package org.fivegmc.loadtest.sessions;

import java.util.zip.CRC32;
import org.HdrHistogram.Histogram;

/// What happened so far. Latencies count from when something was due. Thread: the loop's.
final class Tally {
    /// Microseconds; longer ones are taken for this long.
    private static final long MOST = 600_000_000;

    private static final int DIGITS = 3;

    final Histogram answer = new Histogram(1, MOST, DIGITS);
    final Histogram delivery = new Histogram(1, MOST, DIGITS);
    long accepted;
    long delivered;
    long octets;
    long refused;
    long failed;
    long duplicates;
    long altered;
    long strangers;
    long connectionsLost;
    long setUp;

    void answer(long due, long now) {
        answer.recordValue(Math.clamp(now - due, 0, MOST));
    }

    void delivery(long due, long now) {
        delivery.recordValue(Math.clamp(now - due, 0, MOST));
    }

    /// What is measured begins now.
    void resetLatencies() {
        answer.reset();
        delivery.reset();
    }

    long missing() {
        return accepted - delivered;
    }

    /// Whether everything accepted has come, once and unaltered.
    boolean isClean() {
        return missing() == 0
                && duplicates + altered + strangers + failed + refused + connectionsLost == 0;
    }

    static long crc(byte[] octets) {
        CRC32 sum = new CRC32();
        sum.update(octets);
        return sum.getValue();
    }
}
