package org.fivegmc.msrp.session;

/// Why a message ends before it is complete.
public enum AbortReason {
    /// The sender gave it up.
    SENDER,
    /// It did not go on in time.
    TIMEOUT,
    /// It is larger than it may be.
    TOO_LARGE,
    /// Its pieces do not fit together.
    OUT_OF_BOUNDS,
    /// The session ended.
    SESSION_CLOSED
}
