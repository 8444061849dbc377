package org.fivegmc.loadtest.handset;

/// The answer to a [DigestChallenge] (RFC 7616 section 3.4, RFC 8760), written as a header value.
public final class DigestAnswer {
    private DigestAnswer() {}

    /// `count` is the nonce count, starting at 1 for a new nonce.
    public static String header(
            DigestChallenge challenge,
            Secret.Password secret,
            String method,
            String uri,
            String cnonce,
            int count) {
        DigestAlgorithm algorithm =
                DigestAlgorithm.named(challenge.algorithm())
                        .orElseThrow(() -> new IllegalArgumentException("algorithm not supported"));
        String nc = "%08x".formatted(count);
        StringBuilder value =
                new StringBuilder("Digest username=\"%s\"".formatted(secret.username()))
                        .append(", realm=\"%s\"".formatted(challenge.realm()))
                        .append(", nonce=\"%s\"".formatted(challenge.nonce()))
                        .append(", uri=\"%s\"".formatted(uri))
                        .append(", algorithm=%s".formatted(algorithm.sipName()));
        if (!challenge.qop().isEmpty()) {
            value.append(", qop=auth, nc=%s, cnonce=\"%s\"".formatted(nc, cnonce));
        }
        if (!challenge.opaque().isEmpty()) {
            value.append(", opaque=\"%s\"".formatted(challenge.opaque()));
        }
        String response = response(algorithm, challenge, secret, method, uri, cnonce, nc);
        return value.append(", response=\"%s\"".formatted(response)).toString();
    }

    /// What a first REGISTER carries so that the network learns the private identity (TS 24.229
    /// section 5.1.1.2).
    static String empty(Secret.Password secret, String realm, String uri) {
        return "Digest username=\"%s\", realm=\"%s\", nonce=\"\", uri=\"%s\", response=\"\""
                .formatted(secret.username(), realm, uri);
    }

    private static String response(
            DigestAlgorithm algorithm,
            DigestChallenge challenge,
            Secret.Password secret,
            String method,
            String uri,
            String cnonce,
            String nc) {
        String ha1 =
                algorithm.hash(
                        secret.username() + ":" + challenge.realm() + ":" + secret.password());
        String ha2 = algorithm.hash(method + ":" + uri);
        String middle =
                challenge.qop().isEmpty()
                        ? challenge.nonce()
                        : String.join(":", challenge.nonce(), nc, cnonce, challenge.qop());
        return algorithm.hash(ha1 + ":" + middle + ":" + ha2);
    }
}
