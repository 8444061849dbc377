package org.fivegmc.server.wiring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.fivegmc.server.config.ContentConfig;
import org.fivegmc.server.config.SipConfig;
import org.fivegmc.sip.transport.TlsConfig;
import org.jspecify.annotations.Nullable;

/// Keys and trust from PEM files: a certificate chain, its key in PKCS #8, trusted certificates.
final class TlsFiles {

    private static final char[] NO_PASSWORD = {};

    private TlsFiles() {}

    /// Empty when no certificate is configured.
    static Optional<TlsConfig> load(SipConfig.Tls tls) {
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return Optional.empty();
        }
        try {
            SSLContext context =
                    context(tls.certificate().get(), tls.key().get(), tls.trustedCertificates());
            TlsConfig plain = TlsConfig.of(context);
            TlsConfig.ClientAuth clientAuth =
                    switch (tls.clientAuth()) {
                        case NONE -> TlsConfig.ClientAuth.NONE;
                        case WANT -> TlsConfig.ClientAuth.WANTED;
                        case NEED -> TlsConfig.ClientAuth.REQUIRED;
                    };
            return Optional.of(
                    new TlsConfig(context, clientAuth, plain.verifyHost(), plain.protocols()));
        } catch (GeneralSecurityException | IOException e) {
            throw new ServerLifecycle.StartException("sip.tls: " + e.getMessage(), e);
        }
    }

    /// For a listener that asks clients for nothing; empty when no certificate is configured.
    static Optional<SSLContext> load(ContentConfig.Tls tls) {
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(context(tls.certificate().get(), tls.key().get(), Optional.empty()));
        } catch (GeneralSecurityException | IOException e) {
            throw new ServerLifecycle.StartException("content.tls: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(Path certificate, Path key, Optional<Path> trusted)
            throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(
                "own",
                key(key),
                NO_PASSWORD,
                certificates(certificate).toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, NO_PASSWORD);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted(trusted));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /// Null stands for the platform's own trust.
    private static @Nullable KeyStore trusted(Optional<Path> file)
            throws GeneralSecurityException, IOException {
        if (file.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int n = 0;
        for (Certificate certificate : certificates(file.get())) {
            store.setCertificateEntry("trusted-" + n++, certificate);
        }
        return store;
    }

    private static List<Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String base64 =
                pem.replaceAll("(?s).*-----BEGIN PRIVATE KEY-----", "")
                        .replaceAll("(?s)-----END PRIVATE KEY-----.*", "")
                        .replaceAll("\\s", "");
        byte[] der;
        try {
            der = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no PEM file with a PKCS #8 key", e);
        }
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException _) {
                // another kind of key
            }
        }
        throw new IOException(file + " holds no RSA, EC or EdDSA key in PKCS #8");
    }
}
