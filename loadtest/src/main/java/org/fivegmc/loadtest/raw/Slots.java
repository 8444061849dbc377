package org.fivegmc.loadtest.raw;

/// The requests under way, one slot each, and when each is due again (RFC 3261 section 17.1.2 for
/// everything but INVITE): over UDP after 500 ms, then doubling to 4 s, and given up after 32 s
/// (Timer F); over TCP only given up.
///
/// All waits of one length are in one doubly linked list in the order they end, so starting,
/// answering and finding what is due cost the same however much is under way, and nothing is
/// allocated.
///
/// ```
/// list    0       1     2     3     4
/// wait    500 ms  1 s   2 s   4 s   32 s (TCP)
/// ```
final class Slots {
    static final long T1 = 500_000_000L;
    static final long T2 = 4_000_000_000L;
    static final long TIMER_F = 64 * T1;

    private static final int LISTS = 5;
    private static final int LONGEST = 3;
    private static final int GIVE_UP_ONLY = 4;
    private static final int NONE = -1;

    private final boolean retransmits;
    private final int[] free;
    private int freeCount;
    private final long[] ids;
    private final long[] intended;
    private final long[] firstSent;
    private final long[] due;
    private final int[] users;
    private final byte[] devices;
    private final boolean[] authorised;
    private final byte[] lists;
    private final int[] previous;
    private final int[] next;
    private final int[] heads = new int[LISTS];
    private final int[] tails = new int[LISTS];

    Slots(int count, boolean retransmits) {
        this.retransmits = retransmits;
        free = new int[count];
        ids = new long[count];
        intended = new long[count];
        firstSent = new long[count];
        due = new long[count];
        users = new int[count];
        devices = new byte[count];
        authorised = new boolean[count];
        lists = new byte[count];
        previous = new int[count];
        next = new int[count];
        for (int slot = count - 1; slot >= 0; slot--) {
            ids[slot] = RequestId.NONE;
            free[freeCount++] = slot;
        }
        for (int list = 0; list < LISTS; list++) {
            heads[list] = NONE;
            tails[list] = NONE;
        }
    }

    int free() {
        return freeCount;
    }

    int underWay() {
        return free.length - freeCount;
    }

    /// Takes a free slot for a request that leaves now and should have left at `intended`.
    int take(long sequence, int user, int device, long intendedAt, long now) {
        int slot = free[--freeCount];
        ids[slot] = RequestId.of(sequence, slot);
        users[slot] = user;
        devices[slot] = (byte) device;
        authorised[slot] = false;
        intended[slot] = intendedAt;
        begin(slot, now);
        return slot;
    }

    private void begin(int slot, long now) {
        firstSent[slot] = now;
        if (retransmits) {
            append(slot, 0, now + T1);
        } else {
            append(slot, GIVE_UP_ONLY, now + TIMER_F);
        }
    }

    /// The same request goes on as a new transaction, with credentials, under the same id.
    void authorise(int slot, long now) {
        unlink(slot);
        authorised[slot] = true;
        begin(slot, now);
    }

    void release(int slot) {
        unlink(slot);
        ids[slot] = RequestId.NONE;
        free[freeCount++] = slot;
    }

    /// Whether the request with this id is under way; its slot is then [RequestId#slot].
    boolean holds(long id) {
        int slot = RequestId.slot(id);
        return id >= 0 && slot < ids.length && ids[slot] == id;
    }

    /// A slot whose time has come, -1: none. It is due again until it was [#retransmitted] or
    /// released.
    int firstDue(long now) {
        for (int list = 0; list < LISTS; list++) {
            int slot = heads[list];
            if (slot != NONE && due[slot] <= now) {
                return slot;
            }
        }
        return NONE;
    }

    /// Nanoseconds until a slot is due, at most `most`.
    long untilDue(long now, long most) {
        long wait = most;
        for (int list = 0; list < LISTS; list++) {
            if (heads[list] != NONE) {
                wait = Math.min(wait, due[heads[list]] - now);
            }
        }
        return Math.max(0, wait);
    }

    boolean expired(int slot, long now) {
        return now - firstSent[slot] >= TIMER_F;
    }

    /// Sets when the request is due next, counted from when it should have been sent: a late turn
    /// does not move the schedule.
    void retransmitted(int slot) {
        int list = Math.min(lists[slot] + 1, LONGEST);
        long at = due[slot] + Math.min(T1 << list, T2);
        long end = firstSent[slot] + TIMER_F;
        unlink(slot);
        if (at < end) {
            append(slot, list, at);
        } else {
            // The last retransmission is at 31.5 s: what is left is the shortest wait.
            append(slot, 0, end);
        }
    }

    private void append(int slot, int list, long at) {
        due[slot] = at;
        lists[slot] = (byte) list;
        next[slot] = NONE;
        previous[slot] = tails[list];
        if (tails[list] == NONE) {
            heads[list] = slot;
        } else {
            next[tails[list]] = slot;
        }
        tails[list] = slot;
    }

    private void unlink(int slot) {
        int list = lists[slot];
        if (previous[slot] == NONE) {
            heads[list] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE) {
            tails[list] = previous[slot];
        } else {
            previous[next[slot]] = previous[slot];
        }
    }

    long id(int slot) {
        return ids[slot];
    }

    int user(int slot) {
        return users[slot];
    }

    int device(int slot) {
        return devices[slot];
    }

    boolean authorised(int slot) {
        return authorised[slot];
    }

    long intended(int slot) {
        return intended[slot];
    }
}
