package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One TCP connection and its two buffers. What arrives is cut into messages by Content-Length (RFC
/// 3261 section 18.3); what is written waits until the kernel takes it.
final class Connection {
    /// What is read at once at most, and so the largest message that can arrive.
    static final int IN = 256 << 10;

    private static final int CLOSED = -1;
    private static final int SEEN = -2;

    private final SystemCalls calls;
    private final SipView view = new SipView();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment in;
    private final MemorySegment out;
    private final int capacity;
    private int socket;
    private int filled;
    private int written;
    private int sent;
    private boolean stalled;
    private boolean broken;

    /// @param capacity bytes that may wait to be sent
    Connection(SystemCalls calls, int socket, int capacity) {
        this.calls = calls;
        this.socket = socket;
        this.capacity = capacity;
        this.in = arena.allocate((long) IN + SipView.MARGIN);
        this.out = arena.allocate((long) capacity + SipView.MARGIN);
    }

    /// Negative once closed.
    int socket() {
        return socket;
    }

    /// Whether the peer sent what is no SIP, or more than fits.
    boolean broken() {
        return broken;
    }

    /// Whether it has closed; says so once.
    boolean endSeen() {
        boolean ended = socket == CLOSED;
        if (ended) {
            socket = SEEN;
        }
        return ended;
    }

    int room() {
        return capacity - written;
    }

    boolean waitsToSend() {
        return sent < written;
    }

    /// Whether messages lie here that were not taken for want of room for their answers.
    boolean stalled() {
        return stalled;
    }

    void write(Template template, int slot, RequestWriter requests) {
        template.copyTo(out, written);
        requests.patch(template, slot, out, written);
        written += template.length();
    }

    /// Gives the kernel what it takes.
    void flush() {
        while (socket >= 0 && sent < written) {
            int answer = calls.send(socket, out.asSlice(sent, written - sent));
            if (answer > 0) {
                sent += answer;
            } else if (answer == -SystemCalls.EAGAIN) {
                break;
            } else if (answer != -SystemCalls.EINTR) {
                close();
            }
        }
        if (sent == written) {
            sent = 0;
            written = 0;
        } else if (sent > capacity / 2) {
            MemorySegment.copy(out, sent, out, 0, written - sent);
            written -= sent;
            sent = 0;
        }
    }

    /// Reads once and takes every whole message. While messages lie here for want of room for their
    /// answers, nothing more is read.
    ///
    /// @return whether anything was there
    boolean receive(Inbound inbound) {
        if (!stalled) {
            int answer = calls.receive(socket, in.asSlice(filled, IN - filled));
            if (answer == -SystemCalls.EAGAIN || answer == -SystemCalls.EINTR) {
                return false;
            }
            if (answer <= 0) {
                close();
                return true;
            }
            filled += answer;
        } else if (room() < OkWriter.MAX_ANSWER) {
            return false;
        }
        int consumed = takeMessages(inbound, System.nanoTime());
        if (broken) {
            close();
        } else if (consumed > 0) {
            MemorySegment.copy(in, consumed, in, 0, filled - consumed);
            filled -= consumed;
        }
        return true;
    }

    /// Answers how many bytes are done with.
    private int takeMessages(Inbound inbound, long now) {
        int at = 0;
        stalled = false;
        while (true) {
            while (at < filled && isLineEnd(in.get(JAVA_BYTE, at))) {
                // Keep-alives, RFC 5626 section 3.5.1.
                at++;
            }
            SipView.Shape shape = view.read(in, at, filled);
            long end = view.body() + view.contentLength();
            boolean whole = shape == SipView.Shape.WHOLE && end <= filled;
            broken = shape == SipView.Shape.MALFORMED || !whole && at == 0 && filled == IN;
            if (broken || !whole) {
                return at;
            }
            if (room() < OkWriter.MAX_ANSWER) {
                stalled = true;
                return at;
            }
            written += inbound.take(view, end, now, out, written);
            at = (int) end;
        }
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    void close() {
        if (socket >= 0) {
            calls.close(socket);
            socket = CLOSED;
            arena.close();
        }
        sent = 0;
        written = 0;
        filled = 0;
        stalled = false;
    }
}
