package org.fivegmc.fallback.link;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.fivegmc.core.message.TrafficClass;
import org.jspecify.annotations.Nullable;

/// Whose turn it is among classes of traffic. In a round an alert has eight turns, a verification
/// four, a transaction two and marketing one; the most urgent class goes first, and a round is over
/// when none of those that wait has a turn left. So a class that is alone has all of it, the least
/// urgent one never starves, and what comes to a backlog of less urgent units waits behind seven of
/// them at most (ADR 0040). Not thread-safe.
final class Shares {
    private final Map<TrafficClass, Integer> left = new EnumMap<>(TrafficClass.class);

    Shares() {
        begin();
    }

    private static int of(TrafficClass one) {
        return switch (one) {
            case ALERT -> 8;
            case VERIFICATION -> 4;
            case TRANSACTION -> 2;
            case MARKETING -> 1;
        };
    }

    private void begin() {
        for (TrafficClass one : TrafficClass.values()) {
            left.put(one, of(one));
        }
    }

    /// The class whose turn it is, which [#took] counts; null when nothing waits.
    ///
    /// @param waits whether something of a class could go now
    @Nullable TrafficClass next(Predicate<TrafficClass> waits) {
        TrafficClass first = null;
        for (TrafficClass one : TrafficClass.values()) {
            if (waits.test(one)) {
                if (left.getOrDefault(one, 0) > 0) {
                    return one;
                }
                first = first == null ? one : first;
            }
        }
        if (first != null) {
            begin();
        }
        return first;
    }

    /// The class had its turn.
    void took(TrafficClass one) {
        left.merge(one, -1, Integer::sum);
    }
}
