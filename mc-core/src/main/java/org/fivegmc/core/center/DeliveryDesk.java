package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEffect;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryMachine;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.delivery.Step;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.core.subscriber.Binding;
import org.jspecify.annotations.Nullable;

/// Takes messages in and moves their deliveries on: feeds [DeliveryMachine], writes the rows that
/// follow from its steps and carries out its effects. Confined to the writer's thread.
final class DeliveryDesk {

    private final ShardWriter writer;
    private final MessageCenter center;
    private final Accounts accounts;
    private final DeliveryMachine machine;
    private final MessageIdMint mint;

    DeliveryDesk(ShardWriter writer, MessageCenter center, Accounts accounts) {
        this.writer = writer;
        this.center = center;
        this.accounts = accounts;
        this.machine = new DeliveryMachine(writer.services.policy());
        this.mint = new MessageIdMint(writer.config.node() << 8 | writer.index());
    }

    // --- acceptance ---

    void submit(Submission submission, Consumer<Acceptance> reply) {
        Acceptance acceptance = accept(submission);
        if (acceptance instanceof Acceptance.Refused(var reason)) {
            writer.tell(new TrailEvent.Refused(submission, reason, writer.nowMs()));
        }
        writer.afterCommit(() -> reply.accept(acceptance));
    }

    private Acceptance accept(Submission submission) {
        DedupKey key = DedupKey.of(submission);
        Optional<MessageId> before = acceptedBefore(key);
        if (before.isPresent()) {
            writer.tell(new TrailEvent.DuplicateSuppressed(before.get(), writer.nowMs()));
            return new Acceptance.Duplicate(before.get());
        }
        Account account = accounts.get(submission.recipient());
        if (account.stored >= writer.config.maxStoredPerUser()) {
            return new Acceptance.Refused(RefusalReason.MAILBOX_FULL);
        }
        long now = writer.nowMs();
        Message message = Message.of(mint.next(now), submission, now, expiry(submission, now));
        RoutePlan plan = plan(account, message);
        if (plan instanceof RoutePlan.Reject(var _, var refusal)) {
            return new Acceptance.Refused(refusal);
        }
        SmsPlan sms = null;
        if (plan instanceof RoutePlan.FallBack(var why)) {
            sms = writer.services.sms().prepare(message, why);
            if (sms instanceof SmsPlan.NotPossible) {
                return new Acceptance.Refused(RefusalReason.UNKNOWN_RECIPIENT);
            }
        }
        writer.touch(account);
        writer.rows()
                .putAccepted(key, message.id(), message.expiresAtMs() + writer.config.dedupMs());
        writer.overlay().put(key, message.id());
        writer.tell(new TrailEvent.Accepted(message, now));
        Delivery fresh = Delivery.accepted(message);
        boolean mustWait =
                plan instanceof RoutePlan.DeliverRcs
                        && (account.held > 0
                                || account.inFlight.size() >= writer.config.maxInFlightPerUser()
                                || account.laneBusy(message));
        DeliveryEvent first =
                mustWait ? new DeliveryEvent.Queued() : new DeliveryEvent.Planned(plan);
        Delivery planned = advance(account, fresh, first, sms);
        write(account, null, advance(account, planned, new DeliveryEvent.Acknowledged(), null));
        if (mustWait && account.inFlight.isEmpty()) {
            writer.drainNextTurn(account.address);
        }
        return new Acceptance.Accepted(message.id());
    }

    private Optional<MessageId> acceptedBefore(DedupKey key) {
        if (writer.overlay().get(key) instanceof MessageId id) {
            return Optional.of(id);
        }
        return writer.store().accepted(key, writer.nowMs());
    }

    private long expiry(Submission submission, long now) {
        boolean report = submission.purpose() instanceof Purpose.Report;
        long allowed = report ? writer.config.reportLifetimeMs() : writer.config.lifetimeMs();
        long wanted = submission.lifetimeMs();
        return now + (wanted > 0 ? Math.min(wanted, allowed) : allowed);
    }

    RoutePlan plan(Account account, Message message) {
        return writer.services
                .planner()
                .plan(
                        new RouteQuery(
                                message.sender(),
                                message.recipient(),
                                account.recipient,
                                message.purpose(),
                                message.fallback(),
                                message.acceptedAtMs(),
                                writer.nowMs()));
    }

    // --- what happens to a delivery later ---

    void attempted(
            UserAddress user, MessageId id, int attempt, Binding device, AttemptOutcome outcome) {
        Account account = accounts.get(user);
        Delivery delivery = find(account, id);
        if (delivery == null) {
            return;
        }
        boolean accepted = outcome instanceof AttemptOutcome.Accepted;
        writer.tell(
                new TrailEvent.AttemptEnded(
                        id,
                        attempt,
                        device.device().value(),
                        accepted,
                        accepted ? "" : outcome.toString(),
                        writer.nowMs()));
        happened(account, delivery, new DeliveryEvent.Attempted(attempt, device.device(), outcome));
    }

    void partEnded(UserAddress user, MessageId id, int part, PartOutcome outcome) {
        Account account = accounts.get(user);
        Delivery delivery = find(account, id);
        if (delivery == null) {
            return;
        }
        writer.tell(new TrailEvent.PartEnded(id, part, outcome.toString(), writer.nowMs()));
        happened(account, delivery, new DeliveryEvent.PartEnded(part, outcome));
    }

    /// @return whether the receipt belonged to a delivery that still waits for it
    boolean receipt(SmsPartRef ref, boolean delivered, String cause) {
        Account account = accounts.get(ref.recipient());
        Delivery delivery = find(account, ref.id());
        if (delivery == null) {
            return false;
        }
        writer.tell(
                new TrailEvent.ReceiptArrived(
                        ref.id(), ref.part(), delivered, cause, writer.nowMs()));
        happened(account, delivery, new DeliveryEvent.Receipt(ref.part(), delivered, cause));
        return true;
    }

    /// The part of a delivery to this user that was handed over with this reference.
    Optional<SmsPartRef> byReference(UserAddress user, String gateway, int reference) {
        Account account = accounts.get(user);
        var found = new ArrayList<SmsPartRef>(1);
        writer.store()
                .inbox(
                        user,
                        account.firstOpen,
                        row -> {
                            if (row.state() instanceof DeliveryState.Sms(var leg, var _, var _)
                                    && leg.gateway().equals(gateway)) {
                                int part = reference - leg.reference() & 0xffff;
                                if (part < leg.parts().size()) {
                                    found.add(new SmsPartRef(user, row.message().id(), part));
                                }
                            }
                            return found.isEmpty();
                        });
        return found.stream().findFirst();
    }

    void reportStored(UserAddress user, MessageId id, ReportKind kind) {
        Account account = accounts.get(user);
        Delivery delivery = find(account, id);
        if (delivery != null) {
            writer.tell(new TrailEvent.Reported(id, kind, writer.nowMs()));
            happened(account, delivery, new DeliveryEvent.ReportStored(kind));
        }
    }

    void due(TimerRef timer) {
        Account account = accounts.get(timer.recipient());
        Delivery delivery = find(account, timer.id());
        if (delivery == null || delivery.dueMs() != timer.dueMs()) {
            writer.rows().removeTimer(timer);
        } else if (isOrphan(account, delivery)) {
            recover(account, delivery);
        } else {
            happened(account, delivery, new DeliveryEvent.Due());
        }
    }

    /// Takes up a delivery that was in flight when an earlier process ended.
    void recover(TimerRef timer) {
        Account account = accounts.get(timer.recipient());
        Delivery delivery = find(account, timer.id());
        if (delivery == null) {
            writer.rows().removeTimer(timer);
        } else if (!(delivery.state() instanceof DeliveryState.Sending)
                || isOrphan(account, delivery)) {
            recover(account, delivery);
        }
    }

    private boolean isOrphan(Account account, Delivery delivery) {
        return delivery.state() instanceof DeliveryState.Sending
                && account.inFlight(delivery.message().id()) == null;
    }

    private void recover(Account account, Delivery delivery) {
        if (isOrphan(account, delivery)) {
            account.held--;
        }
        happened(account, delivery, new DeliveryEvent.Recovered());
    }

    /// @return number of messages removed
    int purge(UserAddress user) {
        Account account = accounts.get(user);
        List<Delivery> rows = list(account, Integer.MAX_VALUE);
        int removed = 0;
        for (Delivery row : rows) {
            Delivery current = find(account, row.message().id());
            if (current != null && !current.isOver()) {
                if (isOrphan(account, current)) {
                    account.held--;
                }
                happened(account, current, new DeliveryEvent.Purge());
                removed++;
            }
        }
        return removed;
    }

    List<Delivery> list(Account account, int limit) {
        var rows = new ArrayList<Delivery>();
        writer.store()
                .inbox(
                        account.address,
                        account.firstOpen,
                        row -> rows.size() < limit && rows.add(row));
        return rows;
    }

    @Nullable Delivery find(Account account, MessageId id) {
        Delivery flying = account.inFlight(id);
        if (flying != null) {
            return flying;
        }
        Object changed = writer.overlay().get(id);
        if (changed instanceof Delivery delivery) {
            return delivery;
        }
        if (changed != null) {
            return null; // removed in this turn
        }
        return writer.store().delivery(account.address, id).orElse(null);
    }

    // --- the queue of one user ---

    /// Sends what can be sent now, in order, and gives every other held row a state that says what
    /// it waits for. Runs at the beginning of a turn, when the store shows everything.
    void drain(Account account) {
        boolean fresh = account.freshlyRegistered;
        account.freshlyRegistered = false;
        if (account.held == 0) {
            return;
        }
        var blocked = new ArrayList<Message>();
        var rows = new ArrayList<Delivery>();
        int[] scanned = {0};
        writer.store()
                .inbox(
                        account.address,
                        account.firstOpen,
                        row -> {
                            if (scanned[0]++ == 0) {
                                account.firstOpen = row.message().id();
                            }
                            if (row.state() instanceof DeliveryState.Held
                                    || row.state() instanceof DeliveryState.Sending
                                            && account.inFlight(row.message().id()) == null) {
                                rows.add(row);
                            }
                            return scanned[0] < writer.config.scanLimit();
                        });
        for (Delivery row : rows) {
            drainOne(account, row, blocked, fresh);
            if (account.inFlight.size() >= writer.config.maxInFlightPerUser()) {
                break;
            }
        }
    }

    private void drainOne(Account account, Delivery row, List<Message> blocked, boolean fresh) {
        Delivery current = row;
        if (isOrphan(account, row)) {
            account.held--;
            current = advance(account, row, new DeliveryEvent.Recovered(), null);
            write(account, row, current);
        }
        if (!(current.state() instanceof DeliveryState.Held held)) {
            return;
        }
        Message message = current.message();
        boolean laneBlocked =
                account.laneBusy(message)
                        || blocked.stream().anyMatch(m -> Account.sameLane(m, message));
        if (laneBlocked) {
            return;
        }
        boolean waits =
                (held.reason() == HoldReason.BACKOFF || held.reason() == HoldReason.NO_GATEWAY)
                        && held.wakeAtMs() > writer.nowMs()
                        && !fresh;
        if (!waits) {
            RoutePlan plan = plan(account, message);
            boolean stillOffline =
                    plan instanceof RoutePlan.Hold(var _, var fallbackAt)
                            && held.reason() == HoldReason.OFFLINE
                            && held.fallbackAtMs() == fallbackAt;
            if (!stillOffline) {
                Delivery next = advance(account, current, new DeliveryEvent.Planned(plan), null);
                write(account, current, next);
                current = next;
            }
        }
        if (current.state() instanceof DeliveryState.Held) {
            blocked.add(message);
        }
    }

    // --- one step ---

    private void happened(Account account, Delivery before, DeliveryEvent event) {
        Delivery after = advance(account, before, event, null);
        if (!after.equals(before)) {
            write(account, before, after);
        }
    }

    /// Runs the machine until no immediate effect is left. Later effects are queued for after the
    /// commit.
    private Delivery advance(
            Account account, Delivery before, DeliveryEvent event, @Nullable SmsPlan prepared) {
        Step step = machine.on(before, event, writer.nowMs());
        Delivery delivery = step.delivery();
        for (DeliveryEffect effect : step.effects()) {
            switch (effect) {
                case DeliveryEffect.Send send -> send(delivery, send, event);
                case DeliveryEffect.SubmitParts submit -> handOver(delivery, submit);
                case DeliveryEffect.Report(var kind) -> report(delivery, kind);
                case DeliveryEffect.PrepareSms(var why) -> {
                    SmsPlan plan =
                            prepared != null
                                    ? prepared
                                    : writer.services.sms().prepare(delivery.message(), why);
                    delivery = fallBack(account, delivery, why, plan);
                }
                case DeliveryEffect.Replan() -> {
                    delivery = advance(account, delivery, new DeliveryEvent.Queued(), null);
                    writer.drainNextTurn(account.address);
                }
                case DeliveryEffect.DropBinding(var device) ->
                        writer.desks().registrations().drop(account, device);
            }
        }
        return delivery;
    }

    private Delivery fallBack(Account account, Delivery delivery, RouteReason why, SmsPlan plan) {
        if (plan instanceof SmsPlan.Ready(var gateway, var _, var parts)) {
            writer.tell(
                    new TrailEvent.FellBack(
                            delivery.message().id(), why, gateway, parts, writer.nowMs()));
        }
        return advance(account, delivery, new DeliveryEvent.SmsPrepared(why, plan), null);
    }

    private void send(Delivery delivery, DeliveryEffect.Send send, DeliveryEvent event) {
        Message message = delivery.message();
        RouteReason reason =
                event instanceof DeliveryEvent.Planned(var plan)
                        ? plan.reason()
                        : RouteReason.REGISTERED_AND_CAPABLE;
        for (Binding device : send.devices()) {
            writer.tell(
                    new TrailEvent.Sent(
                            message.id(),
                            send.attempt(),
                            device.device().value(),
                            reason,
                            writer.nowMs()));
            writer.afterCommit(() ->
                    writer.services
                            .rcs()
                            .send(
                                    message,
                                    device,
                                    outcome ->
                                            center.attempted(
                                                    message.recipient(),
                                                    message.id(),
                                                    send.attempt(),
                                                    device,
                                                    outcome)));
        }
    }

    private void handOver(Delivery delivery, DeliveryEffect.SubmitParts submit) {
        Message message = delivery.message();
        for (int part : submit.parts()) {
            writer.tell(
                    new TrailEvent.PartHandedOver(
                            message.id(), part, submit.possibleDuplicate(), writer.nowMs()));
        }
        var handOver =
                new SmsChannel.HandOver(
                        message, submit.leg(), submit.parts(), submit.possibleDuplicate());
        var listener =
                new SmsChannel.PartListener() {
                    @Override
                    public void accepted(int part, GatewayMessageKey key) {
                        center.partAccepted(
                                new SmsPartRef(message.recipient(), message.id(), part),
                                key,
                                message.expiresAtMs() + writer.config.receiptMs());
                    }

                    @Override
                    public void ended(int part, PartOutcome outcome) {
                        center.partEnded(message.recipient(), message.id(), part, outcome);
                    }
                };
        writer.afterCommit(() -> writer.services.sms().submit(handOver, listener));
    }

    private void report(Delivery delivery, ReportKind kind) {
        Message about = delivery.message();
        long now = writer.nowMs();
        writer.afterCommit(() ->
                center.submitReport(
                        about, writer.services.reports().compose(about, kind, now), kind));
    }

    /// Writes what changed from `before` (null: new) to `after`.
    private void write(Account account, @Nullable Delivery before, Delivery after) {
        Message message = after.message();
        boolean sameAttempt =
                before != null
                        && before.state() instanceof DeliveryState.Sending
                        && after.state() instanceof DeliveryState.Sending
                        && before.attempts() == after.attempts();
        writer.touch(account);
        if (after.isFinished()) {
            if (before != null) {
                writer.rows().removeDelivery(message.recipient(), message.id());
                writer.rows().removeTimer(timer(before));
                account.changed(before, null);
            }
            writer.overlay().put(message.id(), ShardWriter.REMOVED);
        } else {
            // Which of several devices has answered is only kept in memory: after a crash all are
            // tried again, and devices drop what they have by its Message-ID.
            if (before == null || !sameAttempt || before.reportsDue() != after.reportsDue()) {
                writer.rows().putDelivery(after);
                if (before == null || before.dueMs() != after.dueMs()) {
                    if (before != null) {
                        writer.rows().removeTimer(timer(before));
                    }
                    writer.rows().putTimer(timer(after));
                    writer.desks().timers().added(message.recipient(), after.dueMs());
                }
            }
            account.changed(before, after);
            writer.overlay().put(message.id(), after);
        }
        announce(before, after);
        boolean leftLane =
                before != null
                        && (before.state() instanceof DeliveryState.Sending
                                || before.state() instanceof DeliveryState.Held)
                        && (after.isOver() || after.state() instanceof DeliveryState.Sms);
        boolean leftFlight =
                before != null
                        && before.state() instanceof DeliveryState.Sending
                        && !(after.state() instanceof DeliveryState.Sending);
        if ((leftLane || leftFlight) && account.held > 0) {
            writer.drainNextTurn(account.address);
        }
    }

    private void announce(@Nullable Delivery before, Delivery after) {
        MessageId id = after.message().id();
        if (after.state() instanceof DeliveryState.Over(var outcome, var _)
                && (before == null || !before.isOver())) {
            writer.tell(
                    new TrailEvent.Ended(
                            id,
                            outcome,
                            after.message().isReport(),
                            after.message().acceptedAtMs(),
                            writer.nowMs()));
        } else if (after.state() instanceof DeliveryState.Held held
                && (before == null || !before.state().equals(held))) {
            writer.tell(new TrailEvent.Held(id, held.reason(), after.dueMs(), writer.nowMs()));
        }
    }

    private static TimerRef timer(Delivery delivery) {
        return new TimerRef(
                delivery.dueMs(), delivery.message().recipient(), delivery.message().id());
    }
}
