package org.fivegmc.wire.sdp;

import java.util.List;
import org.fivegmc.wire.uri.MsrpUri;

/// Where we are reached over one transport.
///
/// @param host address peers connect to, IPv6 without brackets
/// @param port of our listener
/// @param fingerprints of our certificate; empty without TLS
public record LocalPoint(
        MsrpTransport transport, String host, int port, List<Fingerprint> fingerprints) {
    public LocalPoint {
        fingerprints = List.copyOf(fingerprints);
    }

    /// Our URI for a session.
    public MsrpUri uri(String sessionId) {
        return MsrpUri.of(transport == MsrpTransport.TLS, host, port, sessionId);
    }
}
