package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    /// Held rows that have been tried since the user last registered: they wait for their own time
    /// or for the next registration, and keep their lane. Only a memory of this process: after a
    /// restart each is tried once more.
    private Set<MessageId> resting = Set.of();

    /// Those of them that some device has already: they keep nobody waiting.
    private Set<MessageId> stragglers = Set.of();

    /// The turn that last changed this account.
    long touchedInTurn;

    Account(UserAddress address, Recipient recipient) {
        this.address = address;
        this.recipient = recipient;
    }

    @Nullable Delivery inFlight(MessageId id) {
        for (int i = 0; i < inFlight.size(); i++) {
            Delivery delivery = inFlight.get(i);
            if (delivery.message().id().equals(id)) {
                return delivery;
            }
        }
        return null;
    }

    boolean laneBusy(UserAddress sender, boolean report) {
        for (int i = 0; i < inFlight.size(); i++) {
            Message message = inFlight.get(i).message();
            if (message.isReport() == report && message.sender().equals(sender)) {
                return true;
            }
        }
        return false;
    }

    boolean rests(MessageId id) {
        return resting.contains(id);
    }

    /// Whether later messages of its lane wait for it. One that a device has only waits for the
    /// user's other devices, and the conversation must not wait for a dead one.
    boolean keepsLane(MessageId id) {
        return !stragglers.contains(id);
    }

    void wake(MessageId id) {
        if (!resting.isEmpty()) {
            resting.remove(id);
        }
        if (!stragglers.isEmpty()) {
            stragglers.remove(id);
        }
    }

    /// Something new is known about the user's reachability.
    void wakeAll() {
        resting = Set.of();
        stragglers = Set.of();
    }

    private void rest(Delivery delivery) {
        if (resting.isEmpty()) {
            resting = new HashSet<>();
        }
        resting.add(delivery.message().id());
        if (!delivery.delivered().isEmpty()) {
            if (stragglers.isEmpty()) {
                stragglers = new HashSet<>();
            }
            stragglers.add(delivery.message().id());
        }
    }

    private static boolean tried(@Nullable Delivery before, Delivery after) {
        return after.state() instanceof DeliveryState.Held held
                && switch (held.reason()) {
                    case BACKOFF, NO_GATEWAY -> true;
                    case OFFLINE ->
                            before != null && before.state() instanceof DeliveryState.Sending;
                    case QUEUED -> false;
                };
    }

    /// Keeps the counts true when a row changes from `before` (null: new) to `after` (null: gone).
    void changed(@Nullable Delivery before, @Nullable Delivery after) {
        held += count(after) - count(before);
        stored += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        if (before != null && before.state() instanceof DeliveryState.Sending) {
            land(before.message().id());
        }
        if (before == null && after != null && after.message().id().compareTo(firstOpen) < 0) {
            firstOpen = after.message().id();
        }
        if (after != null && tried(before, after)) {
            rest(after);
        } else if (before != null) {
            wake(before.message().id());
        }
        if (after != null && after.state() instanceof DeliveryState.Sending) {
            inFlight.add(after);
        }
    }

    private void land(MessageId id) {
        for (int i = 0; i < inFlight.size(); i++) {
            if (inFlight.get(i).message().id().equals(id)) {
                inFlight.remove(i);
                return;
            }
        }
    }

    private static int count(@Nullable Delivery delivery) {
        return delivery != null && delivery.state() instanceof DeliveryState.Held ? 1 : 0;
    }

    boolean isIdle() {
        return inFlight.isEmpty();
    }
}
