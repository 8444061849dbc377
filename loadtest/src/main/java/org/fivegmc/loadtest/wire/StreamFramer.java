package org.fivegmc.loadtest.wire;

import java.io.IOException;
import java.util.Arrays;

/// Cuts the messages out of a stream (RFC 3261 section 18.3). Whole messages are handed on where
/// they lie; only what is incomplete is kept, up to [#MOST] bytes. Thread: one.
public final class StreamFramer {
    /// No message of ours is as large.
    public static final int MOST = 256 * 1024;

    private static final byte[] NOTHING = new byte[0];

    /// Takes a message; false when there shall be no more.
    public interface Sink {
        boolean message(byte[] in, int from, int to) throws IOException;
    }

    private byte[] kept = NOTHING;
    private int length;

    /// Takes more of the stream. Throws [IOException] when it is no SIP, or the sink does.
    public void take(byte[] in, int from, int to, Sink sink) throws IOException {
        if (length == 0) {
            keep(in, cut(in, from, to, sink), to);
            return;
        }
        int end = length + to - from;
        if (end > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, end));
        }
        System.arraycopy(in, from, kept, length, to - from);
        keep(kept, cut(kept, 0, end, sink), end);
    }

    /// Bytes of an incomplete message.
    public int kept() {
        return length;
    }

    private void keep(byte[] in, int from, int to) throws IOException {
        length = to - from;
        if (length > MOST) {
            throw new IOException("a message of more than " + MOST + " bytes");
        }
        if (length == 0) {
            // Most connections wait idle: they shall not hold a buffer each.
            kept = NOTHING;
            return;
        }
        if (length > kept.length) {
            kept = new byte[length];
        }
        System.arraycopy(in, from, kept, 0, length);
    }

    /// Hands on what is whole, for who keeps the rest; returns where that begins.
    public static int cut(byte[] in, int from, int to, Sink sink) throws IOException {
        int at = from;
        while (true) {
            // Keep-alives (RFC 5626 section 4.4.1) and what RFC 3261 section 7.5 tolerates.
            while (at < to && (in[at] == '\r' || in[at] == '\n')) {
                at++;
            }
            int head = SipBytes.body(in, at, to);
            if (head < 0) {
                return at;
            }
            int value = SipBytes.header(in, at, head, "content-length", 'l');
            long body = value < 0 ? 0 : SipBytes.decimal(in, value, head);
            if (body < 0 || body > MOST) {
                throw new IOException("a Content-Length that is none");
            }
            int end = head + (int) body;
            if (end > to) {
                return at;
            }
            if (!sink.message(in, at, end)) {
                return to;
            }
            at = end;
        }
    }
}
