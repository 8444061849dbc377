package org.fivegmc.sip.transport;

/// Why a connection ended; a metric label.
public enum CloseReason {
    /// The peer closed it or the network broke it.
    PEER,
    /// Nothing was received for the idle time.
    IDLE,
    /// A message was begun and not finished in time.
    SLOW_SENDER,
    /// The peer did not read, and too much was waiting for it.
    SLOW_READER,
    /// The framing was lost.
    MALFORMED,
    /// We closed it, at the wish of the roles or at shutdown.
    LOCAL,
    /// The TLS handshake failed or took too long.
    HANDSHAKE
}
