package org.fivegmc.core.event;

import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;

/// Everything that happens to messages and users. Meters, logs, traces and tests read the same
/// events; those with a [#trail()] make up the story of one message.
public sealed interface TrailEvent {

    /// The message this is about, or [#NO_TRAIL].
    MessageId trail();

    /// Milliseconds since the epoch.
    long atMs();

    MessageId NO_TRAIL = new MessageId(0, 0);

    /// Stored, or being stored by the commit that releases this event.
    record Accepted(Message message, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return message.id();
        }
    }

    /// A message that was accepted came as SMS.
    ///
    /// @param gateway which has brought it
    /// @param code the digits it was sent to
    /// @param parts how many short messages it was
    /// @param choice the suggestion it stands for, or an empty text
    record CameAsSms(
            MessageId trail, String gateway, String code, int parts, String choice, long atMs)
            implements TrailEvent {}

    /// A submission from outside has been answered.
    ///
    /// @param nanos from the call to the answer, with the wait in the queue and the commit
    record Acknowledged(long nanos, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// The same submission again.
    ///
    /// @param report whether it is a report, as each device of a user sends it
    record DuplicateSuppressed(MessageId trail, boolean report, long atMs) implements TrailEvent {}

    record Refused(Submission submission, RefusalReason reason, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    record Held(MessageId trail, HoldReason reason, long untilMs, long atMs)
            implements TrailEvent {}

    record Sent(MessageId trail, int attempt, String device, RouteReason reason, long atMs)
            implements TrailEvent {}

    record AttemptEnded(
            MessageId trail, int attempt, String device, boolean accepted, String cause, long atMs)
            implements TrailEvent {}

    /// A device turned out to have a message that had been decided for SMS meanwhile: its user may
    /// get it twice.
    record LateRcs(MessageId trail, String device, long atMs) implements TrailEvent {}

    /// Decided for SMS, for good.
    record FellBack(MessageId trail, RouteReason reason, String gateway, int parts, long atMs)
            implements TrailEvent {}

    record PartHandedOver(MessageId trail, int part, boolean possibleDuplicate, long atMs)
            implements TrailEvent {}

    record PartEnded(MessageId trail, int part, String outcome, long atMs) implements TrailEvent {}

    record ReceiptArrived(MessageId trail, int part, boolean delivered, String cause, long atMs)
            implements TrailEvent {}

    /// A receipt that belongs to nothing known.
    record ReceiptParked(String gateway, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// A report by the network about this message is stored for its sender.
    record Reported(MessageId trail, ReportKind kind, long atMs) implements TrailEvent {}

    /// A report that a device has made is not told to the other devices of its user.
    record NotMirrored(RefusalReason reason, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// A sender wanted a message back and has been answered.
    ///
    /// @param trail [#NO_TRAIL] when there is no such message
    record RevokeAnswered(MessageId trail, RevokeResult result, long atMs) implements TrailEvent {}

    enum RevokeResult {
        REVOKED,
        /// The same question again, after it was revoked.
        REPEATED,
        TOO_LATE,
        UNKNOWN
    }

    record Ended(Message message, Outcome outcome, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return message.id();
        }
    }

    record RegistrationChanged(UserAddress user, int devices, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// One commit of a shard writer.
    record Committed(int tasks, int rows, long nanos, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// The store has not worked for so long that something that has happened had to be forgotten;
    /// the lease of its delivery takes it up.
    record NewsDropped(long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }

    /// A row that can't be read, or that nothing can be done with. Nothing is deleted: the delivery
    /// stays as it is until the next start looks at it again.
    ///
    /// @param trail [#NO_TRAIL] for the row of a flight, which does not tell whose it was
    record LeftAlone(MessageId trail, long atMs) implements TrailEvent {}

    record CommitFailed(String cause, long atMs) implements TrailEvent {
        @Override
        public MessageId trail() {
            return NO_TRAIL;
        }
    }
}
