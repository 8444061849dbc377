package org.fivegmc.loadtest.raw;

/// Ids in the order they were added, in a ring. Each id is of a slot of its own, so a ring as large
/// as there are slots never fills.
final class PendingIds {
    private final long[] ids;
    private int first;
    private int count;

    PendingIds(int capacity) {
        ids = new long[capacity];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// Throws [IllegalStateException] when full.
    void add(long id) {
        if (count == ids.length) {
            throw new IllegalStateException("more pending requests than slots");
        }
        ids[(first + count++) % ids.length] = id;
    }

    /// Throws [IllegalStateException] when empty.
    long remove() {
        if (count == 0) {
            throw new IllegalStateException("nothing is pending");
        }
        long id = ids[first];
        first = (first + 1) % ids.length;
        count--;
        return id;
    }
}
