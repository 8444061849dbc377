package org.fivegmc.fallback.link;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.fivegmc.core.message.TrafficClass;

/// How many units of each class of traffic wait, and that no class has more than its limit: one
/// that is full refuses nothing of another. Thread-safe.
final class Waiting {
    private final AtomicIntegerArray counts = new AtomicIntegerArray(TrafficClass.values().length);
    private final int limit;

    /// @param limit of each class
    Waiting(int limit) {
        this.limit = limit;
    }

    /// Counts one more, if there is room for it.
    boolean enter(TrafficClass one) {
        if (counts.incrementAndGet(one.ordinal()) <= limit) {
            return true;
        }
        leave(one);
        return false;
    }

    /// Counts one more that was let in before.
    void again(TrafficClass one) {
        counts.incrementAndGet(one.ordinal());
    }

    void leave(TrafficClass one) {
        counts.decrementAndGet(one.ordinal());
    }

    int of(TrafficClass one) {
        return counts.get(one.ordinal());
    }

    int all() {
        int sum = 0;
        for (TrafficClass one : TrafficClass.values()) {
            sum += of(one);
        }
        return sum;
    }
}
