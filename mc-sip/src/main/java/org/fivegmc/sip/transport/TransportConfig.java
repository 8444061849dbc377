package org.fivegmc.sip.transport;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How the transports are set up.
///
/// @param listeners where to listen
/// @param loops event loops; with epoll each has a UDP socket of its own per listener
///   (SO_REUSEPORT)
/// @param tls keys and trust; needed when a listener or a peer speaks TLS
/// @param limits what peers may cost
/// @param preferEpoll epoll where the system has it, else NIO
/// @param lent whose connections to us also carry our requests to the address they come from; of
///   others only what we opened ourselves does, since behind a NAT an address and port are soon
///   somebody else's (RFC 5923 section 1)
public record TransportConfig(
        List<ListenerConfig> listeners,
        int loops,
        Optional<TlsConfig> tls,
        TransportLimits limits,
        boolean preferEpoll,
        Predicate<InetAddress> lent) {
    public TransportConfig {
        listeners = List.copyOf(listeners);
        if (loops < 1 || loops > 256) {
            throw new IllegalArgumentException("loops 1 to 256");
        }
    }

    /// No connection is lent.
    public TransportConfig(
            List<ListenerConfig> listeners,
            int loops,
            Optional<TlsConfig> tls,
            TransportLimits limits,
            boolean preferEpoll) {
        this(listeners, loops, tls, limits, preferEpoll, _ -> false);
    }

    /// One loop, default limits, no TLS.
    public static TransportConfig of(ListenerConfig... listeners) {
        return new TransportConfig(
                List.of(listeners), 1, Optional.empty(), TransportLimits.DEFAULTS, true);
    }
}
