package org.fivegmc.msrp.session;

/// Why a session or a connection ended; a metric label.
public enum CloseReason {
    /// We ended it.
    LOCAL,
    /// The peer closed the connection, or the network broke it.
    PEER,
    /// Nothing was received for the idle time.
    IDLE,
    /// A frame was begun and did not go on in time.
    SLOW_SENDER,
    /// The peer did not read, and too much was waiting for it or for too long.
    SLOW_READER,
    /// The framing was lost.
    MALFORMED,
    /// The TLS handshake failed or took too long.
    HANDSHAKE,
    /// The peer's certificate is not the one of the description.
    FINGERPRINT,
    /// The connection served no session in time.
    UNMATCHED,
    /// The peer did not connect in time.
    NEVER_CONNECTED,
    /// We could not connect.
    CONNECT_FAILED,
    /// The peer does not know the session, or not on this connection.
    REFUSED,
    /// A limit of this endpoint.
    LIMIT
}
