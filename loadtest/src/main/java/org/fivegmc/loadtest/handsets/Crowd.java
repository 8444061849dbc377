package org.fivegmc.loadtest.handsets;

import java.util.Arrays;
import org.fivegmc.loadtest.wire.SipBytes;

/// The handsets of one loop, a few bytes each: whether they are reachable, since when, and the CSeq
/// of their last REGISTER. Handsets are counted from the first of the loop; numbers are `+86138`
/// and eight digits.
///
/// | state | from | to |
/// |---|---|---|
/// | OFF | the begin, or a de-registration that was answered | REGISTERING |
/// | REGISTERING | a REGISTER sent | ON, or OFF when it is refused |
/// | ON | 200 | LEAVING, GONE |
/// | LEAVING | a de-registration sent | OFF |
/// | GONE | nothing sent: it just does not answer any more | REGISTERING |
///
/// Thread: one.
final class Crowd {
    static final String PREFIX = "+86138";
    static final int MAX = 100_000_000;

    private static final byte[] PREFIX_BYTES = SipBytes.ascii(PREFIX);
    private static final int DIGITS = 8;
    private static final int MICROS_PER_MILLI = 1000;

    /// See the table above.
    enum State {
        OFF(0),
        REGISTERING(1),
        ON(2),
        LEAVING(3),
        GONE(4);

        private static final State[] ALL = values();

        // The place in ALL.
        private final int code;

        State(int code) {
            this.code = code;
        }
    }

    private final int firstNumber;
    private final byte[] states;
    private final int[] sinceMillis;
    private final int[] cseqs;
    private final int[] counts = new int[State.ALL.length];

    /// `firstNumber` are the last eight digits of the first handset's number.
    Crowd(int firstNumber, int size) {
        this.firstNumber = firstNumber;
        this.states = new byte[size];
        this.sinceMillis = new int[size];
        this.cseqs = new int[size];
        counts[State.OFF.code] = size;
    }

    int size() {
        return states.length;
    }

    State state(int handset) {
        return State.ALL[states[handset]];
    }

    /// How many are in a state.
    int count(State state) {
        return counts[state.code];
    }

    void enter(int handset, State state, long now) {
        counts[states[handset]]--;
        states[handset] = (byte) state.code;
        counts[states[handset]]++;
        if (state == State.REGISTERING) {
            sinceMillis[handset] = (int) (now / MICROS_PER_MILLI);
        }
    }

    /// Whether it answers and sends.
    boolean reachable(int handset) {
        State state = state(handset);
        return state != State.OFF && state != State.GONE;
    }

    /// When it last began to come online, in microseconds of the run.
    long since(int handset) {
        return (long) sinceMillis[handset] * MICROS_PER_MILLI;
    }

    int nextCseq(int handset) {
        return ++cseqs[handset];
    }

    void number(Draft out, int handset) {
        digits(out.put(PREFIX_BYTES), handset);
    }

    /// The last eight digits of the number.
    void digits(Draft out, int handset) {
        out.digits8(firstNumber + handset);
    }

    /// The handset whose number follows the first plus sign from `at` on; -1 when it is none of
    /// ours.
    int handset(byte[] in, int at, int to) {
        int plus = at;
        while (plus < to && in[plus] != '+') {
            plus++;
        }
        int digits = plus + PREFIX_BYTES.length;
        if (!SipBytes.startsWith(in, plus, to, PREFIX_BYTES) || to - digits < DIGITS) {
            return -1;
        }
        long number = SipBytes.decimal(in, digits, digits + DIGITS);
        long handset = number - firstNumber;
        return handset >= 0 && handset < states.length ? (int) handset : -1;
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
