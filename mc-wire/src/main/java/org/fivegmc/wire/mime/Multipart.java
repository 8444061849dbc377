package org.fivegmc.wire.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.HeaderBlock;
import org.fivegmc.wire.Parse;

/// Reads multipart bodies (RFC 2046 section 5.1): CRLF or LF, blanks behind a delimiter, and a body
/// that ends without the closing delimiter are accepted; what stands before the first and behind
/// the closing one is ignored.
public final class Multipart {
    private Multipart() {}

    /// The parts of one level, in order.
    public static Parse<List<MimePart>> parse(
            ByteSlice body, String boundary, MultipartLimits limits) {
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        List<MimePart> parts = new ArrayList<>();
        int partStart = -1;
        int line = 0;
        boolean closed = false;
        while (!closed && line <= body.length()) {
            int newline = body.indexOf('\n', line);
            int next = newline < 0 ? body.length() + 1 : newline + 1;
            int kind = delimiterKind(body, line, Math.min(next, body.length()), delimiter);
            boolean last = newline < 0;
            if (kind != NO_DELIMITER || (last && partStart >= 0)) {
                if (partStart >= 0) {
                    if (parts.size() == limits.parts()) {
                        return tooMany(line, limits);
                    }
                    int end =
                            kind == NO_DELIMITER
                                    ? body.length()
                                    : beforeLineEnd(body, partStart, line);
                    MimePart part = part(body.slice(partStart, end), limits);
                    if (!part.headers().fault().isEmpty()) {
                        int offset = part.headers().faultOffset() - body.offset();
                        return new Parse.Malformed<>(offset, part.headers().fault());
                    }
                    parts.add(part);
                }
                partStart = last ? -1 : next;
                closed = kind == CLOSING || last;
            }
            line = next;
        }
        return parts.isEmpty()
                ? new Parse.Malformed<>(0, "no part with the boundary announced")
                : new Parse.Parsed<>(List.copyOf(parts));
    }

    /// Every part that is no multipart itself, depth first; a body that is no multipart is refused.
    public static Parse<List<MimePart>> leaves(
            MediaType type, ByteSlice body, MultipartLimits limits) {
        List<MimePart> leaves = new ArrayList<>();
        Optional<Parse.Malformed<List<MimePart>>> fault = collect(type, body, limits, 1, leaves);
        return fault.isPresent() ? fault.get() : new Parse.Parsed<>(List.copyOf(leaves));
    }

    private static Optional<Parse.Malformed<List<MimePart>>> collect(
            MediaType type,
            ByteSlice body,
            MultipartLimits limits,
            int depth,
            List<MimePart> leaves) {
        Optional<String> boundary = type.isMultipart() ? type.boundary() : Optional.empty();
        if (boundary.isEmpty()) {
            return Optional.of(new Parse.Malformed<>(0, "no multipart with a boundary"));
        }
        if (depth > limits.depth()) {
            return Optional.of(
                    new Parse.Malformed<>(0, "multiparts nested deeper than " + limits.depth()));
        }
        return switch (parse(body, boundary.get(), limits)) {
            case Parse.Malformed<List<MimePart>> malformed -> Optional.of(malformed);
            case Parse.Parsed<List<MimePart>>(List<MimePart> parts) -> {
                for (MimePart part : parts) {
                    MediaType inner = part.contentType();
                    if (inner.isMultipart()) {
                        var fault = collect(inner, part.content(), limits, depth + 1, leaves);
                        if (fault.isPresent()) {
                            yield fault;
                        }
                    } else if (leaves.size() == limits.parts()) {
                        yield Optional.of(tooMany(0, limits));
                    } else {
                        leaves.add(part);
                    }
                }
                yield Optional.empty();
            }
        };
    }

    private static Parse.Malformed<List<MimePart>> tooMany(int offset, MultipartLimits limits) {
        return new Parse.Malformed<>(offset, "more than " + limits.parts() + " parts");
    }

    private static final int NO_DELIMITER = 0;
    private static final int OPENING = 1;
    private static final int CLOSING = 2;

    private static int delimiterKind(ByteSlice body, int from, int to, byte[] delimiter) {
        if (to - from < delimiter.length) {
            return NO_DELIMITER;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (body.at(from + i) != delimiter[i]) {
                return NO_DELIMITER;
            }
        }
        ByteSlice rest = body.slice(from + delimiter.length, to);
        if (rest.length() >= 2 && rest.at(0) == '-' && rest.at(1) == '-') {
            return rest.slice(2, rest.length()).trim().isEmpty() ? CLOSING : NO_DELIMITER;
        }
        return rest.trim().isEmpty() ? OPENING : NO_DELIMITER;
    }

    /// The line end in front of a delimiter belongs to the delimiter.
    private static int beforeLineEnd(ByteSlice body, int partStart, int line) {
        int end = line;
        if (end > partStart && body.at(end - 1) == '\n') {
            end--;
            if (end > partStart && body.at(end - 1) == '\r') {
                end--;
            }
        }
        return end;
    }

    private static MimePart part(ByteSlice octets, MultipartLimits limits) {
        int end = octets.offset() + octets.length();
        HeaderBlock headers =
                HeaderBlock.scan(
                        octets.array(),
                        octets.offset(),
                        end,
                        limits.headerBytes(),
                        limits.headers());
        int from = headers.fault().isEmpty() ? headers.bodyStart() : end;
        return new MimePart(headers, ByteSlice.of(octets.array(), from, end - from));
    }
}
