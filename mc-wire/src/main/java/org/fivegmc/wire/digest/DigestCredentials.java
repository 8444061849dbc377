package org.fivegmc.wire.digest;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.fivegmc.wire.Parameters;
import org.fivegmc.wire.Parse;

/// Value of an Authorization header (RFC 7616 section 3.4), read whether its parameters are quoted
/// or not. Absent parameters are empty.
///
/// @param username private identity of the user
/// @param uri what the client hashed; it may differ from the Request-URI by parameters
/// @param algorithm token as sent
/// @param nonceCount `nc` as sent, eight hex digits
/// @param auts resynchronisation token of AKA (RFC 3310 section 3.4), base64
public record DigestCredentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        String algorithm,
        String qop,
        String nonceCount,
        String cnonce,
        String opaque,
        String auts) {
    /// Longest header value that is read, in characters.
    public static final int DEFAULT_MAX_LENGTH = 4096;

    private static final String SCHEME = "Digest";

    private static final int COUNT_DIGITS = 8;

    /// The number behind `nc` is missing or unreadable.
    public static final long NO_COUNT = -1;

    public static Parse<DigestCredentials> parse(String value) {
        String text = value.strip();
        if (text.length() > DEFAULT_MAX_LENGTH) {
            return new Parse.Malformed<>(
                    DEFAULT_MAX_LENGTH, "credentials longer than " + DEFAULT_MAX_LENGTH);
        }
        int behind = SCHEME.length();
        if (!text.regionMatches(true, 0, SCHEME, 0, behind)
                || (text.length() > behind && !Character.isWhitespace(text.charAt(behind)))) {
            return new Parse.Malformed<>(0, "scheme is not Digest");
        }
        Map<String, String> read = new HashMap<>();
        int from = behind;
        while (from < text.length()) {
            int to = Parameters.indexOutsideQuotes(text, from, ",");
            String piece = text.substring(from, to).strip();
            int equals = piece.indexOf('=');
            if (equals > 0) {
                String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                if (read.putIfAbsent(name, unquoted(piece.substring(equals + 1).strip())) != null) {
                    return new Parse.Malformed<>(from, "parameter " + name + " twice");
                }
            } else if (!piece.isEmpty()) {
                return new Parse.Malformed<>(from, "parameter without a value");
            }
            from = to + 1;
        }
        return new Parse.Parsed<>(
                new DigestCredentials(
                        read.getOrDefault("username", ""),
                        read.getOrDefault("realm", ""),
                        read.getOrDefault("nonce", ""),
                        read.getOrDefault("uri", ""),
                        read.getOrDefault("response", ""),
                        read.getOrDefault("algorithm", ""),
                        read.getOrDefault("qop", ""),
                        read.getOrDefault("nc", ""),
                        read.getOrDefault("cnonce", ""),
                        read.getOrDefault("opaque", ""),
                        read.getOrDefault("auts", "")));
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        boolean closed = value.length() > 1 && value.endsWith("\"");
        return Parameters.unquote(value.substring(1, value.length() - (closed ? 1 : 0)));
    }

    /// Whether the client only introduces itself: the first REGISTER of IMS carries an empty
    /// response (3GPP TS 24.229 section 5.1.1.2.2) and is no failed attempt.
    public boolean isIntroduction() {
        return response.isEmpty() && auts.isEmpty();
    }

    /// The nonce count as a number, or [#NO_COUNT].
    public long count() {
        if (nonceCount.length() != COUNT_DIGITS) {
            return NO_COUNT;
        }
        long count = 0;
        for (int i = 0; i < COUNT_DIGITS; i++) {
            char digit = nonceCount.charAt(i);
            if (!HexFormat.isHexDigit(digit)) {
                return NO_COUNT;
            }
            count = count << 4 | HexFormat.fromHexDigit(digit);
        }
        return count;
    }

    /// The header value a client sends.
    public String text() {
        var out = new StringBuilder(256).append(SCHEME);
        out.append(" username=").append(DigestText.quoted(username));
        quoted(out, "realm", realm);
        quoted(out, "nonce", nonce);
        quoted(out, "uri", uri);
        token(out, "algorithm", algorithm);
        token(out, "qop", qop);
        token(out, "nc", nonceCount);
        if (!cnonce.isEmpty()) {
            quoted(out, "cnonce", cnonce);
        }
        if (!opaque.isEmpty()) {
            quoted(out, "opaque", opaque);
        }
        if (!auts.isEmpty()) {
            quoted(out, "auts", auts);
        }
        quoted(out, "response", response);
        return out.toString();
    }

    private static void quoted(StringBuilder out, String name, String value) {
        out.append(", ").append(name).append('=').append(DigestText.quoted(value));
    }

    private static void token(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append(", ").append(name).append('=').append(value);
        }
    }
}
