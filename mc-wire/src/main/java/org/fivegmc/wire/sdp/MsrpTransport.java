package org.fivegmc.wire.sdp;

import java.util.Optional;

/// Transports of MSRP (RFC 4975 section 8.1).
public enum MsrpTransport {
    TCP("TCP/MSRP"),
    TLS("TCP/TLS/MSRP");

    private final String protocol;

    MsrpTransport(String protocol) {
        this.protocol = protocol;
    }

    /// As in an `m=` line.
    public String protocol() {
        return protocol;
    }

    public static Optional<MsrpTransport> of(String protocol) {
        for (MsrpTransport transport : values()) {
            if (transport.protocol.equalsIgnoreCase(protocol)) {
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }
}
