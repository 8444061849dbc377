package org.fivegmc.msrp.session;

/// What one session may cost, and how long it waits. Times in milliseconds.
///
/// @param messageOctets octets of one incoming message
/// @param openMessages incoming messages begun and not complete
/// @param ranges separate pieces of one incoming message
/// @param undurable complete messages whose owner has not said yet that they are safe; beyond it
///   the connection is not read
/// @param queued outgoing messages not sent completely
/// @param window chunks sent and not answered
/// @param chunkOctets octets of an outgoing chunk
/// @param awaitedReports messages sent that may still be reported on; the oldest is forgotten
/// @param answerMs a chunk is answered within this (RFC 4975 section 7.1.4: 30 s)
/// @param messageIdleMs an incoming message goes on within this
/// @param progressOctets an incoming message grows by as many within `messageIdleMs`, or ends
public record SessionLimits(
        long messageOctets,
        int openMessages,
        int ranges,
        int undurable,
        int queued,
        int window,
        int chunkOctets,
        int awaitedReports,
        long answerMs,
        long messageIdleMs,
        int progressOctets) {
    /// The largest chunk that need not be interruptible (RFC 4975 section 7.1).
    public static final int WHOLE_CHUNK = 2_048;

    /// 100 MiB in 64 pieces, 8 messages at a time, 64 not yet safe; 64 outgoing messages, 64
    /// unanswered chunks of 2,048 octets, 64 reports; 30 s for an answer, 60 s for a message to go
    /// on, and that by 1 KiB.
    public static final SessionLimits DEFAULTS =
            new SessionLimits(
                    104_857_600, 8, 64, 64, 64, 64, WHOLE_CHUNK, 64, 30_000, 60_000, 1_024);

    public SessionLimits {
        if (messageOctets <= 0
                || openMessages <= 0
                || ranges <= 0
                || undurable <= 0
                || queued <= 0
                || window <= 0
                || chunkOctets <= 0
                || awaitedReports <= 0
                || answerMs <= 0
                || messageIdleMs <= 0
                || progressOctets <= 0) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
