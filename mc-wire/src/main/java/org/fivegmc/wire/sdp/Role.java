package org.fivegmc.wire.sdp;

/// What we do about the connection.
public enum Role {
    /// We connect.
    ACTIVE,
    /// We wait for the peer.
    PASSIVE
}
