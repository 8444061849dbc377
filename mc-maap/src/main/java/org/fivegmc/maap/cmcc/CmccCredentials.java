package org.fivegmc.maap.cmcc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// The header Authorization of this dialect: an id and the digest of a secret and the header Date,
/// so that it is of no use for long. The body is not in it: that is the task of TLS.
final class CmccCredentials {

    /// How far Date may be from now, both ways.
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String SCHEME = "Basic ";

    private CmccCredentials() {}

    /// What proves `id` in a request of this Date.
    ///
    /// @param secret as it was given to the chatbot, of which only the digest is used
    static String authorization(String id, String secret, String date) {
        return SCHEME + Base64.getEncoder().encodeToString(octets(id + ":" + proof(secret, date)));
    }

    private static String proof(String secret, String date) {
        return sha256(sha256(secret) + date);
    }

    /// Passes, or refuses. Only who proves to be the chatbot learns that its clock is wrong.
    static void check(String authorization, String date, String id, String secret, Instant now) {
        if (authorization.isEmpty() || date.isEmpty()) {
            throw new CmccRefusal(
                    CmccCode.AUTHORIZATION, "the headers Authorization and Date must exist");
        }
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new CmccRefusal(CmccCode.AUTHORIZATION, "Authorization begins with Basic");
        }
        String claimed = decoded(authorization.substring(SCHEME.length()).strip());
        int colon = claimed.indexOf(':');
        if (colon < 0) {
            throw new CmccRefusal(
                    CmccCode.AUTHORIZATION, "Authorization is not the base64 of id:digest");
        }
        boolean sameId = same(id, claimed.substring(0, colon));
        String digest = claimed.substring(colon + 1).toLowerCase(Locale.ROOT);
        if (!same(proof(secret, date), digest) || !sameId) {
            throw new CmccRefusal(CmccCode.AUTHORIZATION);
        }
        Duration off = Duration.between(time(date), now).abs();
        if (off.compareTo(SKEW) > 0) {
            throw new CmccRefusal(CmccCode.DATE);
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static Instant time(String date) {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException _) {
            throw new CmccRefusal(CmccCode.DATE, "Date is no time of RFC 1123");
        }
    }

    /// A time as Date has it.
    static String date(Instant time) {
        // two digits for the day, which the formatter of the JDK does not write
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                .format(time.atOffset(ZoneOffset.UTC));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(octets(text)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(octets(one), octets(other));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
