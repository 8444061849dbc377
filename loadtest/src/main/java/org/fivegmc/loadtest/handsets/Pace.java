package org.fivegmc.loadtest.handsets;

/// When the next thing of a steady rate is due. Times that were missed are made up for, so that
/// what is late counts from when it was due; only what is more than [#MOST_LAG] behind is given up.
/// Thread: one.
final class Pace {
    /// Microseconds.
    static final long MOST_LAG = 10_000_000;

    private static final double MICROS_PER_SECOND = 1_000_000;

    private final double interval;
    private final long begin;
    private long taken;

    /// `perSecond` is above 0.
    Pace(double perSecond, long begin) {
        this.interval = MICROS_PER_SECOND / perSecond;
        this.begin = begin;
    }

    /// When the next one is due.
    long due() {
        return begin + (long) (taken * interval);
    }

    void take() {
        taken++;
    }

    /// Gives up what is too far behind; returns how many that were.
    long skip(long now) {
        long behind = now - MOST_LAG - due();
        if (behind <= 0) {
            return 0;
        }
        long count = (long) Math.ceil(behind / interval);
        taken += count;
        return count;
    }
}
