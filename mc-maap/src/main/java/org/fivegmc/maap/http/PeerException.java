package org.fivegmc.maap.http;

import java.io.IOException;

/// The body of a request ended before its end, and not because of us.
public final class PeerException extends IOException {
    private static final long serialVersionUID = 1;

    /// Why it ended.
    public enum Reason {
        /// The connection was closed or broke.
        GONE,
        /// Nothing came for too long.
        IDLE,
        /// The request as a whole took too long.
        TOO_LONG,
        /// It can't be read as HTTP.
        MALFORMED,
        /// This server is stopping.
        STOPPING
    }

    private final Reason reason;

    PeerException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
