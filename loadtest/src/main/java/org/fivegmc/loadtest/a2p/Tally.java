package org.fivegmc.loadtest.a2p;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What happened so far. Threads: any.
final class Tally {
    /// Microseconds; longer ones are taken for this long.
    private static final long MOST = 600_000_000;

    private static final int DIGITS = 3;

    private final Ledger ledger;
    private final Recorder latencies = new Recorder(1, MOST, DIGITS);
    private String refusal = "";

    /// Answers to requests that were made again.
    final LongAdder busy = new LongAdder();

    final LongAdder renewed = new LongAdder();
    final LongAdder connectionsLost = new LongAdder();

    /// Refused, or given up.
    final LongAdder notTaken = new LongAdder();

    Tally(Ledger ledger) {
        this.ledger = ledger;
    }

    void taken(long number, long micros) {
        ledger.accepted(number);
        latencies.recordValue(Math.clamp(micros, 0, MOST));
    }

    synchronized void refused(String answer) {
        refusal = refusal.isEmpty() ? answer : refusal;
    }

    /// The first one; empty when there was none.
    synchronized String refusal() {
        return refusal;
    }

    /// Those since the last call.
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }
}
