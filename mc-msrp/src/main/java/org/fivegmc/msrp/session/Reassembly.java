package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.ByteRange;
import org.fivegmc.msrp.codec.End;
import org.fivegmc.wire.ByteSlice;

/// Puts one message together from chunks in any order, some of them repeated or overlapping (RFC
/// 4975 section 7.3). Octets go to the sink as they come; what is kept is which are there.
///
/// For each chunk [#begin], [#octets] as often as there are some, [#end]. Anything but
/// [Step#GOES_ON] is final, and the caller tells the sink.
final class Reassembly {
    enum Step {
        GOES_ON,
        /// Every octet is there.
        COMPLETE,
        /// The sender gave the message up.
        ABORTED,
        /// Larger than a message may be, or in too many pieces.
        TOO_LARGE,
        /// A position outside of the message or of its chunk, or a size that changes.
        OUT_OF_BOUNDS
    }

    private final BodySink sink;
    private final long mostOctets;
    private final Ranges ranges;
    private long total = ByteRange.OPEN;
    private boolean lastSeen;
    private long position;
    private long chunkEnd = ByteRange.OPEN;
    private boolean full;

    Reassembly(BodySink sink, long mostOctets, int mostRanges) {
        this.sink = sink;
        this.mostOctets = mostOctets;
        this.ranges = new Ranges(mostRanges);
    }

    /// Octets of the message, -1 when not known yet.
    long total() {
        return total;
    }

    Step begin(ByteRange range) {
        boolean sized = range.total() != ByteRange.OPEN;
        if (sized && range.total() > mostOctets) {
            return Step.TOO_LARGE;
        }
        if (sized && total != ByteRange.OPEN && total != range.total()) {
            return Step.OUT_OF_BOUNDS;
        }
        if (sized) {
            total = range.total();
        }
        position = range.start() - 1;
        chunkEnd = range.end();
        boolean inside =
                (chunkEnd == ByteRange.OPEN || chunkEnd >= position)
                        && (total == ByteRange.OPEN
                                || (position <= total
                                        && chunkEnd <= total
                                        && ranges.end() <= total));
        if (!inside) {
            return Step.OUT_OF_BOUNDS;
        }
        return Math.max(position, chunkEnd) > mostOctets ? Step.TOO_LARGE : Step.GOES_ON;
    }

    /// Takes octets of the chunk. Whether the sink wants a rest is told by [#isFull] afterwards.
    Step octets(ByteSlice octets) {
        long to = position + octets.length();
        if (to > mostOctets) {
            return Step.TOO_LARGE;
        }
        if ((total != ByteRange.OPEN && to > total)
                || (chunkEnd != ByteRange.OPEN && to > chunkEnd)) {
            return Step.OUT_OF_BOUNDS;
        }
        long from = ranges.missingFrom(position);
        while (from < to) {
            long until = ranges.presentFrom(from, to);
            if (!ranges.add(from, until)) {
                return Step.TOO_LARGE;
            }
            ByteSlice fresh = octets.slice((int) (from - position), (int) (until - position));
            full |= !sink.write(from, fresh);
            from = ranges.missingFrom(until);
        }
        position = to;
        return Step.GOES_ON;
    }

    Step end(End.Flag flag) {
        switch (flag) {
            case ABORTED -> {
                return Step.ABORTED;
            }
            case MORE -> {}
            case LAST -> {
                lastSeen = true;
                if (total == ByteRange.OPEN) {
                    total = position;
                    if (ranges.end() > total) {
                        return Step.OUT_OF_BOUNDS;
                    }
                }
            }
        }
        return lastSeen && ranges.isExactly(total) ? Step.COMPLETE : Step.GOES_ON;
    }

    /// Whether the sink has asked for a rest since this was last asked.
    boolean isFull() {
        boolean was = full;
        full = false;
        return was;
    }
}
