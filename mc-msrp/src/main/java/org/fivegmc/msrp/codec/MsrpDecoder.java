package org.fivegmc.msrp.codec;

import java.util.Arrays;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into frames (RFC 4975 section 7.1), whatever the pieces it comes in.
///
/// ```
///        +-- CRLF between frames --+
///        v                         |
/// ----> HEAD --(empty line)--> BODY --(CRLF, end-line)--> HEAD
///        |  \--(end-line)--------------------------------> HEAD
///        +-- rule of framing broken --> LOST
/// ```
///
/// [#feed] it octets, then call [#next] until it answers [MsrpRead.Waiting]. A head is collected in
/// a buffer of at most [MsrpLimits#headOctets]; a body goes through as slices of what was fed. What
/// may be the beginning of an end-line when the octets run out is held back as a number, not as
/// octets: it is a prefix of a text that is known. One decoder for each connection; one thread at a
/// time.
public final class MsrpDecoder {
    private static final int FIELDS = 4;
    private static final byte[] DASHES = {'-', '-', '-', '-', '-', '-', '-'};
    private static final byte[] PROTOCOL = {'M', 'S', 'R', 'P', ' '};

    private enum State {
        HEAD,
        BODY,
        /// The frame is told but for its end.
        END,
        LOST
    }

    private final MsrpLimits limits;
    private State state = State.HEAD;
    private byte[] array = new byte[0];
    private int pos;
    private int end;

    // the head that is being read
    private byte[] head = new byte[0];
    private int headLength;
    private int lineStart;
    private int[] marks = new int[8 * FIELDS];
    private int headers;
    private Head.@Nullable StartLine start;

    // the body that is being read: CRLF, seven dashes, transaction id, flag, CRLF
    private byte[] endLine = new byte[0];
    private int flagAt;
    private int bodyStart;
    private int matched;
    private int held;
    private int skip;

    public MsrpDecoder(MsrpLimits limits) {
        this.limits = limits;
    }

    /// Hands over the next octets; what was fed before is used up. The array belongs to the decoder
    /// until [#next] answers [MsrpRead.Waiting].
    public void feed(byte[] octets, int from, int to) {
        if (pos < end) {
            throw new IllegalStateException("fed before the octets were used up");
        }
        array = octets;
        pos = from;
        end = to;
        bodyStart = from;
    }

    /// Whether a frame has begun and is not complete.
    public boolean isPartial() {
        return state == State.BODY || (state == State.HEAD && headLength > 0);
    }

    public MsrpRead next() {
        return switch (state) {
            case HEAD -> head();
            case BODY -> body();
            case END -> {
                state = State.HEAD;
                yield End.of(endLine[flagAt]);
            }
            case LOST -> {
                pos = end;
                yield MsrpRead.Waiting.INSTANCE;
            }
        };
    }

    private MsrpRead head() {
        while (pos < end) {
            int to = pos;
            while (to < end && array[to] != '\n') {
                to++;
            }
            boolean whole = to < end;
            int n = (whole ? to + 1 : end) - pos;
            if (headLength - lineStart + n > limits.lineOctets()) {
                return lose(MsrpRule.LINE_TOO_LONG);
            }
            if (headLength + n > limits.headOctets()) {
                return lose(MsrpRule.HEAD_TOO_LONG);
            }
            if (headLength + n > head.length) {
                head =
                        Arrays.copyOf(
                                head, Math.max(512, Integer.highestOneBit(headLength + n) * 2));
            }
            System.arraycopy(array, pos, head, headLength, n);
            headLength += n;
            pos += n;
            MsrpRead read = whole ? line() : null;
            if (read != null) {
                return read;
            }
        }
        return MsrpRead.Waiting.INSTANCE;
    }

    /// Takes the line that has become complete; null when the head goes on.
    private @Nullable MsrpRead line() {
        int from = lineStart;
        int to = headLength - 1;
        if (to > from && head[to - 1] == '\r') {
            to--;
        }
        lineStart = headLength;
        boolean first = start == null;
        if (from == to) {
            if (first) {
                headLength = 0;
                lineStart = 0;
                return null;
            }
            return complete(true);
        }
        for (int i = from; i < to; i++) {
            if (head[i] == '\r' || head[i] == 0) {
                return lose(first ? MsrpRule.START_LINE : MsrpRule.HEADER_SYNTAX);
            }
        }
        if (first) {
            return startLine(from, to);
        }
        return startsWith(head, from, to, DASHES) ? endOfHead(from, to) : header(from, to);
    }

    private @Nullable MsrpRead startLine(int from, int to) {
        if (!startsWith(head, from, to, PROTOCOL)) {
            return lose(MsrpRule.START_LINE);
        }
        int idStart = from + PROTOCOL.length;
        int idEnd = idStart;
        while (idEnd < to && head[idEnd] != ' ') {
            if (!isIdent(head[idEnd], idEnd == idStart)) {
                return lose(MsrpRule.TRANSACTION_ID);
            }
            idEnd++;
        }
        if (idEnd - idStart > limits.transactionIdOctets()) {
            return lose(MsrpRule.TRANSACTION_ID_TOO_LONG);
        }
        if (idEnd == idStart) {
            return lose(MsrpRule.TRANSACTION_ID);
        }
        int wordStart = idEnd + 1;
        int wordEnd = wordStart;
        while (wordEnd < to && head[wordEnd] != ' ') {
            wordEnd++;
        }
        if (wordStart >= to || wordEnd == wordStart) {
            return lose(MsrpRule.START_LINE);
        }
        boolean response = head[wordStart] >= '0' && head[wordStart] <= '9';
        int status = -1;
        if (response) {
            status = wordEnd - wordStart == 3 ? Head.code(ByteSlice.of(head, wordStart, 3), 0) : -1;
            if (status < 0) {
                return lose(MsrpRule.START_LINE);
            }
        } else if (wordEnd < to) {
            return lose(MsrpRule.START_LINE);
        }
        start = new Head.StartLine(idStart, idEnd, wordStart, wordEnd, status);
        expectEndLine(idStart, idEnd);
        return null;
    }

    private void expectEndLine(int idStart, int idEnd) {
        int id = idEnd - idStart;
        flagAt = 2 + DASHES.length + id;
        endLine = new byte[flagAt + 3];
        endLine[0] = '\r';
        endLine[1] = '\n';
        System.arraycopy(DASHES, 0, endLine, 2, DASHES.length);
        System.arraycopy(head, idStart, endLine, 2 + DASHES.length, id);
        endLine[flagAt + 1] = '\r';
        endLine[flagAt + 2] = '\n';
    }

    private @Nullable MsrpRead header(int from, int to) {
        int colon = from;
        while (colon < to && head[colon] != ':') {
            if (head[colon] <= ' ') {
                return lose(MsrpRule.HEADER_SYNTAX);
            }
            colon++;
        }
        if (colon == to || colon == from) {
            return lose(MsrpRule.HEADER_SYNTAX);
        }
        if (headers == limits.headers()) {
            return lose(MsrpRule.TOO_MANY_HEADERS);
        }
        int valueStart = colon + 1;
        int valueEnd = to;
        while (valueStart < valueEnd && isBlank(head[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && isBlank(head[valueEnd - 1])) {
            valueEnd--;
        }
        int m = headers * FIELDS;
        if (m == marks.length) {
            marks = Arrays.copyOf(marks, m * 2);
        }
        marks[m] = from;
        marks[m + 1] = colon;
        marks[m + 2] = valueStart;
        marks[m + 3] = valueEnd;
        headers++;
        return null;
    }

    private MsrpRead endOfHead(int from, int to) {
        int length = flagAt - 2;
        boolean ours =
                to - from == length + 1
                        && Arrays.equals(head, from, to - 1, endLine, 2, flagAt)
                        && End.Flag.is(head[to - 1]);
        if (!ours) {
            return lose(MsrpRule.END_LINE);
        }
        endLine[flagAt] = head[to - 1];
        headLength = from;
        return complete(false);
    }

    private MsrpRead complete(boolean withBody) {
        Head.StartLine line = start;
        if (line == null) {
            throw new IllegalStateException("a head without a start line");
        }
        Head done =
                new Head(
                        Arrays.copyOf(head, headLength),
                        Arrays.copyOf(marks, headers * FIELDS),
                        headers,
                        line,
                        withBody);
        headLength = 0;
        lineStart = 0;
        headers = 0;
        start = null;
        state = withBody ? State.BODY : State.END;
        // an end-line may follow the empty line at once: that line's CRLF counts as the one in
        // front
        bodyStart = pos;
        matched = 2;
        held = 2;
        skip = 2;
        return done;
    }

    private MsrpRead body() {
        while (pos < end) {
            byte octet = array[pos];
            if (matched == 0) {
                while (pos < end && array[pos] != '\r') {
                    pos++;
                }
                if (pos < end) {
                    pos++;
                    matched = 1;
                }
            } else if (fits(octet)) {
                pos++;
                matched++;
                if (matched == endLine.length) {
                    return endOfBody();
                }
            } else {
                // a CR is in front of the pattern only, so what did not fit may begin it anew
                ByteSlice before = ByteSlice.of(endLine, skip, held - Math.min(skip, held));
                matched = 0;
                held = 0;
                skip = 0;
                if (!before.isEmpty()) {
                    return new Body(before);
                }
            }
        }
        int to = pos - (matched - held);
        held = matched;
        MsrpRead read =
                to > bodyStart
                        ? new Body(ByteSlice.of(array, bodyStart, to - bodyStart))
                        : MsrpRead.Waiting.INSTANCE;
        bodyStart = pos;
        return read;
    }

    private boolean fits(byte octet) {
        if (matched != flagAt) {
            return octet == endLine[matched];
        }
        if (End.Flag.is(octet)) {
            endLine[flagAt] = octet;
            return true;
        }
        return false;
    }

    private MsrpRead endOfBody() {
        int to = pos - (matched - held);
        int from = bodyStart;
        state = State.END;
        return to > from ? new Body(ByteSlice.of(array, from, to - from)) : next();
    }

    private MsrpRead lose(MsrpRule rule) {
        state = State.LOST;
        pos = end;
        head = new byte[0];
        return new MsrpRead.Malformed(rule);
    }

    /// Of the token `ident` (RFC 4975 section 9).
    private static boolean isIdent(byte octet, boolean first) {
        boolean alphanumeric =
                (octet >= 'a' && octet <= 'z')
                        || (octet >= 'A' && octet <= 'Z')
                        || (octet >= '0' && octet <= '9');
        return alphanumeric || (!first && ".-+%=".indexOf(octet) >= 0);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static boolean startsWith(byte[] array, int from, int to, byte[] prefix) {
        return to - from >= prefix.length
                && Arrays.equals(array, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
