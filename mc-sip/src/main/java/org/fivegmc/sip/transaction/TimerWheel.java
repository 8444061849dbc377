package org.fivegmc.sip.transaction;

import org.jspecify.annotations.Nullable;

/// Timers of one event loop: a ring of intrusive lists, so that starting and stopping one allocates
/// nothing.
///
/// Resolution is one slot; a deadline beyond one turn of the ring stays in its slot until it is
/// due. Not thread safe.
final class TimerWheel {
    /// Something that is due once.
    abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long deadlineMs = -1;
        private int slot = -1;

        /// Called when due; the timer is stopped then and may be started again.
        abstract void fire(long nowMs);

        final boolean isStarted() {
            return slot >= 0;
        }
    }

    private static final int SLOTS = 2_048;

    private final @Nullable Timer[] heads = new @Nullable Timer[SLOTS];
    private final int slotMs;
    private long clock;
    private int size;

    TimerWheel(int slotMs, long nowMs) {
        this.slotMs = slotMs;
        this.clock = nowMs / slotMs;
    }

    int size() {
        return size;
    }

    /// Starts or restarts a timer.
    void start(Timer t, long deadlineMs) {
        stop(t);
        // rounded up: never early
        long at = Math.max(clock + 1, (deadlineMs + slotMs - 1) / slotMs);
        int slot = (int) (at & (SLOTS - 1));
        t.deadlineMs = at * slotMs;
        t.slot = slot;
        t.previous = null;
        t.next = heads[slot];
        if (t.next != null) {
            t.next.previous = t;
        }
        heads[slot] = t;
        size++;
    }

    void stop(Timer t) {
        if (t.slot < 0) {
            return;
        }
        if (t.previous == null) {
            heads[t.slot] = t.next;
        } else {
            t.previous.next = t.next;
        }
        if (t.next != null) {
            t.next.previous = t.previous;
        }
        t.previous = null;
        t.next = null;
        t.slot = -1;
        size--;
    }

    /// Fires what is due.
    void advance(long nowMs) {
        long target = nowMs / slotMs;
        // after a long pause one turn visits every slot
        long from = Math.max(clock + 1, target - SLOTS + 1);
        clock = Math.max(clock, target);
        for (long at = from; at <= target; at++) {
            fireSlot((int) (at & (SLOTS - 1)), nowMs);
        }
    }

    private void fireSlot(int slot, long nowMs) {
        Timer due = null;
        Timer t = heads[slot];
        while (t != null) {
            Timer next = t.next;
            if (t.deadlineMs <= nowMs) {
                stop(t);
                t.next = due;
                due = t;
            }
            t = next;
        }
        while (due != null) {
            Timer next = due.next;
            due.next = null;
            // one that fired before it in this turn may have started it anew: then it is not due
            // now
            if (due.slot < 0) {
                due.fire(nowMs);
            }
            due = next;
        }
    }
}
