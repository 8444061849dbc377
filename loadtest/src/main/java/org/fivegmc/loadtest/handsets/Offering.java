package org.fivegmc.loadtest.handsets;

import java.io.IOException;

/// Chooses which pair talks next and when: at a rate, or as many messages as a window leaves room
/// for. A pair takes part when its last message has its final answer, its ledger has room, and its
/// sender is online. Thread: one.
final class Offering {
    // A turn offers at most so much before what came in is read.
    private static final int BATCH = 64;
    // How many pairs are asked before it is given up for this turn.
    private static final int TRIES = 64;
    private static final long NOT_SOON = 1_000_000;
    private static final long SOON = 1_000;

    /// How the next message becomes due.
    private sealed interface Mode {
        record Silent() implements Mode {}

        record AtRate(Pace pace) implements Mode {}

        /// So many texts without a final answer.
        record Answers(int window) implements Mode {}

        /// So many texts that are not done with, their reports included.
        record Conversations(int window) implements Mode {}
    }

    private final Crowd crowd;
    private final Ledger ledger;
    private final Outgoing outgoing;
    private final Tally tally;
    private final IntRing idle = new IntRing();
    private Mode mode = new Mode.Silent();
    private boolean sendersRegister = true;
    private int each = Integer.MAX_VALUE;
    private int unanswered;
    private boolean held;

    Offering(Crowd crowd, Ledger ledger, Outgoing outgoing, Tally tally) {
        this.crowd = crowd;
        this.ledger = ledger;
        this.outgoing = outgoing;
        this.tally = tally;
    }

    /// A pair that talks from now on.
    void add(int pair) {
        idle.add(pair);
    }

    /// Every pair offers so many messages and no more; at least one.
    void each(int messages) {
        each = messages;
    }

    void sendersRegister(boolean must) {
        sendersRegister = must;
        outgoing.sendersRegister(must);
    }

    void silent() {
        mode = new Mode.Silent();
    }

    void atRate(double perSecond, long now) {
        mode = new Mode.AtRate(new Pace(perSecond, now));
    }

    void answers(int window) {
        mode = new Mode.Answers(window);
    }

    void conversations(int window) {
        mode = new Mode.Conversations(window);
    }

    /// Texts without a final answer.
    int unanswered() {
        return unanswered;
    }

    /// Whether every pair has offered all it may.
    boolean exhausted() {
        return idle.size() == 0 && unanswered == 0;
    }

    void ended(int pair) {
        unanswered--;
        if (ledger.offered(pair) < each) {
            idle.add(pair);
        }
    }

    /// Microseconds until there is something to do, as far as that is known.
    long dueIn(long now) {
        return switch (mode) {
            case Mode.AtRate(Pace pace) when held -> Math.max(SOON, pace.due() - now);
            case Mode.AtRate(Pace pace) -> pace.due() - now;
            case Mode.Answers(int window) -> unanswered < window && !held ? 0 : NOT_SOON;
            case Mode.Conversations(int window) -> ledger.open() < window && !held ? 0 : NOT_SOON;
            case Mode.Silent() -> NOT_SOON;
        };
    }

    void turn(long now) throws IOException {
        held = false;
        if (mode instanceof Mode.AtRate(Pace pace)) {
            tally.skipped += pace.skip(now);
        }
        for (int n = 0; n < BATCH && dueIn(now) <= 0; n++) {
            int pair = outgoing.full() ? -1 : next();
            if (pair < 0) {
                held = true;
                return;
            }
            long due = now;
            if (mode instanceof Mode.AtRate(Pace pace)) {
                due = pace.due();
                pace.take();
            }
            unanswered++;
            outgoing.text(pair, ledger.offer(pair), due, now);
        }
    }

    /// The next pair that may talk; -1 when none was found.
    private int next() {
        for (int n = Math.min(TRIES, idle.size()); n > 0; n--) {
            int pair = idle.remove();
            boolean online = crowd.state(ledger.sender(pair)) == Crowd.State.ON;
            if (ledger.mayOffer(pair) && (online || !sendersRegister)) {
                return pair;
            }
            idle.add(pair);
        }
        return -1;
    }
}
