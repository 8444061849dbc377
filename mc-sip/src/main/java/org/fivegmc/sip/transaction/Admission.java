package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipRequest;

/// Which new requests a loop takes on when more come than can be answered: those it takes are
/// answered soon, and the others are told so at once.
///
/// What a request will wait is the number of requests before it by the rate of answers (Little's
/// law); both are known without a look into anything behind the loop, be it a busy processor or a
/// slow disk. A burst is no overload: nothing is refused before answers really are late.
///
/// Registrations can wait and are tried again by themselves, so they are refused first; requests
/// within a dialog or about another request never are. Confined to the loop.
final class Admission {

    /// So many unanswered ones never are too many.
    static final int FLOOR = 256;

    /// How full the kernel's buffer may be. Refusing is faster than anything else a loop does, so
    /// the buffer does not fill up, and answers to our own requests are not lost in it.
    private static final float RESERVE = 0.25f;

    private static final float LAST_RESERVE = 0.5f;

    private static final int WINDOW_MS = 100;

    /// Weight of the last window in the rate.
    private static final double NEWS = 0.3;

    /// How a request stands with regard to overload.
    private enum Rank {
        ALWAYS,
        CONVERSATION,
        UPKEEP
    }

    private final AdmissionLimits limits;
    private double answersPerMs;
    private int answers;
    private long windowFromMs;
    private long waitedMs;

    Admission(AdmissionLimits limits, long nowMs) {
        this.limits = limits;
        this.windowFromMs = nowMs;
    }

    /// @param pending requests without a final answer
    /// @param backlog how full the kernel's buffer is, 0 to 1
    boolean admits(SipRequest request, int pending, float backlog) {
        return request.to().tag() != null || admits(request.method(), pending, backlog);
    }

    /// The same for a request that is not within a dialog.
    boolean admits(SipMethod method, int pending, float backlog) {
        return switch (rank(method)) {
            case ALWAYS -> true;
            case CONVERSATION -> backlog < LAST_RESERVE && isSoon(limits.waitMs(), pending);
            case UPKEEP -> backlog < RESERVE && isSoon(limits.upkeepWaitMs(), pending);
        };
    }

    /// Whether any request is admitted.
    boolean admitsAll(int pending, float backlog) {
        return backlog < RESERVE
                && isSoon(Math.min(limits.waitMs(), limits.upkeepWaitMs()), pending);
    }

    private boolean isSoon(int waitMs, int pending) {
        return pending <= FLOOR || waitedMs <= waitMs / 2 || pending <= answersPerMs * waitMs;
    }

    private static Rank rank(SipMethod method) {
        return switch (method) {
            case MESSAGE, INVITE -> Rank.CONVERSATION;
            case REGISTER, OPTIONS, SUBSCRIBE, PUBLISH -> Rank.UPKEEP;
            default -> Rank.ALWAYS;
        };
    }

    /// A request got its final answer.
    void answered(long receivedMs, long nowMs) {
        waitedMs = nowMs - receivedMs;
        answers++;
        long elapsedMs = nowMs - windowFromMs;
        if (elapsedMs >= WINDOW_MS) {
            answersPerMs += NEWS * ((double) answers / elapsedMs - answersPerMs);
            answers = 0;
            windowFromMs = nowMs;
        }
    }
}
