package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// What it takes to refuse a request, found in its octets without parsing them: a server that has
/// no time must not spend most of it on those it sends away.
///
/// Reads what is plain, which nearly everything is: a request out of any dialog of this version of
/// SIP, each of the fields an answer copies there once and in one line. Of everything else it says
/// so and leaves it to [SipParser] and [SipCheck]. Fields an answer does not copy are not looked
/// at.
///
/// Holds positions in the array it read last, so each thread has its own.
public final class PlainHead {
    /// Longer heads are not plain.
    static final int MAX_BYTES = 4_096;

    private static final int MAX_VIAS = 16;
    private static final int FROM = 1;
    private static final int TO = 1 << 1;
    private static final int CALL_ID = 1 << 2;
    private static final int CSEQ = 1 << 3;
    private static final int TIMESTAMP = 1 << 4;
    private static final int MANDATORY = FROM | TO | CALL_ID | CSEQ;

    /// Answers are so many octets long, or a multiple of it.
    static final int UNIT = 128;

    private static final byte[] END = {'0', '\r', '\n', '\r', '\n'};
    private static final byte[] VERSION = {'S', 'I', 'P', '/', '2', '.', '0'};

    private byte[] a = {};
    private SipMethod method = SipMethod.EXTENSION;
    private int methodEnd;
    private int seen;
    private int fromAt;
    private int fromEnd;
    private int toAt;
    private int toEnd;
    private int callIdAt;
    private int callIdEnd;
    private int cSeqAt;
    private int cSeqEnd;
    private int timestampAt;
    private int timestampEnd;
    private final int[] viaAt = new int[MAX_VIAS];
    private final int[] viaEnd = new int[MAX_VIAS];
    private int vias;
    private @Nullable Via via;

    /// Reads the datagram at the beginning of an array, which stays as it is while this is used.
    ///
    /// @return whether it is plain; else nothing here may be asked for
    public boolean read(byte[] bytes, int length) {
        a = bytes;
        seen = 0;
        vias = 0;
        via = null;
        int end = Math.min(length, MAX_BYTES);
        int line = requestLine(end);
        while (line > 0 && line + 1 < end && !(a[line] == '\r' && a[line + 1] == '\n')) {
            line = field(line, end);
        }
        return line > 0
                && line + 1 < end
                && (seen & MANDATORY) == MANDATORY
                && isMethod(cSeqAt, cSeqEnd)
                && isPlainTo()
                && isPlainVia();
    }

    /// @return the start of the next line, or -1 when this is no plain one
    private int requestLine(int end) {
        int lineEnd = lineEnd(0, end);
        int i = Chars.skipToken(a, 0, Math.max(lineEnd, 0));
        int version = lineEnd - VERSION.length;
        // method, blank, a URI without blanks of at least one octet, blank, version
        if (i == 0 || version < i + 3 || a[i] != ' ' || a[version - 1] != ' ') {
            return -1;
        }
        for (int at = i + 1; at < version - 1; at++) {
            if (a[at] == ' ') {
                return -1;
            }
        }
        for (int at = 0; at < VERSION.length; at++) {
            if (a[version + at] != VERSION[at]) {
                return -1;
            }
        }
        method = SipMethod.find(a, 0, i);
        methodEnd = i;
        return method == SipMethod.EXTENSION ? -1 : lineEnd + 2;
    }

    /// Where the line ends with CRLF, or -1 when it does not, or goes on in the next one.
    private int lineEnd(int from, int end) {
        int i = Chars.skipToControl(a, from, end);
        while (i < end && a[i] == '\t') {
            i = Chars.skipToControl(a, i + 1, end);
        }
        return i + 2 < end
                        && a[i] == '\r'
                        && a[i + 1] == '\n'
                        && a[i + 2] != ' '
                        && a[i + 2] != '\t'
                ? i
                : -1;
    }

    private int field(int start, int end) {
        int lineEnd = lineEnd(start, end);
        if (lineEnd < 0) {
            return -1;
        }
        return !mayBeCopied(start) || isTaken(start, lineEnd) ? lineEnd + 2 : -1;
    }

    /// Whether a field begins as one that an answer copies, in long or compact form. A line end
    /// follows, so there are two octets.
    private boolean mayBeCopied(int start) {
        int second = a[start + 1] | 0x20;
        boolean compact = second < 'a';
        return switch (a[start] | 0x20) {
            case 'v' -> compact || second == 'i';
            case 'f' -> compact || second == 'r';
            case 't' -> compact || second == 'o' || second == 'i';
            case 'c' -> compact || second == 'a' || second == 's';
            case 'i' -> compact;
            default -> false;
        };
    }

    /// Takes note of a field that an answer copies.
    private boolean isTaken(int start, int lineEnd) {
        int nameEnd = Chars.skipToken(a, start, lineEnd);
        HeaderName name = HeaderName.find(a, start, nameEnd);
        return switch (name) {
            case VIA -> hasValue(nameEnd, lineEnd) && isRoomForVia(start, nameEnd, lineEnd);
            case FROM -> {
                fromAt = start;
                fromEnd = lineEnd;
                yield isFirst(FROM) && hasValue(nameEnd, lineEnd);
            }
            case TO -> {
                toAt = value(nameEnd, lineEnd);
                toEnd = Chars.trimEnd(a, toAt, lineEnd);
                yield isFirst(TO) && hasValue(nameEnd, lineEnd);
            }
            case CALL_ID -> {
                callIdAt = start;
                callIdEnd = lineEnd;
                yield isFirst(CALL_ID) && hasValue(nameEnd, lineEnd);
            }
            case CSEQ -> {
                cSeqAt = start;
                cSeqEnd = lineEnd;
                yield isFirst(CSEQ) && hasValue(nameEnd, lineEnd);
            }
            case TIMESTAMP -> {
                timestampAt = start;
                timestampEnd = lineEnd;
                yield isFirst(TIMESTAMP) && hasValue(nameEnd, lineEnd);
            }
            case null, default -> true;
        };
    }

    private boolean isFirst(int field) {
        boolean first = (seen & field) == 0;
        seen |= field;
        return first;
    }

    /// Whether a colon follows the name, and something follows that.
    private boolean hasValue(int nameEnd, int lineEnd) {
        return nameEnd < lineEnd && a[nameEnd] == ':' && value(nameEnd, lineEnd) < lineEnd;
    }

    private int value(int nameEnd, int lineEnd) {
        return Chars.skipLws(a, Math.min(nameEnd + 1, lineEnd), lineEnd);
    }

    private boolean isRoomForVia(int start, int nameEnd, int lineEnd) {
        if (vias == MAX_VIAS) {
            return false;
        }
        viaAt[vias] = vias == 0 ? value(nameEnd, lineEnd) : start;
        viaEnd[vias++] = lineEnd;
        return true;
    }

    /// Whether `CSeq: 1 METHOD` has the method of the request.
    private boolean isMethod(int start, int lineEnd) {
        int from = value(Chars.skipToken(a, start, lineEnd), lineEnd);
        int digits = from;
        while (digits < lineEnd && Chars.isDigit(a[digits])) {
            digits++;
        }
        int word = Chars.skipLws(a, digits, lineEnd);
        return Chars.decimal(a, from, digits, CSeq.MAX) >= 0
                && word > digits
                && lineEnd - word == methodEnd
                && java.util.Arrays.equals(a, word, lineEnd, a, 0, methodEnd);
    }

    /// Whether To is there and has no tag, wherever it might stand.
    private boolean isPlainTo() {
        for (int i = toAt; i < toEnd; i++) {
            if (a[i] == ';') {
                int name = Chars.skipLws(a, i + 1, toEnd);
                if (Chars.equalsIgnoreCase(a, name, Math.min(name + 3, toEnd), "tag")) {
                    return false;
                }
            }
        }
        return toAt < toEnd;
    }

    /// Whether the only value of the top Via can be read and has a branch of RFC 3261.
    private boolean isPlainVia() {
        if (vias == 0) {
            return false;
        }
        for (int i = viaAt[0]; i < viaEnd[0]; i++) {
            if (a[i] == ',' || a[i] == '"') {
                return false;
            }
        }
        Via top = Via.parse(a, viaAt[0], viaEnd[0]);
        via = top;
        return top != null && top.hasWellFormedParams() && top.hasRfc3261Branch();
    }

    public SipMethod method() {
        return method;
    }

    public Span methodText() {
        return new Span(a, 0, methodEnd);
    }

    /// The top Via.
    public Via topVia() {
        Via top = via;
        if (top == null) {
            throw new IllegalStateException("no plain request");
        }
        return top;
    }

    /// Appends an answer without a body of its own, as [ResponseWriter] writes it for the parsed
    /// request; but with blanks before the value of Content-Length, so that many answers have the
    /// same length.
    public void answer(
            SipWriter w, SipReply reply, String toTag, String sourceHost, int sourcePort) {
        w.text("SIP/2.0 ").number(reply.status()).put(' ').text(reply.reason()).crlf();
        ResponseWriter.topVia(w, topVia(), false, sourceHost, sourcePort);
        w.crlf();
        for (int i = 1; i < vias; i++) {
            line(w, viaAt[i], viaEnd[i]);
        }
        line(w, fromAt, fromEnd);
        w.name(HeaderName.TO).bytes(a, toAt, toEnd).text(";tag=").text(toTag).crlf();
        line(w, callIdAt, callIdEnd);
        line(w, cSeqAt, cSeqEnd);
        if ((seen & TIMESTAMP) != 0) {
            line(w, timestampAt, timestampEnd);
        }
        w.bytes(reply.fields()).name(HeaderName.CONTENT_LENGTH);
        int octets = w.length() + END.length;
        w.blanks((octets + UNIT - 1) / UNIT * UNIT - octets).bytes(END);
    }

    private void line(SipWriter w, int start, int lineEnd) {
        w.bytes(a, start, Chars.trimEnd(a, start, lineEnd)).crlf();
    }
}
