package org.fivegmc.msrp.transport;

import java.net.InetSocketAddress;
import java.util.List;

/// Settings of an endpoint.
///
/// @param listeners where peers connect to; none for an endpoint that connects only
/// @param identity the certificate shown over TLS
/// @param loops event loops
/// @param preferEpoll whether epoll is used where there is one
public record EndpointConfig(
        List<Listener> listeners,
        MsrpIdentity identity,
        int loops,
        boolean preferEpoll,
        EndpointLimits limits) {
    /// An address to listen at.
    ///
    /// @param secure whether TLS is spoken there
    public record Listener(InetSocketAddress bind, boolean secure) {}

    public EndpointConfig {
        if (loops <= 0) {
            throw new IllegalArgumentException("at least one event loop");
        }
        listeners = List.copyOf(listeners);
    }
}
