package org.fivegmc.wire.digest;

import java.util.List;

/// What a registrar or proxy asks of a client: WWW-Authenticate or Proxy-Authenticate (RFC 7616
/// section 3.3). One header per algorithm, the most preferred first (RFC 8760 section 2.3); a
/// client answers the first it knows.
///
/// @param nonce where the nonces come from and how long they live is the registrar's matter
/// @param qop whether `qop="auth"` is offered; some old clients want it left out
/// @param stale the credentials were right, only their nonce was too old
/// @param opaque empty when not used
public record DigestChallenge(
        String realm,
        String nonce,
        List<DigestAlgorithm> algorithms,
        boolean qop,
        boolean stale,
        String opaque) {
    public DigestChallenge {
        algorithms = List.copyOf(algorithms);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("a challenge needs an algorithm");
        }
    }

    /// Header values in the order they must have in the response.
    public List<String> headerValues() {
        return algorithms.stream().map(this::headerValue).toList();
    }

    private String headerValue(DigestAlgorithm algorithm) {
        var out = new StringBuilder(160).append("Digest realm=").append(DigestText.quoted(realm));
        out.append(", nonce=").append(DigestText.quoted(nonce));
        out.append(", algorithm=").append(algorithm.token());
        if (qop) {
            out.append(", qop=\"auth\"");
        }
        if (stale) {
            out.append(", stale=true");
        }
        if (!opaque.isEmpty()) {
            out.append(", opaque=").append(DigestText.quoted(opaque));
        }
        return out.toString();
    }
}
