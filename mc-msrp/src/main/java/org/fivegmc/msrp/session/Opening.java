package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.MsrpStatus;

/// What an owner does with an incoming message.
public sealed interface Opening {
    record Taken(BodySink sink) implements Opening {}

    /// @param status 403, 413 or 415 as a rule
    record Refused(MsrpStatus status) implements Opening {}
}
