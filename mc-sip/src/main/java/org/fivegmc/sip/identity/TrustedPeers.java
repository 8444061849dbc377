package org.fivegmc.sip.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// The networks whose elements belong to the trust domain (RFC 3325 section 2.4): what comes from
/// them needs no authentication, and the identities and registrations they assert are believed.
/// Immutable.
public final class TrustedPeers {

    private record Network(byte[] prefix, int bits) {

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != prefix[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff << 8 - rest & 0xff) == 0;
        }
    }

    public static final TrustedPeers NONE = of(List.of());

    private final List<Network> networks;

    private TrustedPeers(List<Network> networks) {
        this.networks = networks;
    }

    /// Networks as `10.0.0.0/8`, `fd00::/8` or single addresses; throws `IllegalArgumentException`
    /// on anything else, host names included.
    public static TrustedPeers of(List<String> networks) {
        return new TrustedPeers(networks.stream().map(TrustedPeers::network).toList());
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        if (!host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        try {
            byte[] prefix = InetAddress.getByName(host).getAddress();
            int bits = slash < 0 ? prefix.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > prefix.length * 8) {
                throw new IllegalArgumentException("prefix length out of range: " + text);
            }
            return new Network(prefix, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    public boolean contains(InetAddress address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }
}
