package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import org.fivegmc.loadtest.handsets.Crowd.State;
import org.fivegmc.loadtest.handsets.Transaction.Kind;

/// Handsets come and go: they register one after another at a rate or as fast as the server
/// answers, refresh in time, leave with a de-registration or without a word, and come back. Thread:
/// one.
final class Presence {
    /// Registrations under way when no rate is given.
    static final int WINDOW = 200;

    private static final int BATCH = 64;
    private static final long NOT_SOON = 1_000_000;
    private static final long AGAIN = 100_000;
    private static final long AFTER_LOSS = 1_000_000;
    private static final double REFRESH_AFTER = 0.5;
    private static final double SECOND = 1_000_000;

    private final LoadProfile profile;
    private final Crowd crowd;
    private final Outgoing outgoing;
    private final Latencies latencies;
    private final Tally tally;
    private final TimerWheel timers;
    private final Wire wire;
    private final SplittableRandom random;
    private Kind wanted = Kind.REGISTER;
    private int next;
    private int last;
    private Pace pace = new Pace(1, 0);
    private boolean paced;
    private int underWay;
    private long refreshed;
    private double refreshCredit;
    private int refreshCursor;
    private Pace departures = new Pace(1, 0);
    private int wanderers;
    private long absence;
    private int absent;

    Presence(
            LoadProfile profile,
            Crowd crowd,
            Outgoing outgoing,
            Latencies latencies,
            Tally tally,
            TimerWheel timers,
            Wire wire,
            long seed) {
        this.profile = profile;
        this.crowd = crowd;
        this.outgoing = outgoing;
        this.latencies = latencies;
        this.tally = tally;
        this.timers = timers;
        this.wire = wire;
        this.random = new SplittableRandom(seed);
    }

    /// Handsets `from` (inclusive) to `to` register or, with UNREGISTER, leave, one after another:
    /// `perSecond`, or as fast as they are answered if that is 0.
    void all(Kind kind, int from, int to, double perSecond, long now) {
        wanted = kind;
        next = from;
        last = to;
        paced = perSecond > 0;
        pace = new Pace(paced ? perSecond : 1, now);
    }

    /// One handset registers, or does so again.
    void register(int handset, long now) {
        try {
            State state = crowd.state(handset);
            begin(state == State.ON ? Kind.REFRESH : Kind.REGISTER, handset, now, now);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Whether all of the last order have begun and ended, and nobody is away.
    boolean settled() {
        return next >= last && underWay == 0 && absent == 0;
    }

    /// From now on handsets 0 to `count` go away at random, so that about `share` of them is away
    /// at any time, each for `micros`; every second one without a word. 0 ends it: who is away
    /// comes back when its time is over.
    void wander(int count, double share, long micros, long now) {
        wanderers = share > 0 ? count : 0;
        absence = micros;
        if (wanderers > 0) {
            departures = new Pace(count * share / (micros / SECOND), now);
        }
    }

    /// Handsets away, or on their way out or back.
    int absent() {
        return absent;
    }

    long dueIn(long now) {
        if (next >= last) {
            return wanderers > 0 ? departures.due() - now : NOT_SOON;
        }
        return paced ? pace.due() - now : underWay < WINDOW ? 0 : NOT_SOON;
    }

    void turn(long now) throws IOException {
        for (int n = 0; n < BATCH && next < last && isDue(now) && !outgoing.full(); n++) {
            long due = paced ? pace.due() : now;
            pace.take();
            begin(wanted, next++, due, now);
        }
        for (int n = 0; n < BATCH && wanderers > 0 && departures.due() <= now; n++) {
            departures.take();
            depart(random.nextInt(wanderers), now);
        }
        refresh(now);
    }

    /// The handset has lost its connection.
    void lost(int handset, long now) {
        if (crowd.state(handset) != State.OFF && crowd.state(handset) != State.GONE) {
            tally.connectionsLost++;
            crowd.enter(handset, State.GONE, now);
            outgoing.interrupt(handset, now);
            absent++;
            timers.set(new Return(handset), now + AFTER_LOSS);
        }
    }

    void dropped() {
        underWay--;
    }

    void ended(Transaction one, boolean accepted, long now) throws IOException {
        underWay--;
        int handset = one.handset;
        switch (one.kind) {
            case UNREGISTER -> {
                if (crowd.state(handset) == State.LEAVING) {
                    crowd.enter(handset, State.OFF, now);
                    wire.hangUp(handset);
                }
            }
            case REFRESH -> {
                tally.refreshed += accepted ? 1 : 0;
                tally.registrationsFailed += accepted ? 0 : 1;
            }
            default -> registered(one, accepted, now);
        }
    }

    private void registered(Transaction one, boolean accepted, long now) throws IOException {
        if (!accepted) {
            tally.registrationsFailed++;
            crowd.enter(one.handset, State.OFF, now);
            return;
        }
        tally.registered++;
        latencies.registered(one.due, now);
        if (crowd.state(one.handset) == State.REGISTERING) {
            crowd.enter(one.handset, State.ON, now);
            outgoing.release(one.handset, now);
        }
    }

    private boolean isDue(long now) {
        return paced ? pace.due() <= now : underWay < WINDOW;
    }

    private void begin(Kind kind, int handset, long due, long now) throws IOException {
        State state = crowd.state(handset);
        boolean away = state == State.OFF || state == State.GONE;
        if (kind == Kind.REGISTER ? !away : state != State.ON) {
            return;
        }
        if (kind != Kind.REFRESH) {
            crowd.enter(handset, kind == Kind.REGISTER ? State.REGISTERING : State.LEAVING, now);
        }
        underWay++;
        outgoing.registration(kind, handset, due, now);
    }

    private void depart(int handset, long now) throws IOException {
        if (crowd.state(handset) != State.ON) {
            return;
        }
        if (random.nextBoolean()) {
            crowd.enter(handset, State.GONE, now);
            wire.hangUp(handset);
            outgoing.interrupt(handset, now);
        } else {
            begin(Kind.UNREGISTER, handset, now, now);
        }
        absent++;
        timers.set(new Return(handset), now + absence);
    }

    private final class Return extends TimerWheel.Timed {
        private final int handset;

        private Return(int handset) {
            this.handset = handset;
        }

        @Override
        void fire(long now) {
            try {
                if (crowd.state(handset) == State.LEAVING) {
                    timers.set(this, now + AGAIN);
                    return;
                }
                absent--;
                begin(Kind.REGISTER, handset, now, now);
            } catch (IOException _) {
                absent++;
                crowd.enter(handset, State.GONE, now);
                timers.set(this, now + AGAIN);
            }
        }
    }

    /// Goes round all handsets twice in the life of a registration.
    private void refresh(long now) throws IOException {
        double perMicro = crowd.size() / (profile.expires() * REFRESH_AFTER * SECOND);
        refreshCredit = Math.min(BATCH, refreshCredit + (now - refreshed) * perMicro);
        refreshed = now;
        while (refreshCredit >= 1 && !outgoing.full()) {
            refreshCredit--;
            int handset = refreshCursor;
            refreshCursor = (refreshCursor + 1) % crowd.size();
            begin(Kind.REFRESH, handset, now, now);
        }
    }
}
