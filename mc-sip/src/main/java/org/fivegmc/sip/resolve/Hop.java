package org.fivegmc.sip.resolve;

import java.net.InetSocketAddress;
import org.fivegmc.sip.transport.SipTransport;

/// One address to try.
///
/// @param transport how
/// @param address where
/// @param host the name a TLS certificate must carry: the domain of the URI (RFC 5922 section 4)
public record Hop(SipTransport transport, InetSocketAddress address, String host) {}
