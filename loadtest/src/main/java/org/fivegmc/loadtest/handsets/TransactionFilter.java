package org.fivegmc.loadtest.handsets;

/// Tells a repetition of a request from a new one (RFC 3261 section 17.2.3) by a hash of its branch
/// and Call-ID. It remembers the last [#KEPT] requests at least and twice as many at most; what is
/// older was answered long ago. Two of 2^20 requests have the same hash of 64 bits with a
/// probability of 1 in 30 million. Thread: one.
final class TransactionFilter {
    static final int KEPT = 1 << 20;

    private final int kept;
    private long[] young;
    private long[] old;
    private int count;

    TransactionFilter() {
        this(KEPT);
    }

    /// `kept` is a power of two.
    TransactionFilter(int kept) {
        this.kept = kept;
        this.young = new long[2 * kept];
        this.old = new long[2 * kept];
    }

    /// Whether it is new; then it is remembered.
    boolean add(long hash) {
        long key = hash == 0 ? 1 : hash;
        if (contains(old, key) || contains(young, key)) {
            return false;
        }
        if (count == kept) {
            old = young;
            young = new long[2 * kept];
            count = 0;
        }
        young[place(young, key)] = key;
        count++;
        return true;
    }

    /// FNV-1a over some bytes, continuing `seed`, with its bits mixed well in the end.
    static long hash(long seed, byte[] in, int from, int to) {
        long hash = seed ^ 0xcbf29ce484222325L;
        for (int at = from; at < to; at++) {
            hash = (hash ^ in[at] & 0xff) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return hash ^ hash >>> 29;
    }

    private static boolean contains(long[] table, long key) {
        return table[place(table, key)] == key;
    }

    /// Where the key is, or would be.
    private static int place(long[] table, long key) {
        int at = (int) key & table.length - 1;
        while (table[at] != 0 && table[at] != key) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }
}
