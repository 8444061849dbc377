package org.fivegmc.sip.transaction;

import java.util.Arrays;
import org.fivegmc.sip.codec.SipReply;
import org.jspecify.annotations.Nullable;

/// The final answers of finished non-INVITE server transactions until Timer J (RFC 3261 section
/// 17.2.2).
///
/// A repetition brings the request along, and the To tag follows from the key; so the reply is all
/// that is kept, and a plain one is shared. One entry costs 40 to 64 bytes: a table by key and a
/// ring in the order of expiry, all being kept equally long. Not thread safe.
final class KeptFinals {
    private static final int INITIAL = 1_024;

    private final int cap;
    private final int keepMs;
    private final LongMap<SipReply> replies = new LongMap<>();
    private long[] ringKeys = new long[INITIAL];
    private long[] ringExpiry = new long[INITIAL];
    private int head;
    private int size;

    /// @param cap most entries; the oldest goes first
    /// @param keepMs how long each is kept
    KeptFinals(int cap, int keepMs) {
        this.cap = cap;
        this.keepMs = keepMs;
    }

    int size() {
        return size;
    }

    @Nullable SipReply get(long key) {
        return replies.get(key);
    }

    /// Keeps a reply.
    ///
    /// @return true when the oldest entry had to make room
    boolean put(long key, SipReply reply, long nowMs) {
        boolean full = size == cap;
        if (full) {
            removeOldest();
        }
        if (size == ringKeys.length) {
            int n = size;
            ringKeys = unrolled(ringKeys, n);
            ringExpiry = unrolled(ringExpiry, n);
            head = 0;
        }
        replies.put(key, reply);
        int tail = (head + size) & (ringKeys.length - 1);
        ringKeys[tail] = key;
        ringExpiry[tail] = nowMs + keepMs;
        size++;
        return full;
    }

    void expire(long nowMs) {
        while (size > 0 && ringExpiry[head] <= nowMs) {
            removeOldest();
        }
    }

    private void removeOldest() {
        replies.remove(ringKeys[head]);
        head = (head + 1) & (ringKeys.length - 1);
        size--;
    }

    /// The ring from its head on, in twice the room.
    private long[] unrolled(long[] ring, int n) {
        long[] out = Arrays.copyOf(Arrays.copyOfRange(ring, head, n), n * 2);
        System.arraycopy(ring, 0, out, n - head, head);
        return out;
    }
}
