package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.MsrpStatus;

/// What became of an outgoing message.
public sealed interface SendOutcome {
    /// Every chunk was answered with 200; or was written, where no answer is asked for.
    record Sent() implements SendOutcome {}

    /// The peer does not take it.
    record Refused(MsrpStatus status) implements SendOutcome {}

    /// A chunk was not answered in time.
    ///
    /// @param maybeThere whether every octet had been sent, so that the peer may have the message
    record TimedOut(boolean maybeThere) implements SendOutcome {}

    /// We gave it up.
    record Cancelled() implements SendOutcome {}

    /// The session ended before.
    ///
    /// @param maybeThere whether every octet had been sent, so that the peer may have the message
    record Lost(CloseReason why, boolean maybeThere) implements SendOutcome {}

    /// Too many messages are queued.
    record Overloaded() implements SendOutcome {}
}
