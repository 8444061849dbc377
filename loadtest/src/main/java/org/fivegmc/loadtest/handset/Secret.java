package org.fivegmc.loadtest.handset;

/// How a handset proves who it is.
public sealed interface Secret {
    /// No credentials: a challenge is final.
    record None() implements Secret {}

    /// SIP Digest (RFC 7616, RFC 8760) with a private identity and a password.
    record Password(String username, String password) implements Secret {}

    /// A token of a content server (RFC 6750); worth nothing to a registrar.
    record Token(String token) implements Secret {}
}
