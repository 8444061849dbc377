package org.fivegmc.fallback.link;

/// Finds out that a peer is gone although its connection still stands: silence, then a probe, then
/// misses. Anything read proves life. Time is passed in (nanoseconds); not thread-safe.
final class Keepalive {
    enum Action {
        NOTHING,
        PROBE,
        CLOSE
    }

    private final long after;
    private final long answer;
    private final int maxMisses;
    private long lastRead;
    private long askedAt;
    private boolean asked;
    private int misses;

    Keepalive(GatewayTimers timers) {
        this.after = timers.enquireAfter().toNanos();
        this.answer = timers.enquireAnswer().toNanos();
        this.maxMisses = timers.enquireMisses();
    }

    void read(long now) {
        lastRead = now;
        asked = false;
        misses = 0;
    }

    Action check(long now) {
        if (!asked) {
            return now - lastRead >= after ? ask(now) : Action.NOTHING;
        }
        if (now - askedAt < answer) {
            return Action.NOTHING;
        }
        misses++;
        return misses >= maxMisses ? Action.CLOSE : ask(now);
    }

    private Action ask(long now) {
        asked = true;
        askedAt = now;
        return Action.PROBE;
    }
}
