package org.fivegmc.wire.sdp;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fivegmc.wire.ByteSlice;

/// Digest of a certificate (RFC 8122 section 5).
///
/// @param algorithm in small letters, `sha-256`
/// @param digest its octets
public record Fingerprint(String algorithm, ByteSlice digest) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    /// Algorithms a certificate is checked with. SHA-1 is what deployed peers still send.
    private static final List<String> KNOWN =
            List.of("sha-512", "sha-384", "sha-256", "sha-224", "sha-1");

    /// Reads `SHA-256 4A:AD:…`; empty when it is none, or of an algorithm that is not checked.
    public static Optional<Fingerprint> parse(String text) {
        String[] words = BLANKS.split(text.strip(), 3);
        String algorithm = words[0].toLowerCase(Locale.ROOT);
        if (words.length != 2 || !KNOWN.contains(algorithm)) {
            return Optional.empty();
        }
        try {
            byte[] digest = HexFormat.ofDelimiter(":").parseHex(words[1]);
            return digest.length == digestOf(algorithm, new byte[0]).length
                    ? Optional.of(new Fingerprint(algorithm, ByteSlice.of(digest)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The SHA-256 fingerprint of a certificate in DER.
    public static Fingerprint sha256(byte[] certificate) {
        return new Fingerprint("sha-256", ByteSlice.of(digestOf("sha-256", certificate)));
    }

    /// Whether a certificate in DER has this fingerprint.
    public boolean matches(byte[] certificate) {
        return KNOWN.contains(algorithm)
                && MessageDigest.isEqual(digest.whole(), digestOf(algorithm, certificate));
    }

    public String text() {
        return algorithm.toUpperCase(Locale.ROOT) + " " + HEX.formatHex(digest.whole());
    }

    private static byte[] digestOf(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without " + algorithm, e);
        }
    }
}
