package org.fivegmc.sip.transport;

import java.net.InetSocketAddress;

/// One place to listen at.
///
/// @param transport the transport
/// @param bind local address; port 0 for any free one
/// @param advertised host and port for Via when it is not the bound one (host names, NAT,
///   wildcard), IPv6 in brackets; empty for the bound one
public record ListenerConfig(SipTransport transport, InetSocketAddress bind, String advertised) {
    /// A listener that advertises the address it is bound to.
    public static ListenerConfig of(SipTransport transport, String host, int port) {
        return new ListenerConfig(transport, new InetSocketAddress(host, port), "");
    }
}
