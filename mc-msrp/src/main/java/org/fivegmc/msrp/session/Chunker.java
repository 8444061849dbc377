package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;

/// Divides a message into chunks. Between two of them anything else may be sent: that is how a
/// large message is interrupted (RFC 4975 section 5.1).
///
/// A chunk of at most 2,048 octets tells its last octet; a larger one tells `*`, as section 7.1.1
/// wants it of what may be interrupted.
public final class Chunker {
    /// What goes around the octets of a chunk.
    public record Chunk(ByteRange range, End.Flag flag) {}

    private final long total;
    private final int most;
    private long position;

    /// @param total octets of the message
    /// @param most octets of a chunk
    public Chunker(long total, int most) {
        this.total = total;
        this.most = most;
    }

    /// Octets given to chunks.
    public long position() {
        return position;
    }

    public boolean isDone() {
        return position == total;
    }

    /// Octets the next chunk can take.
    public int room() {
        return (int) Math.min(most, total - position);
    }

    /// The next chunk, of that many octets.
    public Chunk next(int octets) {
        if (octets < 1 || octets > room()) {
            throw new IllegalArgumentException("a chunk of " + octets + " octets");
        }
        long start = position + 1;
        position += octets;
        long end = most > SessionLimits.WHOLE_CHUNK ? ByteRange.OPEN : position;
        return new Chunk(
                new ByteRange(start, end, total), isDone() ? End.Flag.LAST : End.Flag.MORE);
    }

    /// An empty chunk that gives the message up.
    public Chunk abort() {
        return new Chunk(new ByteRange(position + 1, position, total), End.Flag.ABORTED);
    }
}
