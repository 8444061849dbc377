package org.fivegmc.fallback.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that double from a least to a most, each shortened by up to a half at random so that
/// links of one center do not come back in step. Not thread-safe.
public final class Backoff {
    private final long min;
    private final long max;
    private final RandomGenerator random;
    private long next;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min.toNanos();
        this.max = max.toNanos();
        this.random = random;
        this.next = this.min;
    }

    /// The pause to make now.
    public Duration pause() {
        long full = next;
        next = Math.min(max, next * 2);
        return Duration.ofNanos(full / 2 + (long) (random.nextDouble() * (full - full / 2)));
    }

    /// It worked: begin with the least again.
    public void reset() {
        next = min;
    }
}
