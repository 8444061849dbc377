package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// One SIP message in a buffer, read in one pass over its lines and reused for the next: where the
/// parts are that the generator looks at. It tolerates compact names and folded lines, and takes
/// everything else as the peer wrote it.
final class SipView {
    /// So many bytes behind a message must be readable: words are read over its end.
    static final int MARGIN = 16;

    /// Lines an answer repeats; a request with more is malformed here.
    static final int MAX_COPIED = 32;

    enum Shape {
        WHOLE,
        /// The head has no end yet: more is to come, on a connection.
        PARTIAL,
        MALFORMED
    }

    /// What the generator tells apart, and whether an answer repeats it.
    private enum Header {
        VIA(true),
        TO(true),
        /// From, Call-ID, CSeq.
        COPIED(true),
        LENGTH(false),
        RETRY_AFTER(false),
        CHALLENGE(false),
        OTHER(false);

        private final boolean repeated;

        Header(boolean repeated) {
            this.repeated = repeated;
        }
    }

    private static final int LEAST = 12;
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LOWER = 0x20 * EACH;
    private static final long RESPONSE = word("SIP/2.0 ");
    private static final long MESSAGE = word("MESSAGE ");
    private static final long OPTIONS = word("OPTIONS ");
    private static final long CALL_ID = word("call-id:");
    private static final long CONTENT = word("content-");
    private static final long LENGTH = word("length: ") & mask(7);
    private static final long RETRY = word("retry-af");
    private static final long AUTHENTICATE = word("www-auth");
    private static final long VIA = word("via:    ") & mask(4);
    private static final long FROM = word("from:   ") & mask(5);
    private static final long TO = word("to:     ") & mask(3);
    private static final long CSEQ = word("cseq:   ") & mask(5);
    private static final long TAG = word(";tag=   ") & mask(5);

    private MemorySegment octets = MemorySegment.NULL;
    private long start;
    private long lineEnd;
    private long body;
    private int contentLength;
    private int status;
    private boolean answerable;
    private boolean retryAfter;
    private long viaStart;
    private long viaEnd;
    private long toTagAt;
    private final long[] copied = new long[2 * MAX_COPIED];
    private int copies;
    private final long[] challenges = new long[2 * MAX_COPIED];
    private int challengeCount;

    private static long mask(int characters) {
        return (1L << 8 * characters) - 1;
    }

    private static long word(String eight) {
        long word = 0;
        for (int k = 0; k < Long.BYTES; k++) {
            word |= (long) eight.charAt(k) << 8 * k;
        }
        return word;
    }

    /// Reads the message that begins at `from`; what was read before is forgotten.
    Shape read(MemorySegment in, long from, long to) {
        octets = in;
        start = from;
        copies = 0;
        challengeCount = 0;
        viaStart = 0;
        viaEnd = 0;
        toTagAt = 0;
        contentLength = 0;
        retryAfter = false;
        lineEnd = newline(from, to);
        if (lineEnd < 0 || to - from < LEAST) {
            return Shape.PARTIAL;
        }
        readStartLine();
        long line = lineEnd + 1;
        boolean keeping = false;
        while (line < to) {
            byte first = in.get(JAVA_BYTE, line);
            if (first == '\n' || first == '\r' && in.get(JAVA_BYTE, line + 1) == '\n') {
                body = line + (first == '\n' ? 1 : 2);
                return body <= to ? Shape.WHOLE : Shape.PARTIAL;
            }
            long end = newline(line, to);
            if (end < 0) {
                return Shape.PARTIAL;
            }
            if (first != ' ' && first != '\t') {
                keeping = readHeader(line, end + 1);
            }
            if (keeping && !copy(line, end + 1)) {
                return Shape.MALFORMED;
            }
            line = end + 1;
        }
        return Shape.PARTIAL;
    }

    private void readStartLine() {
        long word = octets.get(Digits.WORD, start);
        answerable = word == MESSAGE || word == OPTIONS;
        status = 0;
        if (word == RESPONSE) {
            for (int k = 0; k < 3; k++) {
                status = status * 10 + (octets.get(JAVA_BYTE, start + 8 + k) - '0');
            }
        }
    }

    /// Says whether an answer repeats the header; `end` is behind its line.
    private boolean readHeader(long line, long end) {
        Header header = header(line);
        switch (header) {
            case VIA -> {
                if (viaEnd == 0) {
                    viaStart = line;
                    viaEnd = end;
                }
            }
            case TO -> toTagAt = status == 0 ? untagged(line, end) : 0;
            case LENGTH -> contentLength = number(line, end);
            case RETRY_AFTER -> retryAfter = true;
            case CHALLENGE -> {
                if (challengeCount < MAX_COPIED) {
                    challenges[2 * challengeCount] = line;
                    challenges[2 * challengeCount++ + 1] = end;
                }
            }
            case COPIED, OTHER -> {}
        }
        return header.repeated;
    }

    private Header header(long line) {
        long head = octets.get(Digits.WORD, line) | LOWER;
        boolean compact = (head >>> 8 & 0xff) == ':';
        return switch ((int) head & 0xff) {
            case 'v' -> compact || (head & mask(4)) == VIA ? Header.VIA : Header.OTHER;
            case 'f' -> compact || (head & mask(5)) == FROM ? Header.COPIED : Header.OTHER;
            case 't' -> compact || (head & mask(3)) == TO ? Header.TO : Header.OTHER;
            case 'i' -> compact ? Header.COPIED : Header.OTHER;
            case 'c' -> {
                if (head == CALL_ID || (head & mask(5)) == CSEQ) {
                    yield Header.COPIED;
                }
                yield head == CONTENT && isLength(line) ? Header.LENGTH : Header.OTHER;
            }
            case 'l' -> compact ? Header.LENGTH : Header.OTHER;
            case 'r' -> head == RETRY ? Header.RETRY_AFTER : Header.OTHER;
            case 'w' -> head == AUTHENTICATE ? Header.CHALLENGE : Header.OTHER;
            default -> Header.OTHER;
        };
    }

    private boolean isLength(long line) {
        long word = octets.get(Digits.WORD, line + Long.BYTES) | LOWER;
        return (word & mask(7)) == LENGTH;
    }

    /// Lines that follow each other are one range.
    private boolean copy(long line, long end) {
        if (copies > 0 && copied[2 * copies - 1] == line) {
            copied[2 * copies - 1] = end;
            return true;
        }
        if (copies == MAX_COPIED) {
            return false;
        }
        copied[2 * copies] = line;
        copied[2 * copies++ + 1] = end;
        return true;
    }

    /// Where a tag belongs in a To without one, 0 in one that has it.
    private long untagged(long line, long end) {
        for (long at = line; at < end; at++) {
            if (octets.get(JAVA_BYTE, at) == ';'
                    && ((octets.get(Digits.WORD, at) | LOWER) & mask(5)) == TAG) {
                return 0;
            }
        }
        return octets.get(JAVA_BYTE, end - 2) == '\r' ? end - 2 : end - 1;
    }

    private int number(long from, long end) {
        int value = 0;
        for (long at = from; at < end; at++) {
            byte octet = octets.get(JAVA_BYTE, at);
            if (octet >= '0' && octet <= '9' && value < 100_000_000) {
                value = value * 10 + (octet - '0');
            }
        }
        return value;
    }

    private long newline(long from, long to) {
        for (long at = from; at < to; at += Long.BYTES) {
            long word = octets.get(Digits.WORD, at) ^ '\n' * EACH;
            long hits = word - EACH & ~word & HIGH_BITS;
            if (hits != 0) {
                long found = at + (Long.numberOfTrailingZeros(hits) >>> 3);
                return found < to ? found : -1;
            }
        }
        return -1;
    }

    MemorySegment octets() {
        return octets;
    }

    long start() {
        return start;
    }

    /// The newline that ends the start line.
    long startLineEnd() {
        return lineEnd;
    }

    /// Behind the empty line.
    long body() {
        return body;
    }

    int contentLength() {
        return contentLength;
    }

    /// 0 of a request.
    int status() {
        return status;
    }

    /// Whether it is a MESSAGE or an OPTIONS.
    boolean answerable() {
        return answerable;
    }

    boolean hasRetryAfter() {
        return retryAfter;
    }

    /// The first Via, with its line end.
    long viaStart() {
        return viaStart;
    }

    long viaEnd() {
        return viaEnd;
    }

    /// Ranges of the lines an answer repeats: Via, From, To, Call-ID, CSeq.
    int copies() {
        return copies;
    }

    long copyStart(int k) {
        return copied[2 * k];
    }

    long copyEnd(int k) {
        return copied[2 * k + 1];
    }

    /// Where a tag goes into To, 0: it has one.
    long toTagAt() {
        return toTagAt;
    }

    int challenges() {
        return challengeCount;
    }

    long challengeStart(int k) {
        return challenges[2 * k];
    }

    long challengeEnd(int k) {
        return challenges[2 * k + 1];
    }
}
