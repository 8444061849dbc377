package org.fivegmc.sip.session;

import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.dialog.CallOutcome;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.pager.StatusMeanings;

/// What became of a call or of a message in a session, as the core sees it, and back:
///
/// | call | outcome |
/// |---|---|
/// | refused | as a MESSAGE with that status ([StatusMeanings]) |
/// | no answer in time | Unreachable |
/// | cancelled because another device answered | NotPossible: the next mode does not ring |
/// | cancelled otherwise | Later |
/// | connection of the device gone | BindingDead |
/// | too many sessions here | Later |
///
/// | MSRP | outcome |
/// |---|---|
/// | 200 of every chunk | Accepted |
/// | 403, 413, 415 | NotPossible |
/// | other refusals | Later |
/// | no answer, connection gone | Unreachable; in doubt, if all of it had been sent |
/// | 481, 506 | the session is lost: in one that was open already the device is called anew at once, else Unreachable |
final class Outcomes {
    /// When there are too many sessions here, in milliseconds.
    private static final long BUSY_MS = 1_000;

    private Outcomes() {}

    static AttemptOutcome of(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Established _ ->
                    throw new IllegalArgumentException("a call that was established goes on");
            case CallOutcome.Refused(var status, var answer, var _) ->
                    StatusMeanings.of(
                            status,
                            answer.reason().toString(),
                            SipMessage.seconds(answer.header(HeaderName.RETRY_AFTER)).orElse(0),
                            true);
            case CallOutcome.TimedOut() -> new AttemptOutcome.Unreachable("no answer to INVITE");
            case CallOutcome.Cancelled(var reason) ->
                    reason.equals(Reason.COMPLETED_ELSEWHERE)
                            ? new AttemptOutcome.NotPossible(reason.text())
                            : new AttemptOutcome.Later(reason.text(), 0);
            case CallOutcome.NotSent(var cause, var flowGone) ->
                    flowGone
                            ? new AttemptOutcome.BindingDead(cause)
                            : new AttemptOutcome.Unreachable(cause);
            case CallOutcome.NotTried(var status) ->
                    new AttemptOutcome.Later(status + " too many sessions", BUSY_MS);
        };
    }

    static AttemptOutcome of(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent() -> new AttemptOutcome.Accepted(true);
            case SendOutcome.Refused refused -> refused(refused.status());
            case SendOutcome.TimedOut(var maybeThere) ->
                    unreachable("no answer over MSRP", maybeThere);
            case SendOutcome.Cancelled() -> new AttemptOutcome.Later("cancelled", 0);
            case SendOutcome.Lost(var why, var maybeThere) ->
                    unreachable("MSRP session lost: " + why, maybeThere);
            case SendOutcome.Overloaded() ->
                    new AttemptOutcome.Later("too many messages queued", BUSY_MS);
        };
    }

    private static AttemptOutcome unreachable(String cause, boolean maybeThere) {
        var unreachable = new AttemptOutcome.Unreachable(cause);
        return maybeThere ? unreachable.inDoubt() : unreachable;
    }

    private static AttemptOutcome refused(MsrpStatus status) {
        return switch (status) {
            case FORBIDDEN, STOP_SENDING, UNSUPPORTED_TYPE ->
                    new AttemptOutcome.NotPossible("MSRP " + status.code());
            default -> new AttemptOutcome.Later("MSRP " + status.code(), 0);
        };
    }

    /// How MSRP says what the core refused. There is no status for "later" but that of a time-out.
    static MsrpStatus of(RefusalReason reason) {
        return switch (reason) {
            case OVERLOAD, STORE_UNAVAILABLE, DRAINING -> MsrpStatus.TIMEOUT;
            case TOO_LARGE, MAILBOX_FULL -> MsrpStatus.STOP_SENDING;
            case NOT_A_NUMBER,
                    UNKNOWN_RECIPIENT,
                    NOTHING_REPORTED,
                    FORBIDDEN_RECIPIENT,
                    FORBIDDEN_SENDER ->
                    MsrpStatus.FORBIDDEN;
        };
    }
}
