package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;

/// Writes the answers of a recipient: the status line, the lines of the request that RFC 3261
/// section 8.2.6.2 repeats, and a tag for To where there is none.
final class OkWriter {
    /// Answers are short; a request whose repeated lines exceed this stays without one.
    static final int MAX_ANSWER = 4096;

    private static final byte[] OK = "SIP/2.0 200 OK\r\n".getBytes(US_ASCII);
    private static final byte[] NOT_HERE = "SIP/2.0 501 Not Implemented\r\n".getBytes(US_ASCII);
    private static final byte[] END = "Content-Length: 0\r\n\r\n".getBytes(US_ASCII);

    private final byte[] tag;

    OkWriter(String tag) {
        this.tag = (";tag=" + tag).getBytes(US_ASCII);
    }

    /// Answers the length of what it wrote, 0 if it would have been too long.
    int write(SipView request, MemorySegment out, long at) {
        byte[] status = request.answerable() ? OK : NOT_HERE;
        long length = (long) status.length + tag.length + END.length;
        for (int k = 0; k < request.copies(); k++) {
            length += request.copyEnd(k) - request.copyStart(k);
        }
        if (length > MAX_ANSWER) {
            return 0;
        }
        long next = put(status, out, at);
        for (int k = 0; k < request.copies(); k++) {
            long from = request.copyStart(k);
            long tagAt = request.toTagAt();
            if (tagAt > from && tagAt < request.copyEnd(k)) {
                next = put(request.octets(), from, tagAt, out, next);
                next = put(tag, out, next);
                from = tagAt;
            }
            next = put(request.octets(), from, request.copyEnd(k), out, next);
        }
        return (int) (put(END, out, next) - at);
    }

    private static long put(byte[] text, MemorySegment out, long at) {
        MemorySegment.copy(text, 0, out, JAVA_BYTE, at, text.length);
        return at + text.length;
    }

    private static long put(MemorySegment in, long from, long to, MemorySegment out, long at) {
        MemorySegment.copy(in, from, out, at, to - from);
        return at + to - from;
    }
}
