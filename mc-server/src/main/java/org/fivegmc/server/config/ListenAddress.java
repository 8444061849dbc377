package org.fivegmc.server.config;

import java.util.Locale;
import java.util.Optional;

/// Where SIP is accepted: `udp:127.0.0.1:5060`, `tcp:[::1]:5060`, `tls:0.0.0.0:5061`.
public record ListenAddress(Transport transport, HostPort address) {

    /// RFC 3261 section 18.
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public static Optional<ListenAddress> parse(String text) {
        for (Transport transport : Transport.values()) {
            String scheme = scheme(transport);
            if (text.startsWith(scheme)) {
                return HostPort.parse(text.substring(scheme.length()))
                        .map(address -> new ListenAddress(transport, address));
            }
        }
        return Optional.empty();
    }

    private static String scheme(Transport transport) {
        return transport.name().toLowerCase(Locale.ROOT) + ":";
    }

    @Override
    public String toString() {
        return scheme(transport) + address;
    }
}
