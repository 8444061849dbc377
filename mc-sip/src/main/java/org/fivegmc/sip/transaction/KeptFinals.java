package org.fivegmc.sip.transaction;

import java.util.Arrays;
import org.fivegmc.sip.codec.SipReply;
import org.jspecify.annotations.Nullable;

/// The final answers of finished non-INVITE server transactions until Timer J (RFC 3261 section
/// 17.2.2).
///
/// A repetition brings the request along, and the To tag follows from the key; so the reply is all
/// that is kept. One without octets of its own is shared by all who got it; the octets of others
/// lie outside the heap ([ReplyPages]), where hundreds of thousands of them cost the collector
/// nothing. One entry costs about 60 octets and what is its own: a table by key and a ring in the
/// order of expiry, all being kept equally long. Not thread safe.
final class KeptFinals {
    /// Octets outside the heap, by default.
    static final int DEFAULT_OCTETS = 64 << 20;

    private static final int INITIAL = 1_024;

    private final int cap;
    private final int keepMs;
    private final ReplyPages pages;
    private final LongMap<Object> replies = new LongMap<>();
    private long[] ringKeys = new long[INITIAL];
    private long[] ringExpiry = new long[INITIAL];
    private int head;
    private int size;

    /// @param cap most entries; the oldest goes first
    /// @param octets most octets of replies that are not shared; the oldest goes first, and a
    ///   larger one is not kept
    /// @param keepMs how long each is kept
    KeptFinals(int cap, int octets, int keepMs) {
        this.cap = cap;
        this.keepMs = keepMs;
        this.pages = new ReplyPages(octets);
    }

    int size() {
        return size;
    }

    boolean contains(long key) {
        return replies.get(key) != null;
    }

    @Nullable SipReply get(long key) {
        return switch (replies.get(key)) {
            case SipReply shared -> shared;
            case ReplyPages.Place place -> pages.read(place);
            case null, default -> null;
        };
    }

    /// Keeps a reply.
    ///
    /// @return true when entries had to make room before their time, or this one is not kept
    boolean put(long key, SipReply reply, long nowMs) {
        if (reply.length() > ReplyPages.PAGE || replies.get(key) != null) {
            return true;
        }
        boolean full = size == cap;
        if (full) {
            removeOldest();
        }
        Object kept = reply;
        if (!reply.isShared()) {
            ReplyPages.Place place = pages.add(reply);
            for (; place == null; place = pages.add(reply)) {
                full = true;
                removeOldest();
            }
            kept = place;
        }
        if (size == ringKeys.length) {
            int n = size;
            ringKeys = unrolled(ringKeys, n);
            ringExpiry = unrolled(ringExpiry, n);
            head = 0;
        }
        replies.put(key, kept);
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
        long key = ringKeys[head];
        if (replies.get(key) instanceof ReplyPages.Place place) {
            pages.removeOldest(place);
        }
        replies.remove(key);
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
