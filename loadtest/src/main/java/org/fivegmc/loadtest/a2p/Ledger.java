package org.fivegmc.loadtest.a2p;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What became of each message: taken, and told to be delivered, delivered to the network, or
/// failed. Four octets for each. Threads: any.
final class Ledger {
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;
    private static final int ACCEPTED = 1;

    /// A terminal status, which a message has one of.
    enum Status {
        DELIVERED("delivered", 2),
        NETWORK("deliveredToNetwork", 4),
        FAILED("failed", 8);

        private final String word;
        private final int bit;

        Status(String word, int bit) {
            this.word = word;
            this.bit = bit;
        }

        static @Nullable Status of(String word) {
            for (Status status : values()) {
                if (status.word.equals(word)) {
                    return status;
                }
            }
            return null;
        }
    }

    private static final int STATUSES = 2 | 4 | 8;

    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> blocks;
    private final LongAdder accepted = new LongAdder();
    private final LongAdder told = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder strangers = new LongAdder();

    /// @param most messages
    Ledger(int most) {
        blocks = new AtomicReferenceArray<>((most >>> BLOCK_BITS) + 1);
    }

    void accepted(long number) {
        if ((mark(number, ACCEPTED) & ACCEPTED) == 0) {
            accepted.increment();
        }
    }

    /// @param number -1 for a message of another run
    void told(long number, Status status) {
        if (number < 0 || number >>> BLOCK_BITS >= blocks.length()) {
            strangers.increment();
            return;
        }
        int before = mark(number, status.bit);
        if ((before & status.bit) != 0) {
            // a webhook is called again when its answer was lost
            repeated.increment();
        } else if ((before & STATUSES) == 0) {
            told.increment();
        }
    }

    private int mark(long number, int bit) {
        int block = (int) (number >>> BLOCK_BITS);
        AtomicIntegerArray marks = blocks.get(block);
        if (marks == null) {
            AtomicIntegerArray made = new AtomicIntegerArray(BLOCK);
            AtomicIntegerArray other = blocks.compareAndExchange(block, null, made);
            marks = other == null ? made : other;
        }
        return marks.getAndUpdate((int) (number & (BLOCK - 1)), was -> was | bit);
    }

    long accepted() {
        return accepted.sum();
    }

    /// Messages that have a status.
    long told() {
        return told.sum();
    }

    long repeated() {
        return repeated.sum();
    }

    long strangers() {
        return strangers.sum();
    }

    /// How it stands in the end.
    ///
    /// @param missing accepted and without a status
    /// @param twofold with two that exclude each other
    record Sums(long delivered, long network, long failed, long missing, long twofold) {}

    Sums sums() {
        long[] by = new long[STATUSES + 2];
        for (int block = 0; block < blocks.length(); block++) {
            AtomicIntegerArray marks = blocks.get(block);
            for (int n = 0; marks != null && n < BLOCK; n++) {
                by[marks.get(n)]++;
            }
        }
        long[] statuses = new long[STATUSES + 2];
        long twofold = 0;
        for (int mark = 0; mark < by.length; mark++) {
            int status = mark & STATUSES;
            statuses[status] += by[mark];
            twofold += Integer.bitCount(status) > 1 ? by[mark] : 0;
        }
        return new Sums(
                statuses[Status.DELIVERED.bit],
                statuses[Status.NETWORK.bit],
                statuses[Status.FAILED.bit],
                by[ACCEPTED],
                twofold);
    }
}
