package org.fivegmc.wire.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Algorithms of SIP Digest (RFC 8760 section 2.1) and AKA (RFC 3310 section 3). A `-sess` variant
/// mixes nonce and cnonce into the secret.
public enum DigestAlgorithm {
    MD5("MD5", "MD5", false),
    MD5_SESS("MD5-sess", "MD5", true),
    SHA_256("SHA-256", "SHA-256", false),
    SHA_256_SESS("SHA-256-sess", "SHA-256", true),
    SHA_512_256("SHA-512-256", "SHA-512/256", false),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", true),
    AKAV1_MD5("AKAv1-MD5", "MD5", false);

    private final String token;
    private final String hash;
    private final boolean session;

    DigestAlgorithm(String token, String hash, boolean session) {
        this.token = token;
        this.hash = hash;
        this.session = session;
    }

    /// The algorithm of a parameter value, MD5 when it is empty (RFC 7616 section 3.3); empty when
    /// unknown.
    public static Optional<DigestAlgorithm> of(String token) {
        if (token.isEmpty()) {
            return Optional.of(MD5);
        }
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    public String token() {
        return token;
    }

    public boolean isSession() {
        return session;
    }

    /// Hash of the texts joined by colons, in small hex digits.
    String hash(String... texts) {
        return hash(String.join(":", texts).getBytes(StandardCharsets.UTF_8));
    }

    String hash(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the platform lacks " + hash, e);
        }
    }
}
