package org.fivegmc.loadtest.handsets;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Timers by the hundred thousand: setting and cancelling one costs the same however many there
/// are. A timer fires up to [#TICK] late. Times are microseconds.
///
/// Thread: one.
final class TimerWheel {
    static final long TICK = 4_000;

    private static final int BUCKETS = 4096;

    private final Timed[] heads = new Timed[BUCKETS];
    private final List<Timed> due = new ArrayList<>();
    private long turned;
    private int size;

    /// Something with a due time; in one wheel at most once.
    abstract static class Timed {
        private long due;
        private boolean set;
        private @Nullable Timed before;
        private @Nullable Timed after;

        abstract void fire(long now);
    }

    private static final class Head extends Timed {
        @Override
        void fire(long now) {
            throw new IllegalStateException("a bucket is no timer");
        }
    }

    TimerWheel() {
        for (int n = 0; n < BUCKETS; n++) {
            heads[n] = new Head();
        }
    }

    int size() {
        return size;
    }

    void set(Timed timer, long due) {
        cancel(timer);
        // What is due in a tick already turned is found in the next one.
        long tick = Math.max(due / TICK, turned);
        Timed head = heads[(int) (tick % BUCKETS)];
        timer.due = due;
        timer.set = true;
        timer.before = head;
        timer.after = head.after;
        if (head.after != null) {
            head.after.before = timer;
        }
        head.after = timer;
        size++;
    }

    void cancel(Timed timer) {
        if (!timer.set) {
            return;
        }
        timer.set = false;
        size--;
        if (timer.before != null) {
            timer.before.after = timer.after;
        }
        if (timer.after != null) {
            timer.after.before = timer.before;
        }
        timer.before = null;
        timer.after = null;
    }

    /// Fires what is due. After a long pause every bucket is looked at once.
    void turn(long now) {
        long target = now / TICK;
        if (target - turned > BUCKETS) {
            turned = target - BUCKETS;
        }
        while (turned < target) {
            Timed head = heads[(int) (turned++ % BUCKETS)];
            for (Timed timer = head.after; timer != null; timer = timer.after) {
                if (timer.due <= now) {
                    due.add(timer);
                }
            }
            // One that fires may set or cancel others, so the list is not followed meanwhile.
            for (Timed timer : due) {
                if (timer.set && timer.due <= now) {
                    cancel(timer);
                    timer.fire(now);
                }
            }
            due.clear();
        }
    }
}
