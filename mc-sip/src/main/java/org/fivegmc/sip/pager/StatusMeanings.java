package org.fivegmc.sip.pager;

import org.fivegmc.core.delivery.AttemptOutcome;

/// What a final answer to MESSAGE means for the delivery:
///
/// | answer | meaning |
/// |---|---|
/// | 2xx | the device has it |
/// | 480 | away: wait for its next registration |
/// | 408, 504 | no answer: try again later, or at the next registration |
/// | 430, 439 | the flow or binding is dead: it goes, other devices stay |
/// | 486, 600, 603 | busy, other instance, or declined: try again in some minutes, silently |
/// | 482, 483, 487, 491, 401, 407, 5xx | not now: try again, Retry-After honoured |
/// | 3xx | not followed: as 480 |
/// | 410, 403, 413, 513, 415, other 4xx | RCS will not get it there |
/// | 488, 606 | the same, and nothing of its kind |
/// | 404, 604 | the same, and nothing at all: nobody there takes messages |
public final class StatusMeanings {

    private static final long MINUTES_5 = 300_000;

    /// Longest Retry-After that is honoured, in seconds.
    static final long RETRY_AFTER_MAX = 3600;

    private StatusMeanings() {}

    public static AttemptOutcome of(
            int status, String reason, long retryAfterSeconds, boolean reportsItself) {
        if (status / 100 == 2) {
            return new AttemptOutcome.Accepted(reportsItself);
        }
        String cause = status + " " + reason;
        long retryMs = Math.min(retryAfterSeconds, RETRY_AFTER_MAX) * 1000;
        return switch (status) {
            case 480 -> new AttemptOutcome.Offline(cause);
            case 408, 504 -> new AttemptOutcome.Unreachable(cause);
            case 430, 439 -> new AttemptOutcome.BindingDead(cause);
            case 486, 600, 603 -> new AttemptOutcome.Later(cause, Math.max(MINUTES_5, retryMs));
            case 401, 407, 482, 483, 487, 491 -> new AttemptOutcome.Later(cause, retryMs);
            case 404, 604 -> new AttemptOutcome.NotPossible(cause, AttemptOutcome.Says.DEVICE);
            case 488, 606 -> new AttemptOutcome.NotPossible(cause, AttemptOutcome.Says.KIND);
            case 513 -> new AttemptOutcome.NotPossible(cause);
            default ->
                    switch (status / 100) {
                        case 3 -> new AttemptOutcome.Offline(cause);
                        case 5, 6 -> new AttemptOutcome.Later(cause, retryMs);
                        default -> new AttemptOutcome.NotPossible(cause);
                    };
        };
    }
}
