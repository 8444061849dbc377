package org.fivegmc.msrp.session;

/// Whoever a session belongs to. Called on the session's thread; must not block.
public interface SessionOwner {
    /// The peer is there: the session is bound to a connection.
    default void bound() {}

    /// A message begins. Not called for messages without octets, as keep-alives are.
    Opening open(MessageStart start);

    /// The session is over. The last call; every message still open was aborted before.
    void closed(CloseReason reason);
}
