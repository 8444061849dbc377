package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.fivegmc.loadtest.wire.SipBytes;

/// A connection to the server that many users share for their SIP. Thread: the loop's.
final class SipLink implements Link.Reader {
    private final Listener listener;
    private final Link link;

    /// Told of every message that comes.
    interface Listener {
        void message(SipLink over, SipText message) throws IOException;

        void sipLost();
    }

    private SipLink(Loop loop, InetSocketAddress server, Listener listener) throws IOException {
        this.listener = listener;
        this.link = Link.connectKnown(loop, server, this);
    }

    static SipLink open(Loop loop, InetSocketAddress server, Listener listener) throws IOException {
        return new SipLink(loop, server, listener);
    }

    int localPort() throws IOException {
        return link.localPort();
    }

    void send(String message) throws IOException {
        link.write(message.getBytes(UTF_8));
    }

    @Override
    public int take(byte[] in, int from, int to) throws IOException {
        int at = from;
        while (true) {
            while (at < to && (in[at] == '\r' || in[at] == '\n')) {
                at++;
            }
            int head = SipBytes.body(in, at, to);
            if (head < 0) {
                return at;
            }
            int value = SipBytes.header(in, at, head, "content-length", 'l');
            long body = value < 0 ? 0 : SipBytes.decimal(in, value, head);
            if (body < 0 || body > Link.MOST_KEPT) {
                throw new IOException("a Content-Length that is none");
            }
            if (head + body > to) {
                return at;
            }
            int end = head + (int) body;
            listener.message(this, SipText.read(in, at, head, end));
            at = end;
        }
    }

    @Override
    public void lost() {
        listener.sipLost();
    }
}
