package org.fivegmc.sip.dialog;

/// What sessions may cost. Times in milliseconds.
///
/// @param sessions calls and sessions of this server, those being set up included; above, 503
/// @param perUser the same of one user, however many devices; above, 486
/// @param devices devices that one call rings; more are not tried
/// @param branches answers of different devices behind one proxy that are acknowledged and ended;
///   more are left to their own timers
/// @param answerMs how long an incoming INVITE may wait for its owner; then 480
/// @param offerMs how long an offer within a session may wait for its owner; then 500
/// @param offerTries how often an offer of ours is sent again because the peer sent one at the same
///   time
/// @param retryAfterSeconds Retry-After of 503
public record DialogLimits(
        int sessions,
        int perUser,
        int devices,
        int branches,
        int answerMs,
        int offerMs,
        int offerTries,
        int retryAfterSeconds) {
    public static final DialogLimits DEFAULTS =
            new DialogLimits(50_000, 50, 10, 16, 90_000, 20_000, 5, 10);

    public DialogLimits {
        if (sessions < 1
                || perUser < 1
                || devices < 1
                || branches < 1
                || answerMs < 1
                || offerMs < 1
                || offerTries < 1
                || retryAfterSeconds < 1) {
            throw new IllegalArgumentException("a limit must be positive");
        }
    }
}
