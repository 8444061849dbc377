package org.fivegmc.wire.digest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/// The arithmetic of Digest (RFC 7616 section 3.4, RFC 3261 section 22.4). Pure functions; the
/// secret is given as octets because with AKA it is the RES of the card and no text.
public final class DigestResponse {
    /// Octets of RAND and of AUTN (3GPP TS 33.102).
    public static final int AKA_CHALLENGE_PART = 16;

    private DigestResponse() {}

    /// HA1 as it may be stored instead of the password: hash of `username:realm:password`. For
    /// `-sess` this is the part that does not change from session to session.
    ///
    /// @param secret password in UTF-8; RES for AKA, and nothing when the client asks for
    ///   resynchronisation
    public static String ha1(
            DigestAlgorithm algorithm, String username, String realm, byte[] secret) {
        var octets = new ByteArrayOutputStream();
        octets.writeBytes((username + ":" + realm + ":").getBytes(StandardCharsets.UTF_8));
        octets.writeBytes(secret);
        return algorithm.hash(octets.toByteArray());
    }

    /// The response a client that knows the secret gives, from its nonce, uri, qop and so on.
    ///
    /// @param ha1 from [#ha1(DigestAlgorithm, String, String, byte[])]
    public static String compute(
            DigestAlgorithm algorithm, String ha1, String method, DigestCredentials credentials) {
        String nonce = credentials.nonce();
        String secret =
                algorithm.isSession() ? algorithm.hash(ha1, nonce, credentials.cnonce()) : ha1;
        String ha2 = algorithm.hash(method, credentials.uri());
        if (credentials.qop().isEmpty()) {
            return algorithm.hash(secret, nonce, ha2);
        }
        return algorithm.hash(
                secret,
                nonce,
                credentials.nonceCount(),
                credentials.cnonce(),
                credentials.qop(),
                ha2);
    }

    /// Judges credentials against a stored HA1, in constant time.
    ///
    /// @param offered the algorithm the HA1 belongs to; credentials of another one are unsupported
    public static DigestVerdict verify(
            DigestAlgorithm offered, String ha1, String method, DigestCredentials credentials) {
        if (credentials.response().isEmpty()) {
            return DigestVerdict.NO_ATTEMPT;
        }
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(credentials.algorithm());
        boolean qop = !credentials.qop().isEmpty();
        boolean counted = credentials.count() != DigestCredentials.NO_COUNT;
        boolean complete = !qop || (counted && !credentials.cnonce().isEmpty());
        boolean known = !qop || credentials.qop().equalsIgnoreCase("auth");
        boolean session = offered.isSession() && credentials.cnonce().isEmpty();
        if (algorithm.filter(offered::equals).isEmpty() || !complete || !known || session) {
            return DigestVerdict.UNSUPPORTED;
        }
        String expected = compute(offered, ha1, method, credentials);
        byte[] given =
                credentials.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given)
                ? DigestVerdict.MATCHES
                : DigestVerdict.WRONG;
    }

    /// Nonce of an AKA challenge (RFC 3310 section 3.2): base64 of RAND and AUTN.
    public static String akaNonce(byte[] rand, byte[] autn) {
        if (rand.length != AKA_CHALLENGE_PART || autn.length != AKA_CHALLENGE_PART) {
            throw new IllegalArgumentException("RAND and AUTN have sixteen octets");
        }
        var octets = new ByteArrayOutputStream(2 * AKA_CHALLENGE_PART);
        octets.writeBytes(rand);
        octets.writeBytes(autn);
        return Base64.getEncoder().encodeToString(octets.toByteArray());
    }
}
