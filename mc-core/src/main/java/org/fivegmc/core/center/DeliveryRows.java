package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.event.TrailEvent;
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
                writer.change().removeTimer(timer(before));
                account.changed(before, null);
            }
            writer.overlay().put(message.id(), ShardWriter.REMOVED);
        } else {
            // Which of several devices has answered is only kept in memory: after a crash all are
            // tried again, and devices drop what they have by its Message-ID.
            if (before == null
                    || !sameAttempt
                    || before.reportsDue() != after.reportsDue()
                    || before.reportAtMs() != after.reportAtMs()) {
                writer.change().putDelivery(after);
                if (before == null || before.dueMs() != after.dueMs()) {
                    if (before != null) {
                        writer.change().removeTimer(timer(before));
                    }
                    writer.change().putTimer(timer(after));
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
