package org.fivegmc.loadtest.files;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What happened so far. Threads: any.
final class Tally {
    /// Microseconds; longer ones are taken for this long.
    private static final long MOST = 600_000_000;

    private static final int DIGITS = 3;

    private final Recorder latencies = new Recorder(1, MOST, DIGITS);
    final LongAdder files = new LongAdder();
    final LongAdder octets = new LongAdder();
    final LongAdder checked = new LongAdder();
    final LongAdder altered = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder connectionsLost = new LongAdder();

    /// A file is complete.
    void complete(long size, long micros) {
        files.increment();
        octets.add(size);
        latencies.recordValue(Math.clamp(micros, 0, MOST));
    }

    /// Those since the last call.
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    boolean isClean() {
        return altered.sum() + refused.sum() + connectionsLost.sum() == 0;
    }
}
