package org.fivegmc.core.center;

import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.DedupKey;
import org.jspecify.annotations.Nullable;

/// Takes messages in: known already, room for it, a way to go, and the first step of its delivery.
/// Confined to the writer's thread.
final class AcceptanceDesk {

    private final ShardWriter writer;
    private final Accounts accounts;
    private final DeliverySteps steps;
    private final DeliveryRows rows;
    private final MessageIdMint mint;

    AcceptanceDesk(
            ShardWriter writer,
            Accounts accounts,
            DeliverySteps steps,
            DeliveryRows rows,
            MessageIdMint mint) {
        this.writer = writer;
        this.accounts = accounts;
        this.steps = steps;
        this.rows = rows;
        this.mint = mint;
    }

    /// @param reply gets the answer once it is durable
    /// @param sinceNanos when it was asked for, by `System.nanoTime()`
    void submit(Submission submission, long sinceNanos, Consumer<Acceptance> reply) {
        Acceptance acceptance = accept(submission);
        if (acceptance instanceof Acceptance.Refused(var reason)) {
            writer.tell(new TrailEvent.Refused(submission, reason, writer.nowMs()));
        }
        writer.afterCommit(() -> {
            reply.accept(acceptance);
            if (acceptance instanceof Acceptance.Accepted) {
                writer.tell(
                        new TrailEvent.Acknowledged(
                                System.nanoTime() - sinceNanos, writer.nowMs()));
            }
        });
    }

    private Acceptance accept(Submission submission) {
        DedupKey key = DedupKey.of(submission);
        Optional<MessageId> before = acceptedBefore(key);
        if (before.isPresent()) {
            writer.tell(
                    new TrailEvent.DuplicateSuppressed(
                            before.get(), submission.purpose().isReport(), writer.nowMs()));
            return new Acceptance.Duplicate(before.get());
        }
        if (isOnNothingOfOnesOwn(submission)) {
            return new Acceptance.Refused(RefusalReason.NOTHING_REPORTED);
        }
        Account account = accounts.glance(submission.recipient());
        // Reports have an allowance of their own: a full mailbox must not end them unheard.
        boolean report = submission.purpose().isReport();
        int limit = writer.config.maxStored(submission.recipient());
        if (account.open(report) >= limit
                && accounts.get(submission.recipient()).open(report) >= limit) {
            return new Acceptance.Refused(RefusalReason.MAILBOX_FULL);
        }
        long now = writer.nowMs();
        Message message = Message.of(mint.next(now), submission, now, expiry(submission, now));
        RoutePlan plan = steps.plan(account, message);
        if (plan instanceof RoutePlan.Reject reject) {
            return new Acceptance.Refused(reject.refusal());
        }
        if (message.notBeforeMs() > 0) {
            writer.touch(account);
            remember(key, message);
            schedule(account, message);
            return new Acceptance.Accepted(message.id());
        }
        // what only waits takes its place behind the others, whatever they are
        if (!(plan instanceof RoutePlan.Hold)) {
            account = accounts.get(submission.recipient());
        }
        // behind what the devices did not take it would be kept
        if (plan instanceof RoutePlan.DeliverRcs
                && !message.mayWait()
                && account.laneRests(message)) {
            plan = steps.planWithoutDevices(account, message);
        }
        SmsPlan sms = null;
        if (plan instanceof RoutePlan.FallBack fallBack) {
            if (message.mayFallBack()) {
                sms = writer.services.sms().prepare(message, fallBack.reason());
            }
            if (sms == null || sms instanceof SmsPlan.NotPossible) {
                plan = steps.planWithoutSms(account, message);
                sms = null;
                if (!(plan instanceof RoutePlan.Fail)) {
                    return new Acceptance.Refused(RefusalReason.UNKNOWN_RECIPIENT);
                }
            }
        }
        writer.touch(account);
        remember(key, message);
        if (submission.hidden() && !report) {
            rememberSender(message);
        }
        begin(account, Delivery.accepted(message, deadline(plan)), plan, sms);
        return new Acceptance.Accepted(message.id());
    }

    /// Only durable, until its time comes.
    private void schedule(Account account, Message message) {
        writer.tell(new TrailEvent.Accepted(message, writer.nowMs()));
        rows.write(
                account,
                null,
                steps.advance(
                        account,
                        Delivery.scheduled(message),
                        new DeliveryEvent.Acknowledged(),
                        null));
    }

    /// The time of a scheduled one has come: it takes its first step in this very turn, as if it
    /// were accepted now. With many at once, a row that only waits for the next turn would cost as
    /// much as all the rest.
    void start(Account account, Delivery scheduled) {
        Message message = scheduled.message();
        RoutePlan plan = steps.plan(account, message);
        if (plan instanceof RoutePlan.DeliverRcs
                && !message.mayWait()
                && account.laneRests(message)) {
            plan = steps.planWithoutDevices(account, message);
        }
        boolean noRoom = hasNoRoom(account, message);
        boolean mustWait = mustWait(account, message, plan, noRoom);
        DeliveryEvent first =
                mustWait ? new DeliveryEvent.Queued() : new DeliveryEvent.Planned(plan);
        Delivery begun = scheduled.begun(deadline(plan));
        rows.write(account, scheduled, steps.advance(account, begun, first, null));
        if (mustWait) {
            writer.drainNextTurn(account.address);
        }
    }

    /// A report to oneself about something one has not written to oneself. A client that reports on
    /// what it is told of its user's other devices would have them talk for ever.
    private boolean isOnNothingOfOnesOwn(Submission submission) {
        return submission.purpose() instanceof Purpose.Report report
                && submission.sender().equals(submission.recipient())
                && acceptedBefore(
                                DedupKey.content(
                                        submission.recipient(),
                                        submission.sender(),
                                        report.about()))
                        .isEmpty();
    }

    /// The first who uses an id keeps it: nobody gets the reports of another by guessing ids.
    private void rememberSender(Message message) {
        DedupKey key = DedupKey.hidden(message.recipient(), message.imdnId());
        if (hiddenSender(key).isEmpty()) {
            writer.change()
                    .putHiddenSender(
                            key, message.sender(), message.expiresAtMs() + writer.config.dedupMs());
            writer.overlay().put(key, message.sender());
        }
    }

    /// Who has sent that message, as long as anybody may report on it.
    Optional<UserAddress> hiddenSender(DedupKey key) {
        return writer.overlay().get(key) instanceof UserAddress sender
                ? Optional.of(sender)
                : writer.store().hiddenSender(key, writer.nowMs());
    }

    /// From now on the same is known.
    void remember(DedupKey key, Message message) {
        writer.change()
                .putAccepted(key, message.id(), message.expiresAtMs() + writer.config.dedupMs());
        writer.overlay().put(key, message.id());
    }

    /// The first step of a delivery.
    ///
    /// @param sms how it leaves, if the plan is to fall back
    void begin(Account account, Delivery fresh, RoutePlan plan, @Nullable SmsPlan sms) {
        Message message = fresh.message();
        writer.tell(new TrailEvent.Accepted(message, writer.nowMs()));
        boolean noRoom = hasNoRoom(account, message);
        boolean mustWait = mustWait(account, message, plan, noRoom);
        DeliveryEvent first =
                mustWait ? new DeliveryEvent.Queued() : new DeliveryEvent.Planned(plan);
        Delivery planned = steps.advance(account, fresh, first, sms);
        rows.write(
                account,
                null,
                steps.advance(account, planned, new DeliveryEvent.Acknowledged(), null));
        // Held ones may be of other lanes. Without room, whatever makes room drains.
        if (mustWait && (!noRoom || sms != null)) {
            writer.drainNextTurn(account.address);
        }
    }

    private boolean hasNoRoom(Account account, Message message) {
        return account.inFlight() >= writer.config.maxInFlight(account.address)
                || account.laneBusy(Lane.of(message));
    }

    private static boolean mustWait(
            Account account, Message message, RoutePlan plan, boolean noRoom) {
        return switch (plan) {
            case RoutePlan.DeliverRcs _ -> noRoom || account.held > 0;
            case RoutePlan.FallBack _ -> account.laneQueues(Lane.of(message));
            case RoutePlan.Hold _, RoutePlan.Reject _, RoutePlan.Fail _ -> false;
        };
    }

    private static long deadline(RoutePlan plan) {
        return switch (plan) {
            case RoutePlan.DeliverRcs rcs -> rcs.fallbackAtMs();
            case RoutePlan.Hold hold -> hold.fallbackAtMs();
            case RoutePlan.FallBack _, RoutePlan.Reject _, RoutePlan.Fail _ ->
                    RoutePlan.NO_DEADLINE;
        };
    }

    /// The id under which the same was accepted before.
    Optional<MessageId> acceptedBefore(DedupKey key) {
        if (writer.overlay().get(key) instanceof MessageId id) {
            return Optional.of(id);
        }
        return writer.store().accepted(key, writer.nowMs());
    }

    long expiry(Submission submission, long now) {
        long allowed =
                submission.purpose().isReport()
                        ? writer.config.reportLifetimeMs()
                        : writer.config.lifetimeMs();
        long wanted = submission.lifetimeMs();
        return Math.max(now, submission.handling().notBeforeMs())
                + (wanted > 0 ? Math.min(wanted, allowed) : allowed);
    }
}
