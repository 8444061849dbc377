package org.fivegmc.sip.transport;

import org.fivegmc.sip.codec.SipLimits;

/// What peers may cost the transports. Times in milliseconds.
///
/// @param sip limits of one message
/// @param connections connections in all, accepted and opened
/// @param connectionsPerAddress accepted connections from one IP address
/// @param idleMs without a byte received, a connection is closed
/// @param partialMessageMs a message begun must be complete within this
/// @param connectMs opening a connection may take this, TLS included
/// @param pendingBytes unsent bytes at which a peer that does not read is cut off
/// @param udpPendingBytes unsent bytes at which datagrams are dropped
/// @param lingerMs how long a peer that was told of its fault may go on writing until its
///   connection is closed
/// @param lingerBytes how much it may write meanwhile
/// @param loopQueue tasks of other threads waiting for one loop
public record TransportLimits(
        SipLimits sip,
        int connections,
        int connectionsPerAddress,
        long idleMs,
        long partialMessageMs,
        int connectMs,
        int pendingBytes,
        int udpPendingBytes,
        long lingerMs,
        long lingerBytes,
        int loopQueue) {

    /// 100,000 connections, as many from one address (NATs and proxies), 1 h idle, 30 s per
    /// message, 5 s to connect, 1 MiB and 16 MiB pending, 2 s and 2 MiB to go on writing.
    public static final TransportLimits DEFAULTS =
            new TransportLimits(
                    SipLimits.DEFAULTS,
                    100_000,
                    100_000,
                    3_600_000,
                    30_000,
                    5_000,
                    1 << 20,
                    1 << 24,
                    2_000,
                    2 << 20,
                    SipLoop.DEFAULT_QUEUE);
}
