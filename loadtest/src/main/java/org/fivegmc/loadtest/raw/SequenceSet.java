package org.fivegmc.loadtest.raw;

import java.util.Arrays;

/// Sequence numbers of one run, a bit each, in chunks that come into being when first used. Numbers
/// run densely from 0, so a hundred million of them take 12.5 MB.
final class SequenceSet {
    /// Numbers from here on are not kept: the generator ends a run before it gets there.
    static final long LIMIT = 500_000_000L;

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK_WORDS = 1 << CHUNK_BITS - 6;
    private static final long[] NOTHING = new long[0];

    private final long[][] chunks = new long[(int) (LIMIT >>> CHUNK_BITS) + 1][];
    private long count;

    SequenceSet() {
        Arrays.fill(chunks, NOTHING);
    }

    /// Whether the number was not in it yet.
    boolean add(long sequence) {
        if (sequence < 0 || sequence >= LIMIT) {
            return false;
        }
        int index = (int) (sequence >>> CHUNK_BITS);
        long[] chunk = chunks[index];
        if (chunk.length == 0) {
            chunk = new long[CHUNK_WORDS];
            chunks[index] = chunk;
        }
        int word = (int) sequence >>> 6 & CHUNK_WORDS - 1;
        long bit = 1L << sequence;
        if ((chunk[word] & bit) != 0) {
            return false;
        }
        chunk[word] |= bit;
        count++;
        return true;
    }

    long count() {
        return count;
    }

    /// How many of these numbers the other set lacks.
    long missingIn(SequenceSet other) {
        long missing = 0;
        for (int index = 0; index < chunks.length; index++) {
            long[] mine = chunks[index];
            long[] theirs = other.chunks[index];
            for (int word = 0; word < mine.length; word++) {
                missing += Long.bitCount(mine[word] & (theirs.length == 0 ? -1 : ~theirs[word]));
            }
        }
        return missing;
    }
}
