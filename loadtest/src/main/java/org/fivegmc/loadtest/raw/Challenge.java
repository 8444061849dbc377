package org.fivegmc.loadtest.raw;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `WWW-Authenticate` line taken apart once (RFC 7616 section 3.3). Lines that differ from it in
/// the nonce alone, and keep its length, are recognised by comparison.
///
/// @param line as it stood in the response, line end included
/// @param nonceAt where the nonce begins in it
/// @param opaque empty if there was none
/// @param qop whether `auth` was offered
record Challenge(
        byte[] line,
        int nonceAt,
        int nonceLength,
        Algorithm algorithm,
        String realm,
        String opaque,
        boolean qop) {
    /// Of a nonce; what is longer is not answered.
    static final int MAX_NONCE = 256;

    private static final Pattern PARAMETER =
            Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"([^\"\\\\]*)\"|([^\\s,\"]+))");
    private static final Pattern AUTH = Pattern.compile("(?:^|[,\\s])auth(?:[,\\s]|$)");

    /// The hashes answered to, with their names in SIP and in the JDK, which are the same.
    enum Algorithm {
        MD5("MD5", 32),
        SHA_256("SHA-256", 64);

        private final String text;
        private final int digits;

        Algorithm(String text, int digits) {
            this.text = text;
            this.digits = digits;
        }

        String text() {
            return text;
        }

        /// Hexadecimal digits of a hash.
        int digits() {
            return digits;
        }
    }

    /// Empty for what cannot be answered: another scheme, another algorithm, no nonce.
    static Optional<Challenge> parse(byte[] line) {
        String text = new String(line, US_ASCII);
        if (!text.toLowerCase(Locale.ROOT).matches("(?s)www-authenticate:\\s*digest\\s.*")) {
            return Optional.empty();
        }
        String algorithm = "MD5";
        String realm = "";
        String opaque = "";
        boolean qop = false;
        int nonceAt = -1;
        int nonceLength = 0;
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            int group = parameter.group(2) != null ? 2 : 3;
            String value = parameter.group(group);
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "realm" -> realm = value;
                case "opaque" -> opaque = value;
                case "algorithm" -> algorithm = value;
                case "qop" -> qop = AUTH.matcher(value).find();
                case "nonce" -> {
                    nonceAt = parameter.start(group);
                    nonceLength = value.length();
                }
                default -> {}
            }
        }
        if (nonceAt < 0 || nonceLength > MAX_NONCE) {
            return Optional.empty();
        }
        for (Algorithm known : Algorithm.values()) {
            if (known.text.equalsIgnoreCase(algorithm)) {
                return Optional.of(
                        new Challenge(line, nonceAt, nonceLength, known, realm, opaque, qop));
            }
        }
        return Optional.empty();
    }

    /// Whether the line is this one but for its nonce.
    boolean matches(MemorySegment in, long from, long to) {
        if (to - from != line.length) {
            return false;
        }
        for (int k = 0; k < line.length; k++) {
            boolean inNonce = k >= nonceAt && k < nonceAt + nonceLength;
            if (!inNonce && in.get(JAVA_BYTE, from + k) != line[k]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Challenge(var theirs, _, _, _, _, _, _)
                && Arrays.equals(line, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(line);
    }
}
