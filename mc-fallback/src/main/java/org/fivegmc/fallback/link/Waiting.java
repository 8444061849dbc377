package org.fivegmc.fallback.link;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.TrafficClass;

/// How many units of each class of traffic wait, and that no class has more than its limit: one
/// that is full refuses nothing of another. Thread-safe.
final class Waiting {
    private final Map<TrafficClass, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final int limit;

    /// @param limit of each class
    Waiting(int limit) {
        this.limit = limit;
    }

    private AtomicInteger count(TrafficClass one) {
        return counts.computeIfAbsent(one, _ -> new AtomicInteger());
    }

    /// Counts one more, if there is room for it.
    boolean enter(TrafficClass one) {
        if (count(one).incrementAndGet() <= limit) {
            return true;
        }
        leave(one);
        return false;
    }

    /// Counts one more that was let in before.
    void again(TrafficClass one) {
        count(one).incrementAndGet();
    }

    void leave(TrafficClass one) {
        count(one).decrementAndGet();
    }

    int of(TrafficClass one) {
        return count(one).get();
    }

    int all() {
        int sum = 0;
        for (TrafficClass one : TrafficClass.values()) {
            sum += of(one);
        }
        return sum;
    }
}
