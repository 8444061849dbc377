package org.fivegmc.sip.transaction;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Via;
import org.fivegmc.sip.transport.Connecting;
import org.fivegmc.sip.transport.Connector;
import org.fivegmc.sip.transport.Flow;

/// Reaches peers whose connection is gone before their answer was sent (RFC 3261 section 18.2.2).
///
/// The loop that asks need not be the one of the new connection. Thread-safe.
final class Reconnects {
    private final Connector connector;
    private final int most;
    private final int timeoutMs;
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param most answers that may wait at a time
    Reconnects(Connector connector, int most, int timeoutMs) {
        this.connector = connector;
        this.most = most;
        this.timeoutMs = timeoutMs;
    }

    /// Over a connection to where the request came from, at the port that Via names. What follows
    /// from its `sent-by` by DNS is not tried: it would let anybody point our connections at
    /// anybody.
    ///
    /// @param send called with the connection, on its loop
    /// @param done told once whether the answer was sent
    void reach(SipRequest request, Flow gone, Predicate<Flow> send, Consumer<Boolean> done) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            done.accept(false);
            return;
        }
        Via via = request.topVia();
        int port = via.port() < 0 ? gone.transport().defaultPort() : via.port();
        connector.connect(
                gone.transport(),
                new InetSocketAddress(gone.remote().getAddress(), port),
                via.host().toString().replace("[", "").replace("]", ""),
                timeoutMs,
                result -> {
                    waiting.decrementAndGet();
                    done.accept(
                            result instanceof Connecting.Connected(Flow flow) && send.test(flow));
                });
    }
}
