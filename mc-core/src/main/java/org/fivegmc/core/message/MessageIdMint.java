package org.fivegmc.core.message;

import java.util.concurrent.ThreadLocalRandom;

/// Mints the ids of one writer, strictly rising even when the clock steps back. The sequence begins
/// anywhere, so that a process that starts again with a clock that stepped back does not mint the
/// ids of the last one. Confined to the writer's thread.
public final class MessageIdMint {

    private final int node;
    private long lastMs;
    private long sequence = ThreadLocalRandom.current().nextLong(1L << 62);

    /// @param node 16 bits that no other writer of the cluster uses
    public MessageIdMint(int node) {
        this.node = node & 0xffff;
    }

    /// From now on ids sort behind this one, which an earlier process may have minted with a clock
    /// that was ahead.
    public void above(MessageId seen) {
        if (new MessageId(lastMs << 16 | node, sequence).compareTo(seen) < 0) {
            lastMs = seen.timestampMs() + 1;
        }
    }

    /// The lower 8 of the 16 bits that the id was minted with.
    public static int writer(MessageId id) {
        return (int) id.high() & 0xff;
    }

    public MessageId next(long nowMs) {
        if (nowMs > lastMs) {
            lastMs = nowMs;
        }
        return new MessageId(lastMs << 16 | node, ++sequence);
    }
}
