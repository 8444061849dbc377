package org.fivegmc.msrp.transport;

import org.fivegmc.msrp.codec.MsrpLimits;
import org.fivegmc.msrp.session.SessionLimits;

/// What peers may cost an endpoint. Times in milliseconds.
///
/// @param frame heads of frames
/// @param session one session
/// @param connections connections in all, accepted and opened
/// @param unmatched connections that serve no session yet
/// @param sessions sessions in all, those that wait for their peer included
/// @param sessionsPerConnection sessions of one connection
/// @param unmatchedMs a connection serves a session within this, TLS included
/// @param connectMs opening a connection may take this, TLS not included
/// @param bindMs a session waits this long for its peer
/// @param idleMs without an octet received, a connection is closed
/// @param stalledMs a frame begun goes on, and a peer that is sent to reads, within this
/// @param progressOctets a frame begun grows by as many within `stalledMs`, or ends: else a peer
///   that gives one octet now and then would hold its connection for ever
/// @param keepAliveMs after this time without a request of ours, a session sends an empty one; 0
///   for never
/// @param pendingOctets unsent octets at which no more content is sent; at four times as many a
///   peer that does not read its answers is cut off
public record EndpointLimits(
        MsrpLimits frame,
        SessionLimits session,
        int connections,
        int unmatched,
        int sessions,
        int sessionsPerConnection,
        long unmatchedMs,
        int connectMs,
        long bindMs,
        long idleMs,
        long stalledMs,
        int progressOctets,
        long keepAliveMs,
        int pendingOctets) {
    private static final long MOST_CALM_MS = 5_000;

    /// 20,000 connections, 2,000 of them unmatched for at most 10 s, 20,000 sessions, 100 on one
    /// connection; 5 s to connect, 60 s until the peer comes, 10 min idle, 30 s stalled or with
    /// less than 1 KiB, a keep-alive each 2 min, 128 KiB unsent.
    public static final EndpointLimits DEFAULTS =
            new EndpointLimits(
                    MsrpLimits.DEFAULTS,
                    SessionLimits.DEFAULTS,
                    20_000,
                    2_000,
                    20_000,
                    100,
                    10_000,
                    5_000,
                    60_000,
                    600_000,
                    30_000,
                    1_024,
                    120_000,
                    131_072);

    public EndpointLimits {
        if (connections <= 0
                || unmatched <= 0
                || sessions <= 0
                || sessionsPerConnection <= 0
                || unmatchedMs <= 0
                || connectMs <= 0
                || bindMs <= 0
                || idleMs <= 0
                || stalledMs <= 0
                || progressOctets <= 0
                || keepAliveMs < 0
                || pendingOctets <= 0) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }

    /// Unsent octets at which a peer is cut off.
    long mostPending() {
        return pendingOctets * 4L;
    }

    /// How long a connection on which nothing is under way need not be looked at: idle times and
    /// keep-alives are late by as much.
    long calmMs() {
        long least = keepAliveMs == 0 ? idleMs : Math.min(idleMs, keepAliveMs);
        return Math.min(MOST_CALM_MS, least / 4);
    }
}
