package org.fivegmc.sip.transport;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// Finds or opens connections. Any thread.
@FunctionalInterface
public interface Connector {

    /// Finds or opens a connection.
    ///
    /// @param host name the certificate must carry, or the numeric address
    /// @param timeoutMs limit for this attempt, at most the configured one
    /// @param done called once, on the loop of the flow, or on the loop that tried
    void connect(
            SipTransport transport,
            InetSocketAddress remote,
            String host,
            int timeoutMs,
            Consumer<Connecting> done);
}
