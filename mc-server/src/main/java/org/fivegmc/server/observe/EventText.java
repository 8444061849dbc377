package org.fivegmc.server.observe;

import java.util.Locale;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Purpose;

/// Events as a person reads them, in traces and in the log.
public final class EventText {

    private EventText() {}

    public static String of(TrailEvent event) {
        return name(event) + ": " + detail(event);
    }

    /// What happened, in a word or two.
    public static String name(TrailEvent event) {
        return switch (event) {
            case TrailEvent.Accepted _ -> "accepted";
            case TrailEvent.CameAsSms _ -> "came as SMS";
            case TrailEvent.Acknowledged _ -> "acknowledged";
            case TrailEvent.DuplicateSuppressed _ -> "duplicate suppressed";
            case TrailEvent.Refused _ -> "refused";
            case TrailEvent.Held _ -> "held";
            case TrailEvent.Sent _ -> "sent";
            case TrailEvent.AttemptEnded(var _, var _, var _, var accepted, var _, var _) ->
                    accepted ? "device has it" : "attempt failed";
            case TrailEvent.LateRcs _ -> "device has it too";
            case TrailEvent.FellBack _ -> "decided for SMS or MMS";
            case TrailEvent.PartHandedOver _ -> "part handed to gateway";
            case TrailEvent.PartEnded _ -> "gateway answered";
            case TrailEvent.ReceiptArrived _ -> "receipt";
            case TrailEvent.ReceiptParked _ -> "receipt parked";
            case TrailEvent.Reported _ -> "report stored for sender";
            case TrailEvent.NotMirrored _ -> "other devices not told";
            case TrailEvent.RevokeAnswered _ -> "sender wants it back";
            case TrailEvent.Ended _ -> "ended";
            case TrailEvent.RegistrationChanged _ -> "registration";
            case TrailEvent.Committed _ -> "committed";
            case TrailEvent.NewsDropped _ -> "news dropped";
            case TrailEvent.LeftAlone _ -> "left alone";
            case TrailEvent.CommitFailed _ -> "commit failed";
        };
    }

    public static String detail(TrailEvent event) {
        return switch (event) {
            case TrailEvent.Accepted(var m, var _) -> accepted(m);
            case TrailEvent.CameAsSms(var _, var gateway, var code, var parts, var choice, var _) ->
                    parts
                            + " part(s) to "
                            + code
                            + " by gateway "
                            + gateway
                            + (choice.isEmpty() ? "" : ", stands for the suggestion " + choice);
            case TrailEvent.Acknowledged(var nanos, var _) -> "after " + nanos / 1000 + " µs";
            case TrailEvent.DuplicateSuppressed _ -> "submitted again by its sender";
            case TrailEvent.Refused(var submission, var reason, var _) ->
                    submission.sender() + " to " + submission.recipient() + ": " + reason.text();
            case TrailEvent.Held(var _, var reason, var _, var _) -> sentence(reason);
            case TrailEvent.Sent(var _, var attempt, var device, var reason, var _) ->
                    "attempt " + attempt + " to " + device + ": " + reason.sentence();
            case TrailEvent.AttemptEnded(var _, var attempt, var device, var _, var cause, var _) ->
                    "attempt " + attempt + " at " + device + (cause.isEmpty() ? "" : ": " + cause);
            case TrailEvent.LateRcs(var _, var device, var _) ->
                    device + " answered after the decision for SMS";
            case TrailEvent.FellBack(var _, var reason, var gateway, var parts, var _) ->
                    reason.sentence() + "; " + parts + " part(s) by gateway " + gateway;
            case TrailEvent.PartHandedOver(var _, var part, var again, var _) ->
                    "part " + (part + 1) + (again ? ", perhaps for the second time" : "");
            case TrailEvent.PartEnded(var _, var part, var outcome, var _) ->
                    "part " + (part + 1) + ": " + outcome;
            case TrailEvent.ReceiptArrived(var _, var part, var delivered, var cause, var _) ->
                    "part " + (part + 1) + (delivered ? " delivered" : " not delivered: " + cause);
            case TrailEvent.ReceiptParked(var gateway, var _) ->
                    "gateway " + gateway + " told of a message that is not known yet";
            case TrailEvent.Reported(var _, var kind, var _) -> lower(kind);
            case TrailEvent.NotMirrored(var reason, var _) -> reason.text();
            case TrailEvent.RevokeAnswered(var _, var result, var _) ->
                    switch (result) {
                        case REVOKED -> "revoked, nobody has it";
                        case REPEATED -> "asked again, it was revoked before";
                        case TOO_LATE -> "too late";
                        case UNKNOWN -> "there is no such message";
                    };
            case TrailEvent.Ended(var m, var outcome, var _) -> lower(outcome) + "," + fromTo(m);
            case TrailEvent.RegistrationChanged(var user, var devices, var _) ->
                    user + " has " + devices + " device(s)";
            case TrailEvent.Committed(var tasks, var rows, var nanos, var _) ->
                    tasks + " tasks, " + rows + " rows, " + nanos / 1000 + " µs";
            case TrailEvent.NewsDropped _ -> "the store has been away for too long";
            case TrailEvent.LeftAlone(var trail, var _) ->
                    trail.equals(TrailEvent.NO_TRAIL)
                            ? "a row of attempts under way can not be read"
                            : "its row can not be read or worked on; kept until the next start";
            case TrailEvent.CommitFailed(var cause, var _) -> cause;
        };
    }

    private static String accepted(Message m) {
        return switch (m.purpose()) {
            case Purpose.Content _ -> "message " + m.imdnId() + fromTo(m);
            case Purpose.Report report ->
                    "report " + lower(report.kind()) + " about " + report.about() + fromTo(m);
            case Purpose.Mirror mirror ->
                    "report "
                            + lower(mirror.kind())
                            + " about "
                            + mirror.about()
                            + " from "
                            + m.sender()
                            + ", for the other devices of "
                            + m.recipient();
        };
    }

    private static String fromTo(Message message) {
        return " from " + message.sender() + " to " + message.recipient();
    }

    public static String sentence(HoldReason reason) {
        return switch (reason) {
            case QUEUED -> "waits for its turn";
            case OFFLINE -> "waits for the recipient to register";
            case BACKOFF -> "waits for the next try";
            case NO_GATEWAY -> "waits for a gateway";
            case SCHEDULED -> "waits for the time its sender named";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
