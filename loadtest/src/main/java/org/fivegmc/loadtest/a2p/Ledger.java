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

    /// What is told of a message.
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

    /// A message has one of these in the end.
    private static final int ENDS = 2 | 8;

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
        } else if ((status.bit & ENDS) != 0 && (before & ENDS) == 0) {
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

    /// Messages whose end was told.
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
    /// @param missing accepted, and no end was told
    /// @param twofold told to be delivered and to have failed
    record Sums(long delivered, long network, long failed, long missing, long twofold) {}

    Sums sums() {
        long[] by = new long[(ACCEPTED | STATUSES) + 1];
        for (int block = 0; block < blocks.length(); block++) {
            AtomicIntegerArray marks = blocks.get(block);
            for (int n = 0; marks != null && n < BLOCK; n++) {
                by[marks.get(n)]++;
            }
        }
        return new Sums(
                with(by, Status.DELIVERED.bit),
                with(by, Status.NETWORK.bit),
                with(by, Status.FAILED.bit),
                by[ACCEPTED] + by[ACCEPTED | Status.NETWORK.bit],
                with(by, ENDS));
    }

    private static long with(long[] by, int bits) {
        long sum = 0;
        for (int mark = 0; mark < by.length; mark++) {
            sum += (mark & bits) == bits ? by[mark] : 0;
        }
        return sum;
    }
}
