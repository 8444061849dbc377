package org.fivegmc.sip.transaction;

import java.net.InetSocketAddress;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipTransport;

/// Where a request goes.
public sealed interface Target {
    /// By a flow that exists: the only way to a handset behind a NAT.
    ///
    /// @param flow the flow its REGISTER came by
    record ByFlow(Flow flow) implements Target {}

    /// To an address that is known.
    ///
    /// @param transport how
    /// @param address where
    record ToAddress(SipTransport transport, InetSocketAddress address) implements Target {}

    /// To wherever a URI leads (RFC 3263): the topmost Route or Path, or the Request-URI.
    ///
    /// @param uri a `sip:` or `sips:` URI
    record ToUri(String uri) implements Target {}
}
