package org.fivegmc.loadtest.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.fivegmc.loadtest.wire.SipBytes;
import org.fivegmc.loadtest.wire.StreamFramer;

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
        return StreamFramer.cut(in, from, to, this::message);
    }

    private boolean message(byte[] in, int from, int to) throws IOException {
        listener.message(this, SipText.read(in, from, SipBytes.body(in, from, to), to));
        return true;
    }

    @Override
    public void lost() {
        listener.sipLost();
    }
}
