package org.fivegmc.sip.dialog;

/// How sessions are set up.
///
/// @param host this server's name in Call-IDs
/// @param allow methods of this server, as Allow lists them
/// @param timer session timers
/// @param limits what sessions may cost
public record DialogSettings(
        String host, String allow, SessionTimerSettings timer, DialogLimits limits) {
    /// Methods of sessions alone.
    public static final String METHODS = "INVITE, ACK, CANCEL, BYE, UPDATE";

    /// Default timers and limits, the methods of sessions alone.
    public static DialogSettings of(String host) {
        return new DialogSettings(
                host, METHODS, SessionTimerSettings.DEFAULTS, DialogLimits.DEFAULTS);
    }
}
