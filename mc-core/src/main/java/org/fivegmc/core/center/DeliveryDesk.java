package org.fivegmc.core.center;

import org.fivegmc.core.route.Recipient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsLeg;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.core.subscriber.Binding;
import org.jspecify.annotations.Nullable;

/// Moves deliveries on: outcomes, receipts, timers, orders of the operator. Confined to the
/// writer's thread.
final class DeliveryDesk {

    /// What a gateway's time may differ from ours, its minutes included.
    private static final long RECEIPT_CLOCK_MS = 180_000;

    private final ShardWriter writer;
    private final Accounts accounts;
    private final DeliverySteps steps;
    private final DeliveryRows rows;

    DeliveryDesk(ShardWriter writer, Accounts accounts, DeliverySteps steps, DeliveryRows rows) {
        this.writer = writer;
        this.accounts = accounts;
        this.steps = steps;
        this.rows = rows;
    }

    void attempted(
            UserAddress user, MessageId id, int attempt, Binding device, AttemptOutcome outcome) {
        Account account = accounts.get(user);
        Delivery delivery = rows.find(account, id);
        if (delivery == null) {
            return;
        }
        boolean stale = !isCurrent(account, device);
        AttemptOutcome told = stale ? ofOlderRegistration(outcome) : outcome;
        var event = new DeliveryEvent.Attempted(attempt, device.device(), told);
        Delivery after = steps.advance(account, delivery, event, null);
        boolean accepted = outcome instanceof AttemptOutcome.Accepted;
        if (accepted && delivery.state() instanceof DeliveryState.Sms) {
            writer.tell(new TrailEvent.LateRcs(id, device.device().value(), writer.nowMs()));
        }
        if (after.equals(delivery)) {
            return;
        }
        writer.tell(
                new TrailEvent.AttemptEnded(
                        id,
                        attempt,
                        device.device().value(),
                        accepted,
                        accepted ? "" : outcome.toString(),
                        writer.nowMs()));
        if (!stale && isAway(after)) {
            after = withoutDevices(account, after);
        }
        rows.write(account, delivery, after);
        if (stale) {
            account.wake(id);
        }
    }

    /// It says nothing about the new one.
    private static AttemptOutcome ofOlderRegistration(AttemptOutcome outcome) {
        if (!(outcome.plain() instanceof AttemptOutcome.BindingDead(String cause))) {
            return outcome.ofMessageAlone();
        }
        var away = new AttemptOutcome.Offline(cause);
        return outcome instanceof AttemptOutcome.InDoubt ? away.inDoubt() : away;
    }

    private static boolean isCurrent(Account account, Binding device) {
        if (account.recipient instanceof Recipient.Known known) {
            List<Binding> bindings = known.subscriber().bindings();
            for (int i = 0; i < bindings.size(); i++) {
                Binding binding = bindings.get(i);
                if (binding.device().equals(device.device())) {
                    return binding.registeredAtMs() == device.registeredAtMs()
                            && Arrays.equals(binding.contact(), device.contact());
                }
            }
        }
        // gone, not renewed: what is said about it holds
        return true;
    }

    private static boolean isAway(Delivery delivery) {
        return delivery.state() instanceof DeliveryState.Held held
                && held.reason() == HoldReason.OFFLINE;
    }

    /// All devices are away although they are registered: from here on the deadline of an offline
    /// user holds.
    private Delivery withoutDevices(Account account, Delivery delivery) {
        RoutePlan plan = steps.planWithoutDevices(account, delivery.message());
        boolean applies =
                plan instanceof RoutePlan.FallBack
                        ? delivery.message().mayFallBack()
                        : plan instanceof RoutePlan.Hold;
        return applies
                ? steps.advance(account, delivery, new DeliveryEvent.Planned(plan), null)
                : delivery;
    }

    void partEnded(UserAddress user, MessageId id, int part, PartOutcome outcome) {
        Account account = accounts.get(user);
        Delivery delivery = rows.find(account, id);
        if (delivery == null) {
            return;
        }
        writer.tell(new TrailEvent.PartEnded(id, part, outcome.toString(), writer.nowMs()));
        happened(account, delivery, new DeliveryEvent.PartEnded(part, outcome));
    }

    /// @return whether the receipt belonged to a delivery that still waits for it
    boolean receipt(SmsPartRef ref, boolean delivered, String cause) {
        Account account = accounts.get(ref.recipient());
        Delivery delivery = rows.find(account, ref.id());
        if (delivery == null) {
            return false;
        }
        writer.tell(
                new TrailEvent.ReceiptArrived(
                        ref.id(), ref.part(), delivered, cause, writer.nowMs()));
        happened(account, delivery, new DeliveryEvent.Receipt(ref.part(), delivered, cause));
        return true;
    }

    /// The part of a delivery to this user that a receipt without a known id is about.
    Optional<SmsPartRef> searched(UserAddress user, InboundReceipt receipt) {
        String gateway = receipt.key().gateway();
        return receipt.reference() >= 0
                ? byReference(user, gateway, receipt.reference())
                : byTime(user, gateway, receipt.submittedAtMs());
    }

    /// The first part that waits for a receipt and was there at that time: centers deliver to one
    /// number in order. A minute is what their dates tell, and their clocks are their own.
    private Optional<SmsPartRef> byTime(UserAddress user, String gateway, long submittedAtMs) {
        Account account = accounts.get(user);
        return firstPart(
                account,
                gateway,
                row -> {
                    // an earlier receipt of this turn may have been about it
                    Delivery now = rows.find(account, row.id());
                    if (now == null
                            || now.message().acceptedAtMs() > submittedAtMs + RECEIPT_CLOCK_MS) {
                        return OptionalInt.empty();
                    }
                    SmsLeg leg = smsLeg(now.state(), gateway);
                    return leg == null ? OptionalInt.empty() : firstUnconfirmed(leg);
                });
    }

    private static OptionalInt firstUnconfirmed(SmsLeg leg) {
        return IntStream.range(0, leg.parts().size())
                .filter(part ->
                        switch (leg.parts().get(part)) {
                            case IN_FLIGHT, UNKNOWN, ACCEPTED -> true;
                            case WAITING, DELIVERED -> false;
                        })
                .findFirst();
    }

    /// The part of a delivery to this user that was handed over with this reference.
    private Optional<SmsPartRef> byReference(UserAddress user, String gateway, int reference) {
        return firstPart(
                accounts.get(user),
                gateway,
                row -> {
                    SmsLeg leg = smsLeg(row.state(), gateway);
                    int part = leg == null ? -1 : reference - leg.reference() & 0xffff;
                    return leg != null && leg.has(part)
                            ? OptionalInt.of(part)
                            : OptionalInt.empty();
                });
    }

    /// Looks through what was handed to a gateway for a user, oldest first, until `part` names one.
    private Optional<SmsPartRef> firstPart(
            Account account, String gateway, Function<InboxEntry, OptionalInt> part) {
        var found = new ArrayList<SmsPartRef>(1);
        writer.store()
                .entries(
                        account.address,
                        account.firstOpen,
                        row -> {
                            if (smsLeg(row.state(), gateway) != null) {
                                part.apply(row)
                                        .ifPresent(p ->
                                                found.add(
                                                        new SmsPartRef(
                                                                account.address, row.id(), p)));
                            }
                            return found.isEmpty();
                        });
        return found.stream().findFirst();
    }

    /// How a delivery went as SMS by this gateway.
    private static @Nullable SmsLeg smsLeg(DeliveryState state, String gateway) {
        return state instanceof DeliveryState.Sms sms && sms.leg().gateway().equals(gateway)
                ? sms.leg()
                : null;
    }

    void reportStored(UserAddress user, MessageId id, ReportKind kind) {
        Account account = accounts.get(user);
        Delivery delivery = rows.find(account, id);
        if (delivery != null && happened(account, delivery, new DeliveryEvent.ReportStored(kind))) {
            writer.tell(new TrailEvent.Reported(id, kind, writer.nowMs()));
        }
    }

    void due(TimerRef timer) {
        Account account = accounts.get(timer.recipient());
        Delivery delivery = rows.find(account, timer.id());
        if (delivery == null || delivery.dueMs() != timer.dueMs()) {
            writer.change().removeTimer(timer);
        } else if (rows.isOrphan(account, delivery)) {
            recover(account, delivery);
        } else if (isToStart(delivery)) {
            writer.desks().acceptance().start(account, delivery);
        } else {
            happened(account, delivery, new DeliveryEvent.Due());
        }
    }

    private boolean isToStart(Delivery delivery) {
        Message message = delivery.message();
        return delivery.isScheduled()
                && writer.nowMs() >= message.notBeforeMs()
                && writer.nowMs() < message.expiresAtMs();
    }

    /// An attempt without a timer of its own has not ended in time.
    void leaseEnds(TimerRef lease) {
        Account account = accounts.get(lease.recipient());
        Delivery flying = account.inFlight(lease.id());
        if (flying != null && flying.dueMs() == lease.dueMs()) {
            happened(account, flying, new DeliveryEvent.Due());
        }
    }

    /// Takes up an attempt without a timer of its own that was under way when an earlier process
    /// ended.
    void takeUp(TimerRef lease) {
        Account account = accounts.get(lease.recipient());
        Delivery delivery = rows.find(account, lease.id());
        if (delivery == null || delivery.dueMs() != lease.dueMs()) {
            return;
        }
        if (rows.isOrphan(account, delivery)) {
            recover(account, delivery);
        } else {
            // The clock has stepped back, and it looks like one of ours.
            writer.change().putTimer(lease);
            writer.desks().timers().added(lease.recipient(), lease.dueMs());
        }
    }

    /// Takes up a delivery that was in flight when an earlier process ended.
    void recover(TimerRef timer) {
        Account account = accounts.get(timer.recipient());
        Delivery delivery = rows.find(account, timer.id());
        if (delivery == null) {
            writer.change().removeTimer(timer);
            return;
        }
        switch (delivery.state()) {
            case DeliveryState.Held _ -> writer.drainNextTurn(timer.recipient());
            case DeliveryState.Sms sms when accounts.isOurs(sms) -> {}
            case DeliveryState.Sending _ when !rows.isOrphan(account, delivery) -> {}
            case DeliveryState.Sending _, DeliveryState.Sms _, DeliveryState.Over _ ->
                    recover(account, delivery);
        }
    }

    /// After a restart: messages wait for this user, who may have registered just before it.
    void wakeIfRegistered(UserAddress user) {
        writer.store()
                .subscriber(user)
                .filter(s -> !s.live(writer.nowMs()).isEmpty())
                .ifPresent(_ -> writer.drainNextTurn(user));
    }

    private void recover(Account account, Delivery delivery) {
        if (rows.isOrphan(account, delivery)) {
            account.held--;
        }
        happened(account, delivery, new DeliveryEvent.Recovered());
    }

    /// Takes a message back for its sender, unless anybody may have it. That it was taken back is
    /// remembered as long as the message would have been, since senders repeat themselves.
    Revocation revoke(UserAddress sender, UserAddress user, ImdnMessageId imdnId) {
        AcceptanceDesk accepted = writer.desks().acceptance();
        DedupKey revoked = DedupKey.revocation(user, sender, imdnId);
        Optional<MessageId> before = accepted.acceptedBefore(revoked);
        if (before.isPresent()) {
            answered(before.get(), TrailEvent.RevokeResult.REPEATED);
            return new Revocation.Revoked(before.get());
        }
        Optional<MessageId> known = accepted.acceptedBefore(DedupKey.content(user, sender, imdnId));
        if (known.isEmpty()) {
            answered(TrailEvent.NO_TRAIL, TrailEvent.RevokeResult.UNKNOWN);
            return new Revocation.Unknown();
        }
        MessageId id = known.get();
        Account account = accounts.get(user);
        Delivery delivery = rows.find(account, id);
        if (delivery == null || !happened(account, delivery, new DeliveryEvent.Revoke())) {
            answered(id, TrailEvent.RevokeResult.TOO_LATE);
            return new Revocation.TooLate(id);
        }
        writer.change()
                .putAccepted(
                        revoked, id, delivery.message().expiresAtMs() + writer.config.dedupMs());
        writer.overlay().put(revoked, id);
        answered(id, TrailEvent.RevokeResult.REVOKED);
        return new Revocation.Revoked(id);
    }

    private void answered(MessageId id, TrailEvent.RevokeResult result) {
        writer.tell(new TrailEvent.RevokeAnswered(id, result, writer.nowMs()));
    }

    /// @return number of messages removed
    int purge(UserAddress user) {
        Account account = accounts.get(user);
        int removed = 0;
        for (Delivery row : rows.list(account, Integer.MAX_VALUE)) {
            Delivery current = rows.find(account, row.message().id());
            if (current != null && !current.isOver()) {
                if (rows.isOrphan(account, current)) {
                    account.held--;
                }
                happened(account, current, new DeliveryEvent.Purge());
                removed++;
            }
        }
        return removed;
    }

    /// @return whether it applied
    private boolean happened(Account account, Delivery before, DeliveryEvent event) {
        Delivery after = steps.advance(account, before, event, null);
        if (after.equals(before)) {
            return false;
        }
        rows.write(account, before, after);
        return true;
    }
}
