package org.fivegmc.sip.transport;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/// TLS for listeners and for connections we open.
///
/// @param context keys and trust
/// @param clientAuth what accepted peers must show
/// @param verifyHost whether a server's certificate must carry the name we connect to (RFC 5922)
/// @param protocols versions allowed
public record TlsConfig(
        SSLContext context, ClientAuth clientAuth, boolean verifyHost, List<String> protocols) {
    /// What is asked of a client's certificate.
    public enum ClientAuth {
        NONE,
        WANTED,
        REQUIRED
    }

    public TlsConfig {
        protocols = List.copyOf(protocols);
    }

    /// No client certificates, host names verified, TLS 1.2 and 1.3.
    public static TlsConfig of(SSLContext context) {
        return new TlsConfig(context, ClientAuth.NONE, true, List.of("TLSv1.3", "TLSv1.2"));
    }

    SSLEngine server() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(protocols.toArray(String[]::new));
        switch (clientAuth) {
            case NONE -> {}
            case WANTED -> engine.setWantClientAuth(true);
            case REQUIRED -> engine.setNeedClientAuth(true);
        }
        return engine;
    }

    SSLEngine client(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(protocols.toArray(String[]::new));
        if (verifyHost) {
            SSLParameters p = engine.getSSLParameters();
            p.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(p);
        }
        return engine;
    }
}
