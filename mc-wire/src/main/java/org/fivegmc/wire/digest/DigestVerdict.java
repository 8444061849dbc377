package org.fivegmc.wire.digest;

/// What the arithmetic says about credentials. Whether their nonce is ours and fresh is another
/// question.
public enum DigestVerdict {
    /// The client knows the secret.
    MATCHES,
    /// It does not.
    WRONG,
    /// No response was given: challenge the client, count no failure.
    NO_ATTEMPT,
    /// An algorithm or quality of protection nobody offered, or a parameter it needs is missing.
    UNSUPPORTED
}
