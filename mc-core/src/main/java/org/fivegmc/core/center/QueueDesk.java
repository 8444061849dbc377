package org.fivegmc.core.center;

import org.fivegmc.core.storage.InboxEntry;
import java.util.HashSet;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;

/// The queue of one user: sends what can be sent now, in order, lane by lane. Confined to the
/// writer's thread.
final class QueueDesk {

    private final ShardWriter writer;
    private final Accounts accounts;
    private final DeliverySteps steps;
    private final DeliveryRows rows;

    QueueDesk(ShardWriter writer, Accounts accounts, DeliverySteps steps, DeliveryRows rows) {
        this.writer = writer;
        this.accounts = accounts;
        this.steps = steps;
        this.rows = rows;
    }

    private record Lane(UserAddress sender, boolean report) {}

    /// Runs at the beginning of a turn, when the store shows everything.
    void drain(UserAddress user) {
        Account account = accounts.get(user);
        if (account.held == 0) {
            return;
        }
        var blocked = new HashSet<Lane>();
        for (InboxEntry entry : waiting(account)) {
            if (account.inFlight.size() >= writer.config.maxInFlightPerUser()) {
                return;
            }
            if (account.laneBusy(entry.sender(), entry.report())) {
                continue;
            }
            Delivery row = writer.store().delivery(user, entry.id()).orElse(null);
            if (row == null) {
                continue;
            }
            var lane = new Lane(entry.sender(), entry.report());
            Delivery next = drainOne(account, row, blocked.contains(lane));
            if (next.state() instanceof DeliveryState.Held && next.delivered().isEmpty()) {
                blocked.add(lane);
            }
        }
    }

    /// The first rows of each lane, in order: a lane goes on only past rows that left it.
    private List<InboxEntry> waiting(Account account) {
        var found = new ArrayList<InboxEntry>();
        var resting = new HashSet<Lane>();
        int[] scanned = {0};
        writer.store()
                .entries(
                        account.address,
                        account.firstOpen,
                        entry -> {
                            if (scanned[0]++ == 0) {
                                account.firstOpen = entry.id();
                            }
                            var lane = new Lane(entry.sender(), entry.report());
                            boolean waits =
                                    entry.state() instanceof DeliveryState.Held
                                            || entry.state() instanceof DeliveryState.Sending
                                                    && account.inFlight(entry.id()) == null;
                            if (waits && account.rests(entry.id())) {
                                if (account.keepsLane(entry.id())) {
                                    resting.add(lane);
                                }
                            } else if (waits && !resting.contains(lane)) {
                                found.add(entry);
                            }
                            return scanned[0] < writer.config.scanLimit();
                        });
        return found;
    }

    /// @param laneBlocked an earlier message of the lane is still held, so that this one must not
    ///   overtake it over RCS
    private Delivery drainOne(Account account, Delivery row, boolean laneBlocked) {
        Delivery current = row;
        if (rows.isOrphan(account, row)) {
            account.held--;
            current = steps.advance(account, row, new DeliveryEvent.Recovered(), null);
            rows.write(account, row, current);
        }
        if (!(current.state() instanceof DeliveryState.Held held)) {
            return current;
        }
        RoutePlan plan = steps.plan(account, current.message());
        boolean nothingNew =
                switch (plan) {
                    case RoutePlan.DeliverRcs _ -> laneBlocked;
                    case RoutePlan.Hold hold ->
                            held.reason() == HoldReason.OFFLINE
                                    && held.fallbackAtMs() == hold.fallbackAtMs();
                    case RoutePlan.FallBack _, RoutePlan.Reject _ -> false;
                };
        if (nothingNew) {
            return current;
        }
        Delivery next = steps.advance(account, current, new DeliveryEvent.Planned(plan), null);
        rows.write(account, current, next);
        return next;
    }
}
