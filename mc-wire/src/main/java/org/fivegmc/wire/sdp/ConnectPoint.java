package org.fivegmc.wire.sdp;

/// Where the active side connects to.
///
/// @param host name or address, IPv6 without brackets
public record ConnectPoint(String host, int port) {}
