package org.fivegmc.fallback.link;

/// Keeps units away from a center that does not do its work, so that the caller can choose another
/// one.
///
/// | state | leaves when | to |
/// |---|---|---|
/// | CLOSED | within 10 s, of at least 50 answers half are failures, or 1 % come later than 10 s; or no link for 5 s | OPEN |
/// | OPEN | the pause has ended (5 s, doubled up to 60 s) and a link is bound; after loss of all links as soon as one is bound | HALF_OPEN |
/// | HALF_OPEN (one unit at a time) | that unit succeeded | CLOSED |
/// | HALF_OPEN | it failed | OPEN, pause doubled |
///
/// Failures are errors of the center and missing answers; a bad number is none, and being told to
/// slow down is none either. Time is passed in (nanoseconds of any origin); not thread-safe.
public final class CircuitBreaker {
    static final long WINDOW = 10_000_000_000L;
    static final int MIN_ANSWERS = 50;
    static final long SLOW = 10_000_000_000L;
    static final long LINKLESS = 5_000_000_000L;
    static final long MIN_PAUSE = 5_000_000_000L;
    static final long MAX_PAUSE = 60_000_000_000L;

    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private State state = State.CLOSED;
    private long windowStart;
    private int answers;
    private int failures;
    private int slow;
    private long pause = MIN_PAUSE;
    private long openUntil;
    private long linklessSince;
    private boolean linked;

    public CircuitBreaker(long now) {
        windowStart = now;
        linklessSince = now;
    }

    /// Looks at the clock and at the links.
    public State state(long now, boolean anyLink) {
        if (anyLink && !linked && state == State.OPEN) {
            state = State.HALF_OPEN;
        }
        if (!anyLink && linked) {
            linklessSince = now;
        }
        linked = anyLink;
        if (state == State.OPEN && anyLink && now - openUntil >= 0) {
            state = State.HALF_OPEN;
        } else if (state != State.OPEN && !anyLink && now - linklessSince >= LINKLESS) {
            open(now);
        }
        return state;
    }

    /// Nanoseconds until trying again makes sense.
    public long untilFree(long now) {
        return state == State.OPEN ? Math.max(MIN_PAUSE / 5, openUntil - now) : 0;
    }

    /// A unit was answered by the center as it should, be it with a refusal of that unit.
    public void success(long now, long latency) {
        if (state == State.HALF_OPEN) {
            state = State.CLOSED;
            pause = MIN_PAUSE;
            restart(now);
        } else {
            count(now, false, latency);
        }
    }

    /// A unit failed for a reason of the center.
    public void failure(long now, long latency) {
        if (state == State.HALF_OPEN) {
            pause = Math.min(MAX_PAUSE, pause * 2);
            open(now);
        } else {
            count(now, true, latency);
        }
    }

    private void count(long now, boolean failed, long latency) {
        if (state != State.CLOSED) {
            return;
        }
        if (now - windowStart > WINDOW) {
            restart(now);
        }
        answers++;
        failures += failed ? 1 : 0;
        slow += latency > SLOW ? 1 : 0;
        if (answers >= MIN_ANSWERS && (failures * 2 >= answers || slow * 100 >= answers)) {
            open(now);
        }
    }

    private void open(long now) {
        state = State.OPEN;
        openUntil = now + pause;
        restart(now);
    }

    private void restart(long now) {
        windowStart = now;
        answers = 0;
        failures = 0;
        slow = 0;
    }
}
