package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Key and certificate of a peer. The certificate is its own authority; the other side knows it by
/// the fingerprint in the session description (RFC 8122).
///
/// @param keys one entry, without a password worth the name
/// @param fingerprint as in an `a=fingerprint` line, `SHA-256 4A:AD:…`
public record PeerIdentity(KeyStore keys, String fingerprint) {
    static final String PASSWORD = "msrp-peer";
    private static final int KEYTOOL_SECONDS = 30;

    /// Makes a key on P-256 with the JDK's own tool, which takes a second.
    public static PeerIdentity selfSigned(String name) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("msrp-peer");
        Path file = directory.resolve("keys.p12");
        try {
            run(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                            "-genkeypair",
                            "-alias",
                            name,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=" + name,
                            "-validity",
                            "30",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            file.toString()));
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            return new PeerIdentity(keys, fingerprintOf(keys.getCertificate(name)));
        } catch (GeneralSecurityException e) {
            throw new IOException("keytool made no key that can be read", e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("keytool takes too long");
        }
        if (process.exitValue() != 0) {
            throw new IOException("keytool ended with " + process.exitValue());
        }
    }

    static String fingerprintOf(Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return "SHA-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }
}
