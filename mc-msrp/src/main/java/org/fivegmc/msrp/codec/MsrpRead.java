package org.fivegmc.msrp.codec;

/// What the decoder has to tell.
public sealed interface MsrpRead permits MsrpFrame, MsrpRead.Malformed, MsrpRead.Waiting {
    /// The framing is lost: nothing that follows can be trusted, the connection has to go.
    record Malformed(MsrpRule rule) implements MsrpRead {}

    /// Everything fed is used up.
    record Waiting() implements MsrpRead {
        static final Waiting INSTANCE = new Waiting();
    }
}
