package org.fivegmc.server.wiring;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import org.fivegmc.server.config.Cidr;
import org.fivegmc.server.config.SipConfig;
import org.fivegmc.sip.transaction.DatagramLimit;

/// How large a datagram may be on the way to each peer, as configured. Immutable.
final class PathMtus implements DatagramLimit {

    /// A request that leaves less than 200 bytes of room goes by TCP (RFC 3261 section 18.1.1).
    private static final int MARGIN = 200;

    private record Network(Cidr block, int octets) {}

    /// The longest prefix first.
    private final List<Network> networks;

    private final int octets;

    PathMtus(SipConfig sip) {
        octets = sip.pathMtu() - MARGIN;
        networks =
                sip.pathMtus().entrySet().stream()
                        .map(e -> new Network(e.getKey(), e.getValue() - MARGIN))
                        .sorted(
                                Comparator.comparingInt((Network n) -> n.block().prefixLength())
                                        .reversed())
                        .toList();
    }

    @Override
    public int towards(InetAddress peer) {
        for (Network network : networks) {
            if (network.block().contains(peer)) {
                return network.octets();
            }
        }
        return peer.isLoopbackAddress() ? DatagramLimit.DEFAULT.towards(peer) : octets;
    }
}
