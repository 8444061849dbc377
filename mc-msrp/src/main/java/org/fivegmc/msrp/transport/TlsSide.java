package org.fivegmc.msrp.transport;

import io.netty.handler.ssl.SslHandler;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.fivegmc.wire.sdp.Fingerprint;

/// TLS where certificates are known by their fingerprints (RFC 4975 section 14.4, RFC 8122).
///
/// The handshake takes any certificate, for whose it must be is known only when the first request
/// has named the session; [#isOf] compares then, and nothing is done for a peer before.
final class TlsSide {
    private final SSLContext context;

    TlsSide(MsrpIdentity identity) {
        try {
            char[] none = new char[0];
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load((KeyStore.LoadStoreParameter) null);
            keys.setKeyEntry(
                    "msrp", identity.key(), none, identity.chain().toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, none);
            context = SSLContext.getInstance("TLS");
            context.init(
                    managers.getKeyManagers(), new TrustManager[] {new AnyCertificate()}, null);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new EndpointStartException("cannot use the keys", e);
        }
    }

    /// For an accepted connection. The peer is asked for its certificate, and need not have one.
    SslHandler server(long handshakeMs) {
        SSLEngine engine = engine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        return handler(engine, handshakeMs);
    }

    SslHandler client(long handshakeMs) {
        SSLEngine engine = engine();
        engine.setUseClientMode(true);
        return handler(engine, handshakeMs);
    }

    private SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return engine;
    }

    private static SslHandler handler(SSLEngine engine, long handshakeMs) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(handshakeMs);
        return handler;
    }

    /// The peer's certificate in DER, once the handshake is done.
    static Optional<byte[]> peerCertificate(SslHandler handler) {
        try {
            return Optional.of(handler.engine().getSession().getPeerCertificates()[0].getEncoded());
        } catch (SSLPeerUnverifiedException | CertificateEncodingException _) {
            return Optional.empty();
        }
    }

    /// Whether a certificate is the one of a description: it has one of the fingerprints told, or
    /// none was told.
    static boolean isOf(Optional<byte[]> certificate, List<Fingerprint> told) {
        return told.isEmpty()
                || certificate.filter(c -> told.stream().anyMatch(f -> f.matches(c))).isPresent();
    }

    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
