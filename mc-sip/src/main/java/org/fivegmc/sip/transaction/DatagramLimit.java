package org.fivegmc.sip.transaction;

import java.net.InetAddress;

/// The largest request that goes to a peer in a datagram; larger ones go by TCP (RFC 3261 section
/// 18.1.1). Called on every loop.
@FunctionalInterface
public interface DatagramLimit {

    /// Octets of a request.
    int towards(InetAddress peer);

    /// 1,300 octets where nothing is known of the path; loopback carries whole datagrams.
    DatagramLimit DEFAULT = peer -> peer.isLoopbackAddress() ? 65_000 : 1_300;
}
