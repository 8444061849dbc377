package org.fivegmc.loadtest.handset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `WWW-Authenticate` or `Proxy-Authenticate` value (RFC 7616 section 3.3). Parameters may be
/// quoted or not; `qop` is empty when the server offers none (RFC 2069 style).
public record DigestChallenge(
        String realm, String nonce, String algorithm, String qop, String opaque, boolean stale) {
    private static final Pattern PARAMETER =
            Pattern.compile("([\\w-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    /// The first challenge whose algorithm we know: the server sends the preferred one first (RFC
    /// 8760 section 2.4).
    public static Optional<DigestChallenge> choose(List<String> values) {
        return values.stream()
                .map(DigestChallenge::parse)
                .flatMap(Optional::stream)
                .filter(challenge -> DigestAlgorithm.named(challenge.algorithm()).isPresent())
                .findFirst();
    }

    static Optional<DigestChallenge> parse(String value) {
        String trimmed = value.strip();
        if (!trimmed.toLowerCase(Locale.ROOT).startsWith("digest ")) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(trimmed.substring("digest ".length()));
        while (matcher.find()) {
            String quoted = matcher.group(2);
            String text = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : matcher.group(3);
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), text);
        }
        String nonce = parameters.getOrDefault("nonce", "");
        if (nonce.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DigestChallenge(
                        parameters.getOrDefault("realm", ""),
                        nonce,
                        parameters.getOrDefault("algorithm", "MD5"),
                        chooseQop(parameters.getOrDefault("qop", "")),
                        parameters.getOrDefault("opaque", ""),
                        "true".equalsIgnoreCase(parameters.getOrDefault("stale", "false"))));
    }

    private static String chooseQop(String offered) {
        for (String token : offered.split(",", -1)) {
            if ("auth".equalsIgnoreCase(token.strip())) {
                return "auth";
            }
        }
        return "";
    }
}
