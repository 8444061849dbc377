package org.fivegmc.fallback.mm7;

import java.time.Duration;
import org.fivegmc.fallback.link.AimdRate;
import org.fivegmc.fallback.link.CircuitBreaker;

/// Lets requests to one MMSC pass: at the rate of the contract, and as long as the MMSC does its
/// work. Times are those of `System.nanoTime()`. Thread-safe.
final class Turnstile {
    private static final Duration THROTTLE_PAUSE = Duration.ofSeconds(1);

    /// While the one request is under way that tries whether the MMSC works again.
    private static final long TRIAL = 100_000_000;

    private final AimdRate rate;
    private final CircuitBreaker breaker;
    private boolean reachable;
    private int inFlight;

    Turnstile(int rate, long now) {
        this.rate = new AimdRate(rate, Math.max(1, rate / 10), THROTTLE_PAUSE, now);
        breaker = new CircuitBreaker(now);
    }

    /// Whether a request may be posted.
    sealed interface Entry {
        /// To be followed by [Turnstile#leave].
        record Admitted() implements Entry {}

        /// Ask again then.
        record Wait(long nanos) implements Entry {}

        /// The circuit breaker is open, for about so long.
        record Closed(long nanos) implements Entry {}
    }

    synchronized Entry enter(long now) {
        switch (breaker.state(now, reachable)) {
            case OPEN -> {
                return new Entry.Closed(breaker.untilFree(now));
            }
            case HALF_OPEN -> {
                if (inFlight > 0) {
                    return new Entry.Wait(TRIAL);
                }
            }
            case CLOSED -> {}
        }
        if (!rate.take(now, 1, false)) {
            return new Entry.Wait(rate.untilFree(now));
        }
        inFlight++;
        return new Entry.Admitted();
    }

    /// @param worked whether the MMSC did its work
    synchronized void leave(boolean worked, long sentAt, long now) {
        inFlight--;
        if (worked) {
            breaker.success(now, now - sentAt);
            rate.accepted(now);
        } else {
            breaker.failure(now, now - sentAt);
        }
    }

    /// Whether this lowered the rate.
    synchronized boolean throttled(long now, long sentAt) {
        return rate.throttled(now, sentAt);
    }

    /// Whether this is news.
    synchronized boolean reachable(boolean is, long now) {
        boolean news = reachable != is;
        reachable = is;
        breaker.state(now, is);
        return news;
    }

    synchronized boolean isReachable() {
        return reachable;
    }

    synchronized CircuitBreaker.State circuit(long now) {
        return breaker.state(now, reachable);
    }

    synchronized int inFlight() {
        return inFlight;
    }

    synchronized double rate() {
        return rate.rate();
    }
}
