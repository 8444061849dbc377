package org.fivegmc.fallback.link;

import java.time.Duration;

/// A token bucket whose rate follows what the center bears: times 0.7 and a pause when it says slow
/// down, plus 5 % per second in which it accepted something, never above the configured rate.
///
/// A whole window may be refused for one overload, so refusals of units sent before the end of the
/// last pause do not count again. Time is passed in (nanoseconds of any origin); not thread-safe.
public final class AimdRate {
    /// Units per second below which the rate does not fall.
    static final double FLOOR = 1;

    private static final double DECREASE = 0.7;
    private static final double INCREASE = 1.05;
    private static final double SECOND = 1e9;

    private final double ceiling;
    private final int burst;
    private final long pauseNanos;
    private double rate;
    private double tokens;
    private long refilledAt;
    private long pausedUntil;
    private long stepAt;
    private boolean acceptedInStep;

    public AimdRate(double ceiling, int burst, Duration pause, long now) {
        this.ceiling = ceiling;
        this.burst = burst;
        this.pauseNanos = pause.toNanos();
        this.rate = ceiling;
        this.tokens = burst;
        this.refilledAt = now;
        this.pausedUntil = now;
        this.stepAt = now;
    }

    public double rate() {
        return rate;
    }

    /// Takes the tokens for a unit if one is there. The parts of a message go together: those after
    /// the first go into debt rather than wait, unless the center has said slow down.
    public boolean take(long now, int cost, boolean continuation) {
        refill(now);
        if (now - pausedUntil < 0 || (tokens < 1 && !continuation)) {
            return false;
        }
        tokens -= cost;
        return true;
    }

    /// Nanoseconds until [#take] can succeed; 0 if it can now.
    public long untilFree(long now) {
        refill(now);
        long pause = Math.max(0, pausedUntil - now);
        long token = tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / rate * SECOND);
        return Math.max(pause, token);
    }

    /// The center accepted a unit.
    public void accepted(long now) {
        acceptedInStep = true;
        grow(now);
    }

    /// The center said slow down for a unit sent at `sentAt`; whether that lowered the rate.
    public boolean throttled(long now, long sentAt) {
        if (sentAt - pausedUntil < 0) {
            return false;
        }
        refill(now);
        rate = Math.max(FLOOR, rate * DECREASE);
        tokens = Math.min(tokens, 0);
        pausedUntil = now + pauseNanos;
        stepAt = pausedUntil;
        acceptedInStep = false;
        return true;
    }

    private void grow(long now) {
        if (now - stepAt < SECOND) {
            return;
        }
        if (acceptedInStep) {
            refill(now);
            rate = Math.min(ceiling, rate * INCREASE);
        }
        stepAt = now;
        acceptedInStep = false;
    }

    private void refill(long now) {
        long from = Math.max(refilledAt, pausedUntil);
        if (now - from > 0) {
            tokens = Math.min(burst, tokens + (now - from) / SECOND * rate);
            refilledAt = now;
        }
    }
}
