package org.fivegmc.maap.http;

/// What happens to connections, for meters. Called on event loops and must not block.
public interface HttpEvents {
    void connections(int open);

    /// A connection was closed at once, for a limit.
    void connectionRefused();

    /// A fault of ours, never of a peer.
    void fault(Throwable cause);
}
