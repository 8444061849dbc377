package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.storage.TimerRef;
import org.jspecify.annotations.Nullable;

/// Reads and writes the rows of deliveries: what is stored, what this turn has changed, and the
/// counts of the account must tell the same story. Confined to the writer's thread.
final class DeliveryRows {

    private final ShardWriter writer;

    DeliveryRows(ShardWriter writer) {
        this.writer = writer;
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

    /// Whether it was in flight when an earlier process ended.
    boolean isOrphan(Account account, Delivery delivery) {
        return delivery.state() instanceof DeliveryState.Sending
                && account.inFlight(delivery.message().id()) == null;
    }

    /// Writes what changed from `before` (null: new) to `after`.
    void write(Account account, @Nullable Delivery before, Delivery after) {
        Message message = after.message();
        boolean sameAttempt =
                before != null
                        && before.state() instanceof DeliveryState.Sending
                        && after.state() instanceof DeliveryState.Sending
                        && before.attempts() == after.attempts();
        writer.touch(account);
        if (after.isFinished()) {
            if (before != null) {
                writer.change().removeDelivery(message.recipient(), message.id());
                unschedule(before, account.departure(message.id()));
                account.changed(before, null, null);
            }
            writer.overlay().put(message.id(), ShardWriter.REMOVED);
            deleteBody(message.payload().whole());
        } else {
            // Which of several devices has answered is only kept in memory: after a crash all are
            // tried again, and devices drop what they have by its Message-ID.
            FlightDesk.Departure departure = account.departure(message.id());
            if (before == null
                    || !sameAttempt
                    || before.reportsDue() != after.reportsDue()
                    || before.reportAtMs() != after.reportAtMs()) {
                writer.change().putDelivery(after);
                departure = schedule(before, after, departure);
            }
            account.changed(before, after, departure);
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

    /// Nothing refers to it any more, once that is durable. After a crash in between it goes with
    /// its time.
    private void deleteBody(@Nullable BodyRef body) {
        if (body != null) {
            writer.afterCommit(() -> writer.services.bodies().delete(body));
        }
    }

    /// What is due when the lease of an attempt ends is watched with all other attempts of the
    /// turn; everything else has a timer of its own.
    private FlightDesk.@Nullable Departure schedule(
            @Nullable Delivery before, Delivery after, FlightDesk.@Nullable Departure departure) {
        boolean flies = after.state() instanceof DeliveryState.Sending;
        if (before != null && before.dueMs() == after.dueMs() && (flies || departure == null)) {
            return departure;
        }
        if (before != null) {
            unschedule(before, departure);
        }
        TimerRef timer = timer(after);
        if (after.state() instanceof DeliveryState.Sending sending
                && sending.leaseAtMs() == timer.dueMs()) {
            FlightDesk.Departure begun = writer.desks().flights().depart(timer);
            if (begun != null) {
                return begun;
            }
        }
        writer.change().putTimer(timer);
        writer.desks().timers().added(timer.recipient(), timer.dueMs());
        return null;
    }

    private void unschedule(Delivery before, FlightDesk.@Nullable Departure departure) {
        if (departure == null) {
            writer.change().removeTimer(timer(before));
        } else {
            writer.desks().flights().land(departure);
        }
    }

    private void announce(@Nullable Delivery before, Delivery after) {
        MessageId id = after.message().id();
        if (after.state() instanceof DeliveryState.Over over
                && (before == null || !before.isOver())) {
            writer.tell(new TrailEvent.Ended(after.message(), over.outcome(), writer.nowMs()));
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
