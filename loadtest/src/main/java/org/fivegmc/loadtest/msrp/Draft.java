package org.fivegmc.loadtest.msrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A message to send, and how.
///
/// @param messageId unique in the session
/// @param failureReport `yes`, `no`, `partial`, or nothing for no header
/// @param ranges how Byte-Range is written
/// @param pieces the chunks, in the order they are sent
/// @param incidents what happens on the way, by position
public record Draft(
        String messageId,
        String contentType,
        Content content,
        boolean successReport,
        String failureReport,
        Ranges ranges,
        List<Piece> pieces,
        List<Incident> incidents) {
    /// Octets of a chunk unless said otherwise.
    public static final int CHUNK = 2_048;

    /// Octets of the largest chunk.
    public static final int MOST_CHUNK = 1 << 20;

    public Draft {
        pieces = List.copyOf(pieces);
        incidents = List.copyOf(incidents);
    }

    /// A message in chunks of 2 KiB, with responses and without a REPORT.
    public static Draft of(String contentType, Content content) {
        return new Draft(
                UUID.randomUUID().toString(),
                contentType,
                content,
                false,
                "",
                Ranges.TOLD,
                cut(content.total(), CHUNK),
                List.of());
    }

    public Draft inChunksOf(int octets) {
        return inPieces(cut(content.total(), octets));
    }

    /// The chunks as given: in any order, overlapping, or not all of them.
    public Draft inPieces(List<Piece> other) {
        return new Draft(
                messageId,
                contentType,
                content,
                successReport,
                failureReport,
                ranges,
                other,
                incidents);
    }

    public Draft withSuccessReport() {
        return new Draft(
                messageId, contentType, content, true, failureReport, ranges, pieces, incidents);
    }

    public Draft withFailureReport(String value) {
        return new Draft(
                messageId, contentType, content, successReport, value, ranges, pieces, incidents);
    }

    public Draft with(Ranges other) {
        return new Draft(
                messageId,
                contentType,
                content,
                successReport,
                failureReport,
                other,
                pieces,
                incidents);
    }

    public Draft with(Incident incident) {
        List<Incident> more = new ArrayList<>(incidents);
        more.add(incident);
        return new Draft(
                messageId,
                contentType,
                content,
                successReport,
                failureReport,
                ranges,
                pieces,
                more);
    }

    private static List<Piece> cut(long total, int octets) {
        if (octets < 1 || octets > MOST_CHUNK || total / octets > 10_000_000) {
            throw new IllegalArgumentException("chunks of " + octets + " octets");
        }
        List<Piece> pieces = new ArrayList<>();
        for (long at = 0; at < total; at += octets) {
            pieces.add(new Piece(at, (int) Math.min(octets, total - at)));
        }
        return pieces;
    }

    /// A chunk.
    ///
    /// @param from first octet, counted from 0
    public record Piece(long from, int octets) {
        public Piece {
            if (octets < 1 || octets > MOST_CHUNK) {
                throw new IllegalArgumentException("a chunk of " + octets + " octets");
            }
        }
    }

    /// How Byte-Range is written.
    public enum Ranges {
        /// `1-2048/4000`
        TOLD,
        /// `1-*/4000`, as of what may be interrupted
        OPEN_END,
        /// `1-*/*`
        UNSIZED
    }

    /// What happens when that many octets of the message were sent.
    public sealed interface Incident {
        /// The position behind the last end-line.
        long AFTER_THE_END = Long.MAX_VALUE;

        long at();

        record Pause(long at, Duration time) implements Incident {}

        /// The chunk ends there with `#`.
        record Abort(long at) implements Incident {}

        /// The connection is torn.
        record Vanish(long at) implements Incident {}
    }
}
