package org.fivegmc.sip.dialog;

/// What this server wants of session timers (RFC 4028), in seconds.
///
/// @param interval Session-Expires of ours, and the longest that is agreed to unless the peer's
///   Min-SE is longer
/// @param minSe the shortest interval agreed to; 90 at least
/// @param refreshes whether we refresh when the choice is ours; the peer doing it costs less here
public record SessionTimerSettings(int interval, int minSe, boolean refreshes) {
    public static final SessionTimerSettings DEFAULTS =
            new SessionTimerSettings(1_800, SessionTimer.LEAST, false);

    public SessionTimerSettings {
        if (minSe < SessionTimer.LEAST || interval < minSe || interval > 86_400) {
            throw new IllegalArgumentException("90 <= minSe <= interval <= 86400");
        }
    }
}
