package org.fivegmc.sip.transport;

/// What became of an attempt to reach a peer by TCP or TLS.
public sealed interface Connecting {
    /// A connection, new or one that was open.
    ///
    /// @param flow usable on its loop at once
    record Connected(Flow flow) implements Connecting {}

    /// No connection.
    ///
    /// @param reason for logs
    record Failed(String reason) implements Connecting {}
}
