package org.fivegmc.loadtest.handsets;

import org.fivegmc.loadtest.wire.SipBytes;

/// What an `imdn.Message-ID` of ours says, so that neither side needs a table to know a message:
///
/// | digits | 1 | 6 | 1 | 8 | 1 | 8 | 1 | 12 |
/// |---|---|---|---|---|---|---|---|---|
/// | | `m`, `d` or `r` | run | `-` | pair | `-` | sequence | `-` | time |
///
/// `m` is a message, `d` a delivered report, `r` (read) a displayed one; pair and sequence of a
/// report are those of its message. The time is that at which it was due, in microseconds of the
/// run. The run tells what an earlier one left behind.
///
/// An instance is read into again and again. Thread: one.
final class MessageKey {
    static final int LENGTH = 38;

    static final char TEXT = 'm';
    static final char DELIVERED = 'd';
    static final char DISPLAYED = 'r';

    private static final int RUN_BITS = 24;

    private final int run;
    private char kind;
    private int pair;
    private int sequence;
    private long micros;

    MessageKey(int run) {
        this.run = run & (1 << RUN_BITS) - 1;
    }

    char kind() {
        return kind;
    }

    int pair() {
        return pair;
    }

    int sequence() {
        return sequence;
    }

    long micros() {
        return micros;
    }

    void write(Draft out, char ofKind, int ofPair, int ofSequence, long at) {
        out.put(ofKind).hex(run, 6).put('-').hex(ofPair, 8).put('-').hex(ofSequence, 8).put('-');
        out.hex(at, 12);
    }

    /// Whether an id of this run stands at `at`; then the other methods tell what it says.
    boolean read(byte[] in, int at, int to) {
        if (at < 0 || to - at < LENGTH) {
            return false;
        }
        char found = (char) in[at];
        boolean known = found == TEXT || found == DELIVERED || found == DISPLAYED;
        if (!known || SipBytes.hex(in, at + 1, 6, to) != run) {
            return false;
        }
        long foundPair = SipBytes.hex(in, at + 8, 8, to);
        long foundSequence = SipBytes.hex(in, at + 17, 8, to);
        long foundMicros = SipBytes.hex(in, at + 26, 12, to);
        if ((foundPair | foundSequence) >>> 31 != 0 || foundMicros < 0) {
            return false;
        }
        kind = found;
        pair = (int) foundPair;
        sequence = (int) foundSequence;
        micros = foundMicros;
        return true;
    }
}
