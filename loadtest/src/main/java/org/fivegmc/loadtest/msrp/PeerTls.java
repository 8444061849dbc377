package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS over a socket that is there, so that the socket can be torn away from under it.
final class PeerTls {
    private final KeyManager[] keys;

    PeerTls(PeerIdentity identity) throws IOException {
        try {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(identity.keys(), PeerIdentity.PASSWORD.toCharArray());
            keys = factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException("keys of no use", e);
        }
    }

    /// Connects; the handshake fails when the other side's certificate is not the one expected.
    SSLSocket client(Socket raw, Optional<String> fingerprint) throws IOException {
        SSLSocket socket = over(raw, new Expected(fingerprint));
        socket.setUseClientMode(true);
        socket.startHandshake();
        return socket;
    }

    /// Accepts, and asks for a certificate, which is compared when the session is known.
    SSLSocket server(Socket raw) throws IOException {
        SSLSocket socket = over(raw, new Expected(Optional.empty()));
        socket.setUseClientMode(false);
        socket.setWantClientAuth(true);
        socket.startHandshake();
        return socket;
    }

    private SSLSocket over(Socket raw, TrustManager trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, null);
            return (SSLSocket)
                    context.getSocketFactory()
                            .createSocket(
                                    raw,
                                    raw.getInetAddress().getHostAddress(),
                                    raw.getPort(),
                                    true);
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS", e);
        }
    }

    static Optional<String> fingerprintOf(SSLSocket socket) {
        try {
            return Optional.of(
                    PeerIdentity.fingerprintOf(socket.getSession().getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Expected(Optional<String> fingerprint) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            try {
                String seen = PeerIdentity.fingerprintOf(chain[0]);
                if (!fingerprint.map(seen::equalsIgnoreCase).orElse(true)) {
                    throw new CertificateException("the certificate is " + seen);
                }
            } catch (CertificateException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
