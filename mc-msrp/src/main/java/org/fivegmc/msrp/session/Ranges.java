package org.fivegmc.msrp.session;

import java.util.Arrays;

/// The parts of a message that are there, as disjoint ranges in order. In the ordinary case there
/// is one, and it grows at its end.
final class Ranges {
    private final int most;
    // from and to of each, the latter excluded
    private long[] edges = new long[2];
    private int count;

    /// @param most ranges to keep
    Ranges(int most) {
        this.most = most;
    }

    /// Adds a range.
    ///
    /// @return false when there would be too many; nothing is changed then
    boolean add(long from, long to) {
        int first = 0;
        while (first < count && edges[first * 2 + 1] < from) {
            first++;
        }
        int last = first;
        while (last < count && edges[last * 2] <= to) {
            last++;
        }
        if (first == last) {
            return insert(first, from, to);
        }
        edges[first * 2] = Math.min(edges[first * 2], from);
        edges[first * 2 + 1] = Math.max(edges[last * 2 - 1], to);
        System.arraycopy(edges, last * 2, edges, first * 2 + 2, (count - last) * 2);
        count -= last - first - 1;
        return true;
    }

    private boolean insert(int at, long from, long to) {
        if (count == most) {
            return false;
        }
        if (count * 2 == edges.length) {
            edges = Arrays.copyOf(edges, count * 4);
        }
        System.arraycopy(edges, at * 2, edges, at * 2 + 2, (count - at) * 2);
        edges[at * 2] = from;
        edges[at * 2 + 1] = to;
        count++;
        return true;
    }

    /// The first position at or after `from` that is not there.
    long missingFrom(long from) {
        for (int i = 0; i < count; i++) {
            if (from < edges[i * 2]) {
                return from;
            }
            if (from < edges[i * 2 + 1]) {
                return edges[i * 2 + 1];
            }
        }
        return from;
    }

    /// The first position after `from`, which is missing, that is there; at most `to`.
    long presentFrom(long from, long to) {
        for (int i = 0; i < count; i++) {
            if (edges[i * 2] > from) {
                return Math.min(edges[i * 2], to);
            }
        }
        return to;
    }

    /// Whether all positions from 0 to there are present and none behind it.
    boolean isExactly(long total) {
        return count == 1 && edges[0] == 0 && edges[1] == total;
    }

    /// The end of the last range.
    long end() {
        return count == 0 ? 0 : edges[count * 2 - 1];
    }

    int count() {
        return count;
    }
}
