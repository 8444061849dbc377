package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryEvent;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.storage.InboxRow;

/// The queue of one user: sends what can be sent now, in order, lane by lane. Confined to the
/// writer's thread.
final class QueueDesk {

    /// How many times as many rows are looked at as may wait: others are short messages, what is
    /// over, and what rests.
    private static final int OTHERS_FACTOR = 100;

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

    /// Runs at the beginning of a turn, when the store shows everything.
    void drain(UserAddress user) {
        var read = new FirstRows(writer.config.scanLimit());
        Account account = accounts.get(user, read);
        if (writer.isHeardOf(user)) {
            account.forgetRests();
        }
        if (account.held == 0) {
            return;
        }
        var blocked = new HashSet<Lane>();
        var gatewayless = new HashSet<Lane>();
        for (InboxRow waiting : waiting(account, read)) {
            InboxEntry entry = waiting.entry();
            if (account.inFlight() >= writer.config.maxInFlight(user)) {
                return;
            }
            var lane = Lane.of(entry);
            if (account.laneBusy(lane)) {
                continue;
            }
            Delivery row = waiting.delivery();
            Delivery next =
                    account.laneRests(row.message())
                            ? late(account, row)
                            : drainOne(
                                    account,
                                    row,
                                    blocked.contains(lane),
                                    gatewayless.contains(lane));
            if (next.state() instanceof DeliveryState.Held held && next.delivered().isEmpty()) {
                blocked.add(lane);
                if (held.reason() == HoldReason.NO_GATEWAY) {
                    gatewayless.add(lane);
                }
            }
        }
    }

    /// The first rows of each lane, in order: a lane goes on only past rows that left it. Behind
    /// one that was tried in vain only what has passed its deadline can still leave, as SMS.
    private List<InboxRow> waiting(Account account, FirstRows read) {
        var found = new ArrayList<InboxRow>();
        var resting = new HashSet<Lane>();
        int[] scanned = {0};
        Predicate<InboxRow> visitor =
                row -> {
                    InboxEntry entry = row.entry();
                    if (scanned[0]++ == 0) {
                        account.firstOpen = entry.id();
                    }
                    var lane = Lane.of(entry);
                    boolean waits =
                            entry.state() instanceof DeliveryState.Held held
                                            && held.reason() != HoldReason.SCHEDULED
                                    || entry.state() instanceof DeliveryState.Sending
                                            && account.inFlight(entry.id()) == null;
                    if (waits && account.rests(entry.id())) {
                        if (account.keepsLane(entry.id())) {
                            resting.add(lane);
                        }
                    } else if (waits && (!resting.contains(lane) || isLate(entry))) {
                        found.add(row);
                    }
                    int limit = writer.config.scanLimit();
                    return found.size() < limit && scanned[0] < OTHERS_FACTOR * limit;
                };
        if (!read.visit(visitor)) {
            writer.store().rows(account.address, account.firstOpen, visitor);
        }
        return found;
    }

    /// An inbox that was read just now need not be read again, unless it is a long one.
    private static final class FirstRows implements Consumer<InboxRow> {
        private final int most;
        private final List<InboxRow> rows = new ArrayList<>();
        private boolean overflowed;

        FirstRows(int most) {
            this.most = most;
        }

        @Override
        public void accept(InboxRow row) {
            if (rows.size() == most) {
                rows.clear();
                overflowed = true;
            }
            if (!overflowed) {
                rows.add(row);
            }
        }

        /// @return false when not all of it is here
        boolean visit(Predicate<InboxRow> visitor) {
            for (InboxRow row : rows) {
                if (!visitor.test(row)) {
                    break;
                }
            }
            return !rows.isEmpty();
        }
    }

    private Delivery late(Account account, Delivery row) {
        Delivery next = steps.advance(account, row, new DeliveryEvent.Due(), null);
        if (!next.equals(row)) {
            rows.write(account, row, next);
        }
        return next;
    }

    private boolean isLate(InboxEntry entry) {
        return entry.state() instanceof DeliveryState.Held held
                && held.fallbackAtMs() <= writer.nowMs();
    }

    /// @param laneBlocked an earlier message of the lane is still held, so that this one must not
    ///   overtake it over RCS
    /// @param noGateway an earlier message of the lane waits for a gateway, so that this one must
    ///   not overtake it as SMS
    private Delivery drainOne(
            Account account, Delivery row, boolean laneBlocked, boolean noGateway) {
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
                    case RoutePlan.FallBack _ -> noGateway;
                    case RoutePlan.Reject _, RoutePlan.Fail _ -> false;
                };
        if (nothingNew) {
            return current;
        }
        Delivery next = steps.advance(account, current, new DeliveryEvent.Planned(plan), null);
        if (!next.equals(current)) {
            rows.write(account, current, next);
        }
        return next;
    }
}
