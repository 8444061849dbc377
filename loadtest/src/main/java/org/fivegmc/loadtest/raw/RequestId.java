package org.fivegmc.loadtest.raw;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.ThreadLocalRandom;

/// What stands in branches, Call-IDs, tags and Message-IDs, 24 characters: eight that are the same
/// all through a run and belong to no other, then the id of the request as 16 hexadecimal digits.
/// The id carries the sequence number of the request and the slot it occupies, so an answer leads
/// to its request without a map.
///
/// ```
/// 63      60 59                              20 19          0
/// [ unused ] [ sequence number, 40 bits       ] [ slot       ]
/// ```
final class RequestId {
    static final int SLOT_BITS = 20;
    static final int MAX_SLOTS = 1 << SLOT_BITS;

    /// Characters of run and id together.
    static final int LENGTH = 24;

    static final long NONE = -1;

    private static final int HALF = Long.BYTES;

    private final long run;

    private RequestId(long run) {
        this.run = run;
    }

    static RequestId ofRun() {
        return new RequestId(Digits.hex(ThreadLocalRandom.current().nextLong()));
    }

    static long of(long sequence, int slot) {
        return sequence << SLOT_BITS | slot;
    }

    static int slot(long id) {
        return (int) id & MAX_SLOTS - 1;
    }

    static long sequence(long id) {
        return id >>> SLOT_BITS;
    }

    /// The eight characters of the run.
    String runText() {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < HALF; k++) {
            text.append((char) (run >>> 8 * k & 0xff));
        }
        return text.toString();
    }

    /// Where the run's characters begin in the range, looked for at `guess` behind its start first;
    /// -1 if nowhere.
    long find(MemorySegment in, long from, long to, long guess) {
        long last = to - LENGTH;
        long at = from + guess;
        if (guess >= 0 && at <= last && in.get(Digits.WORD, at) == run) {
            return at;
        }
        for (at = from; at <= last; at++) {
            if (in.get(Digits.WORD, at) == run) {
                return at;
            }
        }
        return -1;
    }

    /// The id behind the run's characters at `at`, or [#NONE].
    static long read(MemorySegment in, long at) {
        long high = Digits.fromHex(in.get(Digits.WORD, at + HALF));
        long low = Digits.fromHex(in.get(Digits.WORD, at + 2 * HALF));
        return high < 0 || low < 0 ? NONE : high << 32 | low;
    }
}
