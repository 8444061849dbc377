package org.fivegmc.server.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an operator can see and do. Called on virtual threads, so an implementation may wait for a
/// shard writer.
///
/// Numbers are E.164 with their `+`. Instants are the server's clock.
public interface AdminOperations {

    Status status();

    Optional<Subscriber> subscriber(String msisdn);

    /// Creates or replaces.
    SubscriberChange putSubscriber(String msisdn, SubscriberRequest request);

    /// Whether there was one.
    boolean removeSubscriber(String msisdn);

    /// Current bindings; empty for a number that is not registered.
    List<Registration> registrations(String msisdn);

    /// Waiting messages in the order of delivery, from behind `cursor` on;
    /// [IllegalArgumentException] for a cursor that is none.
    MailboxPage mailbox(String msisdn, Optional<String> cursor, int limit);

    Optional<MailboxMessage> peek(String msisdn, String messageId);

    /// How many messages were removed.
    int purge(String msisdn);

    RouteExplanation explainRoute(RouteQuestion question);

    /// @param messageId our id, or the sender's imdn.Message-ID of a message that is remembered
    TraceAnswer trace(String messageId);

    /// The node as a whole.
    ///
    /// @param state `starting`, `serving`, `draining` or `stopped`
    /// @param endpoints what is listened on, such as `udp:127.0.0.1:5060`
    /// @param subscribers about how many users there are; -1 when that can't be told cheaply
    /// @param waitingMessages about how many messages are not delivered; -1 likewise
    record Status(
            String version,
            String nodeId,
            String state,
            Instant startedAt,
            List<String> endpoints,
            long subscribers,
            long waitingMessages,
            int overloadLevel) {}

    /// A user; the password itself is never given out.
    ///
    /// @param rcs whether the user has RCS at all; without it messages go by fallback
    /// @param provisioned made by an operator; false for a number that appeared by registering
    /// @param capabilities what the user could do when last seen
    /// @param knownBy how that became known: `tags`, `OPTIONS`, `table` or `evidence`; absent for a
    ///   user who was never seen
    /// @param lastSeenAt absent for never
    record Subscriber(
            String msisdn,
            boolean rcs,
            boolean password,
            boolean provisioned,
            List<String> capabilities,
            Optional<String> knownBy,
            Optional<Instant> lastSeenAt) {}

    /// What is to be set.
    ///
    /// @param password absent keeps the one there is
    record SubscriberRequest(Optional<String> password, Optional<Boolean> rcs) {}

    /// What became of a subscriber that was put.
    sealed interface SubscriberChange {
        record Created(Subscriber subscriber) implements SubscriberChange {}

        record Replaced(Subscriber subscriber) implements SubscriberChange {}

        record Refused(String reason) implements SubscriberChange {}
    }

    /// One device of a user.
    ///
    /// @param device `+sip.instance` or what stands for it
    /// @param source the connection or address the REGISTER came over, or the S-CSCF
    /// @param knownBy how `capabilities` became known: `tags`, `OPTIONS`, `table` or `evidence`
    /// @param knownAt since when they are
    record Registration(
            String device,
            String contact,
            String source,
            List<String> capabilities,
            String knownBy,
            Instant knownAt,
            Instant registeredAt,
            Instant expiresAt) {}

    /// A page of a mailbox.
    ///
    /// @param next the cursor of the next page, absent on the last
    record MailboxPage(List<MailboxEntry> messages, Optional<String> next) {}

    /// One waiting message.
    ///
    /// @param state of the delivery, as the state machine names it
    /// @param nextAttemptAt absent while one is under way or nothing is planned
    record MailboxEntry(
            String messageId,
            String from,
            String state,
            String contentType,
            long bytes,
            int attempts,
            Instant acceptedAt,
            Instant expiresAt,
            Optional<Instant> nextAttemptAt) {}

    /// One waiting message with what helps to recognise it.
    ///
    /// @param preview the beginning of a text, at most 200 characters; empty for other content
    record MailboxMessage(MailboxEntry entry, String imdnMessageId, String preview) {}

    /// A message that might be sent.
    ///
    /// @param from a number, or the URI of a chatbot
    /// @param sms whether it may leave as SMS
    /// @param smsText whether its sender brings the text of the SMS
    /// @param mms whether it may leave as MMS
    /// @param store whether it may be kept
    record RouteQuestion(
            String from, String to, boolean sms, boolean smsText, boolean mms, boolean store) {}

    /// What would happen to a message, and why.
    ///
    /// @param decision `deliver-rcs`, `fall-back`, `hold`, `fail` or `reject`
    /// @param row the row of the fallback table that applies, `docs/fallback-plan.md`
    /// @param reason a sentence for a person
    /// @param steps what was considered, in order
    record RouteExplanation(
            String from,
            String to,
            String decision,
            String row,
            String reason,
            List<String> steps) {}

    /// What is known of a message.
    sealed interface TraceAnswer {
        record Known(Trace trace) implements TraceAnswer {}

        /// @param why a sentence for a person
        record Unknown(String why) implements TraceAnswer {}
    }

    /// The life of one message.
    ///
    /// @param note a sentence where the steps are not the whole story
    /// @param stored what its row tells; absent when it has ended
    record Trace(
            String messageId,
            String from,
            String to,
            String state,
            Optional<String> note,
            Optional<StoredMessage> stored,
            List<TraceStep> steps) {}

    /// What the row of a message tells of its delivery.
    ///
    /// @param reason a sentence for a person: why it is in its state
    /// @param nextDueAt when it is looked at again if nothing happens before
    /// @param attempts by RCS
    /// @param reportsDue reports that the sender has still to get
    record StoredMessage(
            Instant acceptedAt,
            Instant expiresAt,
            String reason,
            Instant nextDueAt,
            int attempts,
            List<String> reportsDue) {}

    /// One step of a trace.
    ///
    /// @param event what happened
    /// @param detail an answer code, a channel, a reason
    record TraceStep(Instant at, String event, String detail) {}

    /// The server can't answer now, as when it is overloaded or stops; not a fault.
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Busy(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
