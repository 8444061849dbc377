package org.fivegmc.core.subscriber;

/// How a user proves who they are when no trusted network does it for them.
public sealed interface Credentials {

    /// No direct access: only through a trusted peer.
    record None() implements Credentials {}

    /// SIP Digest with a shared password (RFC 7616).
    record Password(String secret) implements Credentials {}

    Credentials NONE = new None();
}
