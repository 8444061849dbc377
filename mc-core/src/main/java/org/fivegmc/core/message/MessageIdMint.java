package org.fivegmc.core.message;

/// Mints the ids of one writer, strictly rising even when the clock steps back or the process
/// restarts within a millisecond. Confined to the writer's thread.
public final class MessageIdMint {

    private final int node;
    private long lastMs;
    private long sequence;

    /// @param node 16 bits that no other writer of the cluster uses
    public MessageIdMint(int node) {
        this.node = node & 0xffff;
    }

    public MessageId next(long nowMs) {
        if (nowMs > lastMs) {
            lastMs = nowMs;
        }
        return new MessageId(lastMs << 16 | node, ++sequence);
    }
}
