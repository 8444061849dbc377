package org.fivegmc.maap.webhook;

import java.util.Optional;

/// Whether one webhook works, so that a dead one costs nobody else anything. After some failures in
/// a row it is left alone for a while that grows; then one call tries it.
final class Health {

    static final int FAILURES = 5;
    static final long SHORTEST_MS = 1_000;
    static final long LONGEST_MS = 60_000;

    private final Gathering reports;
    private int failures;
    private long pauseUntilMs;
    private boolean trying;
    private int underWay;
    private Optional<WebhookState.Failure> last = Optional.empty();

    /// @param reports those that wait for a call
    Health(Gathering reports) {
        this.reports = reports;
    }

    Gathering reports() {
        return reports;
    }

    /// How long to wait before a call; 0 for one that may begin, and has to be [#ended].
    ///
    /// @param most calls at a time
    synchronized long begin(long nowMs, int most) {
        if (failures >= FAILURES) {
            if (trying) {
                return SHORTEST_MS;
            }
            if (nowMs < pauseUntilMs) {
                return pauseUntilMs - nowMs;
            }
            trying = true;
        } else if (underWay >= most) {
            return SHORTEST_MS;
        }
        underWay++;
        return 0;
    }

    /// A call that was begun was not made after all.
    synchronized void notCalled() {
        underWay--;
        trying = false;
    }

    /// @param failure why it has not worked; empty when it has
    /// @return whether it works again, after it had not
    synchronized boolean ended(Optional<String> failure, long nowMs) {
        underWay--;
        boolean wasDown = failures >= FAILURES;
        trying = false;
        if (failure.isEmpty()) {
            failures = 0;
            return wasDown;
        }
        last = Optional.of(new WebhookState.Failure(nowMs, failure.get()));
        failures++;
        if (failures >= FAILURES) {
            int doubled = Math.min(failures - FAILURES, 6);
            pauseUntilMs = nowMs + Math.min(LONGEST_MS, SHORTEST_MS << doubled);
        }
        return false;
    }

    /// It is called again at once.
    synchronized void forgive() {
        failures = 0;
        pauseUntilMs = 0;
    }

    synchronized WebhookState state(long nowMs) {
        boolean leftAlone = failures >= FAILURES && pauseUntilMs > nowMs;
        return new WebhookState(failures, leftAlone ? pauseUntilMs : 0, underWay, last);
    }
}
