package org.fivegmc.sip.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bytes of exactly one message to its index (RFC 3261 section 7).
///
/// Reads each byte of the head once. Folding is tolerated; line breaks other than CRLF are not,
/// since what is forwarded byte for byte must mean the same to everybody. What the values mean is
/// not looked at here: see [SipCheck].
///
/// Keeps a scratch index between calls, so each thread has its own parser.
public final class SipParser {
    private static final byte[] NONE = {};

    private final SipLimits limits;
    private int[] scratch = new int[32 * SipMessage.STRIDE];
    private int count;

    private @Nullable SyntaxRule broken;
    private int brokenAt;
    private Malformed.Scope scope = Malformed.Scope.MESSAGE;

    private boolean response;
    private SipMethod method = SipMethod.EXTENSION;
    private int methodEnd;
    private int uriStart;
    private int uriEnd;
    private boolean version2;
    private int status;
    private int reasonStart;
    private int contentLengthAt;
    private int lineEnd;

    public SipParser(SipLimits limits) {
        this.limits = limits;
    }

    /// Parses a datagram. A body longer than Content-Length is cut, a missing Content-Length means
    /// the rest (RFC 3261 section 18.3).
    ///
    /// @param bytes the datagram and nothing else; copied
    public SipParse parseDatagram(byte[] bytes) {
        return parseDatagram(bytes, bytes.length);
    }

    /// Parses the datagram at the beginning of an array; copied, so that the array is free for the
    /// next one.
    public SipParse parseDatagram(byte[] bytes, int length) {
        return parse(bytes, length, limits.datagramBytes(), null);
    }

    /// Parses one message a [StreamFramer] has cut in two; both parts are handed over.
    SipParse parseFrame(byte[] head, byte[] body) {
        return parse(head, head.length, limits.streamBytes(), body);
    }

    /// @param a the head, and the body too unless that is given
    /// @param framed the body when it is known where it ends
    private SipParse parse(byte[] a, int length, int maxBytes, byte @Nullable [] framed) {
        count = 0;
        broken = null;
        scope = Malformed.Scope.MESSAGE;
        contentLengthAt = -1;
        if (length + (framed == null ? 0 : framed.length) > maxBytes) {
            fail(SyntaxRule.MESSAGE_TOO_LONG, maxBytes);
        }
        // blank lines before a message are noise of earlier senders (RFC 3261 section 7.5)
        int start = 0;
        while (start + 1 < length && a[start] == '\r' && a[start + 1] == '\n') {
            start += 2;
        }
        if (start > 0) {
            return parse(Arrays.copyOfRange(a, start, length), length - start, maxBytes, framed);
        }
        startLine(a, length);
        int headersStart = lineEnd;
        int headersEnd = headers(a, headersStart, length);
        int bodyStart = Math.min(headersEnd + 2, length);
        int bodyEnd = framed == null ? bodyEnd(a, bodyStart, length) : bodyStart + framed.length;
        if (bodyEnd - bodyStart > limits.bodyBytes()) {
            fail(SyntaxRule.BODY_TOO_LONG, bodyStart);
        }
        return framed == null
                ? result(
                        Arrays.copyOf(a, bodyStart),
                        bodyEnd == bodyStart ? NONE : Arrays.copyOfRange(a, bodyStart, bodyEnd),
                        headersStart,
                        headersEnd)
                : result(a, framed, headersStart, headersEnd);
    }

    private SipParse result(byte[] head, byte[] body, int headersStart, int headersEnd) {
        SyntaxRule rule = broken;
        if (response && rule == null) {
            int reasonEnd = Math.max(reasonStart, headersStart - 2);
            return new SipResponse(
                    head, body, index(), headersStart, headersEnd, status, reasonStart, reasonEnd);
        }
        SipRequest request =
                response
                        ? null
                        : new SipRequest(
                                head,
                                body,
                                index(),
                                headersStart,
                                headersEnd,
                                method,
                                methodEnd,
                                uriStart,
                                uriEnd,
                                version2);
        if (rule == null && request != null) {
            return request;
        }
        return new Malformed(
                scope,
                brokenAt,
                rule == null ? SyntaxRule.START_LINE : rule,
                answerable(request) ? request : null);
    }

    private static boolean answerable(@Nullable SipRequest r) {
        return r != null
                && r.method() != SipMethod.ACK
                && r.topViaOrNull() != null
                && r.fromOrNull() != null
                && r.toOrNull() != null
                && r.callIdOrNull() != null
                && r.cSeqOrNull() != null;
    }

    private int[] index() {
        return Arrays.copyOf(scratch, count * SipMessage.STRIDE);
    }

    private void fail(SyntaxRule rule, int at) {
        if (broken == null) {
            broken = rule;
            brokenAt = at;
        }
    }

    private void startLine(byte[] a, int length) {
        int end = 0;
        while (end < length && a[end] != '\r' && a[end] != '\n') {
            end++;
        }
        if (end + 1 >= length || a[end] != '\r' || a[end + 1] != '\n') {
            fail(end < length ? SyntaxRule.BARE_LINE_BREAK : SyntaxRule.START_LINE, end);
            lineEnd = Math.min(end + 1, length);
        } else {
            lineEnd = end + 2;
        }
        response =
                end > 4
                        && a[3] == '/'
                        && Chars.lower(a[0]) == 's'
                        && Chars.lower(a[1]) == 'i'
                        && Chars.lower(a[2]) == 'p';
        if (response) {
            statusLine(a, end);
        } else {
            requestLine(a, end);
        }
    }

    private void statusLine(byte[] a, int end) {
        status = 0;
        int sp = find(a, ' ', 0, end);
        int codeEnd = find(a, ' ', sp + 1, end);
        long code = codeEnd - sp == 4 ? Chars.decimal(a, sp + 1, codeEnd, 699) : -1;
        if (code < 100 || !isVersion(a, 0, sp)) {
            fail(SyntaxRule.STATUS_CODE, Math.min(sp + 1, end));
            return;
        }
        status = (int) code;
        reasonStart = Math.min(codeEnd + 1, end);
    }

    private void requestLine(byte[] a, int lineEnd) {
        // trailing blanks are harmless and seen (RFC 4475 section 3.1.2.10)
        int end = Chars.trimEnd(a, 0, lineEnd);
        int sp = find(a, ' ', 0, end);
        int sp2 = find(a, ' ', Math.min(sp + 1, end), end);
        methodEnd = Chars.skipToken(a, 0, sp);
        method = SipMethod.find(a, 0, methodEnd);
        uriStart = Math.min(sp + 1, end);
        uriEnd = sp2;
        int version = Math.min(sp2 + 1, end);
        version2 = end - version == 7 && a[version + 4] == '2' && a[version + 6] == '0';
        if (methodEnd == 0 || methodEnd != sp) {
            fail(SyntaxRule.START_LINE, methodEnd);
        } else if (uriEnd == uriStart) {
            fail(SyntaxRule.START_LINE, uriStart);
        } else if (!isVersion(a, version, end)) {
            fail(SyntaxRule.START_LINE, version);
        } else if (uriEnd - uriStart > limits.uriBytes()) {
            fail(SyntaxRule.URI_TOO_LONG, uriStart);
        }
    }

    private static int find(byte[] a, char c, int from, int end) {
        int i = from;
        while (i < end && a[i] != c) {
            i++;
        }
        return i;
    }

    /// `SIP/` digits `.` digits, case not regarded.
    private static boolean isVersion(byte[] a, int start, int end) {
        if (end - start < 7
                || Chars.lower(a[start]) != 's'
                || Chars.lower(a[start + 1]) != 'i'
                || Chars.lower(a[start + 2]) != 'p'
                || a[start + 3] != '/') {
            return false;
        }
        int dot = find(a, '.', start + 4, end);
        return Chars.allDigits(a, start + 4, dot) && Chars.allDigits(a, dot + 1, end);
    }

    /// Indexes the fields from `start`; returns the position of the empty line.
    private int headers(byte[] a, int start, int length) {
        int i = start;
        int headLimit = limits.headBytes();
        while (true) {
            if (i + 1 < length && a[i] == '\r' && a[i + 1] == '\n') {
                if (i > headLimit) {
                    fail(SyntaxRule.HEADERS_TOO_LONG, headLimit);
                }
                return i;
            }
            if (i >= length) {
                fail(SyntaxRule.HEADERS_UNTERMINATED, length);
                return length;
            }
            int next = header(a, i, length);
            if (next < 0) {
                return length;
            }
            i = next;
        }
    }

    /// Indexes one field; returns the start of the next line, or -1 when the rest cannot be read.
    private int header(byte[] a, int start, int length) {
        int nameEnd = Chars.skipToken(a, start, length);
        int colon = nameEnd;
        while (colon < length && (a[colon] == ' ' || a[colon] == '\t')) {
            colon++;
        }
        if (nameEnd == start || colon >= length || a[colon] != ':') {
            fail(colon >= length ? SyntaxRule.HEADERS_UNTERMINATED : SyntaxRule.HEADER_NAME, start);
        }
        int i = colon;
        int next;
        while (true) {
            while (i < length && a[i] != '\r' && a[i] != '\n') {
                i++;
            }
            if (i + 1 >= length) {
                fail(SyntaxRule.HEADERS_UNTERMINATED, length);
                return -1;
            }
            if (a[i] != '\r' || a[i + 1] != '\n') {
                fail(SyntaxRule.BARE_LINE_BREAK, i);
                return -1;
            }
            next = i + 2;
            if (next < length && (a[next] == ' ' || a[next] == '\t')) {
                i = next;
                continue;
            }
            break;
        }
        if (next - start > limits.headerBytes()) {
            fail(SyntaxRule.HEADER_TOO_LONG, start);
            return next;
        }
        if (nameEnd > start && colon < i && a[colon] == ':') {
            add(a, start, nameEnd, colon + 1, i);
        }
        return next;
    }

    private void add(byte[] a, int start, int nameEnd, int from, int end) {
        if (count == limits.headers()) {
            fail(SyntaxRule.TOO_MANY_HEADERS, start);
            return;
        }
        int at = count * SipMessage.STRIDE;
        if (at == scratch.length) {
            scratch = Arrays.copyOf(scratch, scratch.length * 2);
        }
        int valueStart = Chars.skipLws(a, from, end);
        int valueEnd = Chars.trimEnd(a, valueStart, end);
        HeaderName name = HeaderName.find(a, start, nameEnd);
        scratch[at] = start;
        scratch[at + 1] = valueStart;
        scratch[at + 2] = valueEnd;
        scratch[at + 3] =
                ((name == null ? SipMessage.UNKNOWN : name.number()) << 16) | (nameEnd - start);
        if (name == HeaderName.CONTENT_LENGTH) {
            if (contentLengthAt >= 0) {
                fail(SyntaxRule.CONTENT_LENGTH_REPEATED, start);
            }
            contentLengthAt = at;
        }
        count++;
    }

    private int bodyEnd(byte[] a, int bodyStart, int length) {
        if (contentLengthAt < 0) {
            return length;
        }
        int from = scratch[contentLengthAt + 1];
        long declared = Chars.decimal(a, from, scratch[contentLengthAt + 2], Integer.MAX_VALUE);
        if (declared < 0) {
            fail(SyntaxRule.CONTENT_LENGTH_SYNTAX, from);
            return length;
        }
        if (bodyStart + declared > length) {
            fail(SyntaxRule.BODY_SHORTER_THAN_LENGTH, length);
            return length;
        }
        return bodyStart + (int) declared;
    }

    /// Reads what can be read of a head whose framing is lost, so that it may be answered before
    /// the connection closes.
    Malformed lostFraming(byte[] head, SyntaxRule rule, int at) {
        SipParse p = parse(head, head.length, Integer.MAX_VALUE, NONE);
        SipRequest request =
                switch (p) {
                    case SipRequest r -> answerable(r) ? r : null;
                    case SipResponse _ -> null;
                    case Malformed m -> m.answerable().orElse(null);
                };
        return new Malformed(Malformed.Scope.CONNECTION, at, rule, request);
    }
}
