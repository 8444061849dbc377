package org.fivegmc.sip.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.fivegmc.sip.codec.SipWriter;

/// The way to one peer (RFC 5626 section 2): a connection, or the pair of a local UDP socket and a
/// remote address.
///
/// A registrar keeps the flow a REGISTER came by and sends to it later, which is the only way to a
/// handset behind a NAT. Equality: a connection equals itself only; UDP flows are equal when socket
/// and remote address are.
public abstract class Flow {
    private final SipTransport transport;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;

    protected Flow(SipTransport transport, InetSocketAddress local, InetSocketAddress remote) {
        this.transport = transport;
        this.local = local;
        this.remote = remote;
    }

    public final SipTransport transport() {
        return transport;
    }

    public final InetSocketAddress local() {
        return local;
    }

    public final InetSocketAddress remote() {
        return remote;
    }

    /// Tells this connection from every other, before and after it, from the same address: a NAT
    /// gives a port that has become free to somebody else. 0 for UDP.
    public abstract long number();

    /// Whether something can be sent. Any thread; only a hint, as it may change at once.
    public abstract boolean isOpen();

    /// Whether it was ended here, not by its peer or the network. Event loop only.
    public boolean isCutOff() {
        return false;
    }

    /// The loop that owns this flow; all that follows is for that loop only.
    public abstract LoopThread loop();

    /// Sends what was written; it leaves with the loop's next flush. Event loop only.
    ///
    /// @return false when it could not be taken
    public abstract boolean send(SipWriter message);

    /// Sends one of many short messages, given while datagrams are read. Those of equal length cost
    /// less. Event loop only.
    ///
    /// @return false when it could not be taken
    public boolean sendAlike(SipWriter message) {
        return send(message);
    }

    /// The same flow to another remote port; itself for a connection.
    public abstract Flow toPort(int port);

    /// What Via says before the branch: `SIP/2.0/UDP host:port`.
    public abstract String viaSentBy();

    /// Closes a connection; nothing for UDP. Any thread.
    public abstract void close(CloseReason reason);

    /// The TLS session with the peer's certificate, if there is one.
    public abstract Optional<SSLSession> tls();

    @Override
    public String toString() {
        return transport + " " + local + " - " + remote;
    }
}
