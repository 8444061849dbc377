package org.fivegmc.store.body;

import java.util.Map;
import java.util.TreeMap;

/// Which octets of a draft have been written. Not thread-safe.
final class WrittenRanges {

    /// Senders leave few gaps; each takes memory.
    static final int MAX = 1024;

    /// Ends by beginnings; they neither touch nor overlap.
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /// @return false when there are too many gaps
    boolean add(long from, long to) {
        long begin = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            begin = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> next = ranges.higherEntry(begin);
        while (next != null && next.getKey() <= end) {
            end = Math.max(end, next.getValue());
            ranges.remove(next.getKey());
            next = ranges.higherEntry(begin);
        }
        ranges.put(begin, end);
        return ranges.size() <= MAX;
    }

    /// Whether they are the octets from 0 to `total`, all of them and no others.
    boolean areExactly(long total) {
        if (total == 0) {
            return ranges.isEmpty();
        }
        return ranges.size() == 1
                && ranges.firstKey() == 0
                && ranges.firstEntry().getValue() == total;
    }

    /// How many octets they are.
    long octets() {
        long sum = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            sum += range.getValue() - range.getKey();
        }
        return sum;
    }
}
