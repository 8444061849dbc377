package org.fivegmc.sip.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3) and finds keep-alive
/// pings (RFC 5626 section 3.5.1).
///
/// Feed bytes with [#append], then call [#next] until it answers [Waiting]. What is buffered never
/// exceeds the limits: head first, then the declared length is checked before a byte of the body is
/// kept. One framer per connection; one thread at a time.
public final class StreamFramer {
    /// What the stream holds next.
    public sealed interface Frame {}

    /// A message, or one whose fault does not hurt the framing, or (scope CONNECTION) the end of
    /// what can be understood.
    ///
    /// @param parse the message
    public record Received(SipParse parse) implements Frame {}

    /// A double CRLF between messages, to be answered with one CRLF.
    public record Ping() implements Frame {}

    /// A single CRLF between messages: the answer to our ping.
    public record Pong() implements Frame {}

    /// More bytes are needed.
    public record Waiting() implements Frame {}

    private static final Frame PING = new Ping();
    private static final Frame PONG = new Pong();
    private static final Frame WAITING = new Waiting();
    private static final int INITIAL = 4_096;

    private final SipLimits limits;
    private final SipParser parser;
    private byte[] buffer = new byte[0];
    private int start;
    private int end;
    private int scanned;
    private int headEnd = -1;
    private int frameEnd = -1;
    private boolean lost;

    /// @param parser shared by the connections of one thread
    public StreamFramer(SipLimits limits, SipParser parser) {
        this.limits = limits;
        this.parser = parser;
    }

    /// Makes room for `n` bytes and returns where to put them in [#array()]; call [#advance]
    /// afterwards.
    public int reserve(int n) {
        if (start == end) {
            start = 0;
            end = 0;
            scanned = 0;
        }
        if (end + n > buffer.length) {
            int used = end - start;
            byte[] target =
                    used + n > buffer.length
                            ? new byte[Math.max(INITIAL, Integer.highestOneBit(used + n) * 2)]
                            : buffer;
            System.arraycopy(buffer, start, target, 0, used);
            buffer = target;
            shift(start);
        }
        return end;
    }

    private void shift(int by) {
        end -= by;
        scanned = Math.max(0, scanned - by);
        headEnd = headEnd < 0 ? -1 : headEnd - by;
        frameEnd = frameEnd < 0 ? -1 : frameEnd - by;
        start -= by;
    }

    public byte[] array() {
        return buffer;
    }

    public void advance(int n) {
        end += n;
    }

    /// Copies bytes in.
    public void append(byte[] source, int offset, int n) {
        int at = reserve(n);
        System.arraycopy(source, offset, buffer, at, n);
        advance(n);
    }

    /// Whether a message has begun and is not complete.
    public boolean isPartial() {
        return !lost && end > start;
    }

    /// Bytes held for this connection.
    public int capacity() {
        return buffer.length;
    }

    public Frame next() {
        if (lost) {
            start = end;
            return WAITING;
        }
        if (frameEnd < 0) {
            Frame between = betweenMessages();
            if (between != null) {
                return between;
            }
            Frame head = head();
            if (head != null) {
                return head;
            }
        }
        if (end < frameEnd) {
            return WAITING;
        }
        byte[] head = Arrays.copyOfRange(buffer, start, headEnd);
        byte[] body = Arrays.copyOfRange(buffer, headEnd, frameEnd);
        start = frameEnd;
        scanned = start;
        headEnd = -1;
        frameEnd = -1;
        release();
        return new Received(parser.parseFrame(head, body));
    }

    /// Gives the buffer back when nothing is held, so that an idle connection costs nothing.
    private void release() {
        if (start == end) {
            buffer = new byte[0];
            start = 0;
            end = 0;
            scanned = 0;
        }
    }

    private @Nullable Frame betweenMessages() {
        if (start == end) {
            release();
            return WAITING;
        }
        if (buffer[start] != '\r') {
            return null;
        }
        if (end - start < 2) {
            return WAITING;
        }
        if (buffer[start + 1] != '\n') {
            return lose(SyntaxRule.BARE_LINE_BREAK, 0);
        }
        int more = end - start - 2;
        // the second half of a ping may still be under way, so one CRLF is only a pong once
        // something else follows it
        if (more == 0 || (more == 1 && buffer[start + 2] == '\r')) {
            return WAITING;
        }
        if (buffer[start + 2] == '\r' && buffer[start + 3] == '\n') {
            start += 4;
            scanned = start;
            release();
            return PING;
        }
        start += 2;
        scanned = start;
        return PONG;
    }

    /// Whether only the CRLF of a possible pong is held; not a sign of a slow sender.
    public boolean isOnlyLineBreak() {
        return end - start == 2 && buffer[start] == '\r' && buffer[start + 1] == '\n';
    }

    /// Looks for the end of the head and the length; null when the frame's end is known.
    private @Nullable Frame head() {
        int i = Math.max(start, scanned - 3);
        while (i + 3 < end && !isEmptyLine(i)) {
            // by what would be last: most octets are neither CR nor LF, and rule out four places
            byte last = buffer[i + 3];
            i += last == '\n' ? 2 : last == '\r' ? 1 : 4;
        }
        scanned = end;
        if (i + 3 >= end) {
            if (end - start > limits.headBytes()) {
                return lose(SyntaxRule.HEADERS_TOO_LONG, limits.headBytes());
            }
            return WAITING;
        }
        headEnd = i + 4;
        if (headEnd - start > limits.headBytes()) {
            return lose(SyntaxRule.HEADERS_TOO_LONG, limits.headBytes());
        }
        int field = contentLengthField(start);
        if (field < 0) {
            return lose(SyntaxRule.CONTENT_LENGTH_MISSING, headEnd - start);
        }
        if (contentLengthField(field) >= 0) {
            return lose(SyntaxRule.CONTENT_LENGTH_REPEATED, field - start);
        }
        int lineEnd = field;
        while (buffer[lineEnd] != '\r'
                || buffer[lineEnd + 1] != '\n'
                || buffer[lineEnd + 2] == ' '
                || buffer[lineEnd + 2] == '\t') {
            lineEnd++;
        }
        int from = Chars.skipLws(buffer, field, lineEnd);
        long length =
                Chars.decimal(
                        buffer, from, Chars.trimEnd(buffer, from, lineEnd), Integer.MAX_VALUE);
        if (length < 0) {
            return lose(SyntaxRule.CONTENT_LENGTH_SYNTAX, from - start);
        }
        if (length > limits.bodyBytes()) {
            return lose(SyntaxRule.BODY_TOO_LONG, from - start);
        }
        if (headEnd - start + length > limits.streamBytes()) {
            return lose(SyntaxRule.MESSAGE_TOO_LONG, from - start);
        }
        frameEnd = headEnd + (int) length;
        return null;
    }

    /// Whether CRLF CRLF begins there.
    private boolean isEmptyLine(int at) {
        return buffer[at + 3] == '\n'
                && buffer[at + 2] == '\r'
                && buffer[at + 1] == '\n'
                && buffer[at] == '\r';
    }

    /// Position after the colon of the next Content-Length field whose line starts after `from`, or
    /// -1.
    private int contentLengthField(int from) {
        for (int i = from; i + 2 < headEnd; i++) {
            if (buffer[i] != '\n'
                    || (buffer[i + 1] != 'C'
                            && buffer[i + 1] != 'c'
                            && buffer[i + 1] != 'l'
                            && buffer[i + 1] != 'L')) {
                continue;
            }
            int nameEnd = Chars.skipToken(buffer, i + 1, headEnd);
            if (HeaderName.find(buffer, i + 1, nameEnd) == HeaderName.CONTENT_LENGTH) {
                int colon = nameEnd;
                while (colon < headEnd && (buffer[colon] == ' ' || buffer[colon] == '\t')) {
                    colon++;
                }
                if (buffer[colon] == ':') {
                    return colon + 1;
                }
            }
        }
        return -1;
    }

    private Frame lose(SyntaxRule rule, int at) {
        lost = true;
        byte[] head = Arrays.copyOfRange(buffer, start, headEnd < 0 ? end : headEnd);
        start = end;
        release();
        return new Received(parser.lostFraming(head, rule, at));
    }
}
