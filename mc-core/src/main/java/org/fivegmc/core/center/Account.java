package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.jspecify.annotations.Nullable;

/// One user in the memory of the user's shard writer: a cache of stored rows plus what is on its
/// way right now. Confined to the writer's thread.
///
/// Order: messages of one conversation form a lane (reports a second one); a lane has at most one
/// message in flight, and later ones wait for it. Lanes don't wait for each other.
final class Account {

    static final MessageId OLDEST = new MessageId(0, 0);

    final UserAddress address;
    Recipient recipient;

    /// Deliveries in state Sending.
    final List<Delivery> inFlight = new ArrayList<>(1);

    /// Stored rows in state Held.
    int held;

    /// Stored rows in any state.
    int stored;

    /// No open row sorts before this.
    MessageId firstOpen = OLDEST;

    /// A new registration: waiting for the next try has become pointless.
    boolean freshlyRegistered;

    Account(UserAddress address, Recipient recipient) {
        this.address = address;
        this.recipient = recipient;
    }

    @Nullable Delivery inFlight(MessageId id) {
        for (Delivery delivery : inFlight) {
            if (delivery.message().id().equals(id)) {
                return delivery;
            }
        }
        return null;
    }

    boolean laneBusy(Message message) {
        for (Delivery delivery : inFlight) {
            if (sameLane(delivery.message(), message)) {
                return true;
            }
        }
        return false;
    }

    static boolean sameLane(Message a, Message b) {
        return a.isReport() == b.isReport() && a.sender().equals(b.sender());
    }

    /// Keeps the counts true when a row changes from `before` (null: new) to `after` (null: gone).
    void changed(@Nullable Delivery before, @Nullable Delivery after) {
        held += count(after) - count(before);
        stored += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        if (before != null && before.state() instanceof DeliveryState.Sending) {
            inFlight.removeIf(d -> d.message().id().equals(before.message().id()));
        }
        if (after != null && after.state() instanceof DeliveryState.Sending) {
            inFlight.add(after);
        }
    }

    private static int count(@Nullable Delivery delivery) {
        return delivery != null && delivery.state() instanceof DeliveryState.Held ? 1 : 0;
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }
}
