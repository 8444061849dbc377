package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.storage.TimerRef;
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

    /// A delivery in state Sending.
    ///
    /// @param news how much was known of the user's reachability when it was sent
    /// @param departure what watches its lease; null if it has a timer of its own
    private record Flight(Delivery delivery, int news, FlightDesk.@Nullable Departure departure) {}

    private final List<Flight> inFlight = new ArrayList<>(1);

    /// What was in flight when the turn began, which is the truth again if the turn fails.
    private List<Flight> before = List.of();

    private boolean stale;

    /// Grows with each [#wakeAll()].
    private int news;

    /// Stored rows in state Held, but for those that wait for a time their sender named. Not known
    /// while [#isUnread()].
    int held;

    /// Stored rows in any state; while [#isUnread()], how many there are at most.
    int stored;

    private boolean unread;

    /// What this turn has added to an inbox that was not read.
    private List<Delivery> added = List.of();

    private int openMessages;
    private int openReports;

    /// No open row sorts before this.
    MessageId firstOpen = OLDEST;

    /// Held rows that have been tried since the user last registered: they wait for their own time
    /// or for the next registration, and keep their lane. Only a memory of this process: after a
    /// restart each is tried once more, except what waits for a gateway.
    private Map<MessageId, Rest> resting = Map.of();

    /// @param delivered whether some device has it already: then it keeps nobody waiting
    private record Rest(Lane lane, HoldReason reason, boolean delivered) {}

    /// How many rows of a lane wait for their turn or for a gateway: what may leave as SMS now
    /// would overtake them.
    private Map<Lane, Integer> queued = Map.of();

    /// The turn that last changed this account.
    long touchedInTurn;

    /// Changed by a turn whose end is not known yet.
    private boolean unsettled;

    /// The place among those in memory; kept by [Recency].
    @Nullable Recency row;

    @Nullable Account earlier;
    @Nullable Account later;

    Account(UserAddress address, Recipient recipient) {
        this.address = address;
        this.recipient = recipient;
    }

    @Nullable Delivery inFlight(MessageId id) {
        Flight flight = flight(inFlight, id);
        return flight == null ? null : flight.delivery();
    }

    FlightDesk.@Nullable Departure departure(MessageId id) {
        Flight flight = flight(inFlight, id);
        return flight == null ? null : flight.departure();
    }

    private static @Nullable Flight flight(List<Flight> flights, MessageId id) {
        for (int i = 0; i < flights.size(); i++) {
            Flight flight = flights.get(i);
            if (flight.delivery().message().id().equals(id)) {
                return flight;
            }
        }
        return null;
    }

    /// Whatever of this user is lost at that time if it has not ended.
    void leasesAt(long dueMs, List<TimerRef> leases) {
        for (int i = 0; i < inFlight.size(); i++) {
            Delivery delivery = inFlight.get(i).delivery();
            if (delivery.dueMs() == dueMs) {
                leases.add(new TimerRef(dueMs, address, delivery.message().id()));
            }
        }
    }

    int inFlight() {
        return inFlight.size();
    }

    /// What waits for the user or is on its way over RCS. What left as SMS and what is over take no
    /// room in the mailbox.
    int open(boolean report) {
        if (unread) {
            return stored;
        }
        return report ? openReports : openMessages;
    }

    /// Only how many rows there are at most is known: enough to add one that waits, and for nothing
    /// else.
    boolean isUnread() {
        return unread;
    }

    void leaveUnread(int rowsAtMost) {
        unread = true;
        stored = rowsAtMost;
    }

    /// Before all stored rows are counted.
    void beginReading() {
        unread = false;
        stored = 0;
        held = 0;
        openMessages = 0;
        openReports = 0;
        inFlight.clear();
        resting = Map.of();
        queued = Map.of();
    }

    /// After that: what this turn has added is not among them.
    void endReading() {
        for (Delivery delivery : added) {
            changed(null, delivery, null);
        }
        added = List.of();
    }

    /// A stored row that is open, or (-1) is so no more.
    void countOpen(boolean report, DeliveryState state, int change) {
        boolean open =
                state instanceof DeliveryState.Held || state instanceof DeliveryState.Sending;
        if (open && report) {
            openReports += change;
        } else if (open) {
            openMessages += change;
        }
    }

    boolean laneBusy(Lane lane) {
        for (int i = 0; i < inFlight.size(); i++) {
            Message message = inFlight.get(i).delivery().message();
            if (message.isReport() == lane.report() && message.sender().equals(lane.sender())) {
                return true;
            }
        }
        return false;
    }

    /// Before the first change of a turn.
    void remember() {
        before = inFlight.isEmpty() ? List.of() : List.copyOf(inFlight);
        unsettled = true;
    }

    /// The turn is durable: there is nothing to go back to, and messages are not kept for it.
    void settle() {
        before = List.of();
        added = List.of();
        unsettled = false;
    }

    /// Whether the store may hold rows of the user, now or when a commit in doubt shows.
    boolean mayHaveStored() {
        return stored != 0 || stale;
    }

    /// What the account says about stored rows is not certain any more: it must be read anew, with
    /// [#resume] for what is in flight.
    void forget() {
        stale = true;
        unsettled = false;
    }

    boolean isStale() {
        return stale;
    }

    /// What `former` knew and the store does not: what is to be told apart later.
    void follow(Account former) {
        news = former.news;
    }

    /// Takes up an attempt of this process from its stored row. Which devices have answered since
    /// is in the memory of the account that was forgotten only.
    void resume(Delivery stored, @Nullable Account former) {
        Flight known = former == null ? null : flight(former.before, stored.message().id());
        inFlight.add(
                known != null && known.delivery().attempts() == stored.attempts()
                        ? known
                        : new Flight(stored, news, null));
    }

    /// Whether more is known of the user's reachability than when this attempt began.
    boolean hasNewsSince(MessageId id) {
        Flight flight = flight(inFlight, id);
        return flight != null && flight.news() != news;
    }

    boolean rests(MessageId id) {
        return resting.containsKey(id);
    }

    /// Whether this message, or one of its lane before it, has been tried in vain since the user
    /// registered.
    boolean laneRests(Message message) {
        if (resting.isEmpty()) {
            return false;
        }
        var lane = Lane.of(message);
        for (Map.Entry<MessageId, Rest> tried : resting.entrySet()) {
            int order = tried.getKey().compareTo(message.id());
            if (tried.getValue().lane().equals(lane)
                    && (order == 0 || order < 0 && !tried.getValue().delivered())) {
                return true;
            }
        }
        return false;
    }

    /// Whether an earlier message of the lane waits for a gateway.
    boolean laneWaitsForGateway(Message message) {
        if (resting.isEmpty()) {
            return false;
        }
        var lane = Lane.of(message);
        for (Map.Entry<MessageId, Rest> tried : resting.entrySet()) {
            if (tried.getValue().reason() == HoldReason.NO_GATEWAY
                    && tried.getValue().lane().equals(lane)
                    && tried.getKey().compareTo(message.id()) < 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether anything of the lane waits for its turn or for a gateway.
    boolean laneQueues(Lane lane) {
        return queued.containsKey(lane);
    }

    /// A stored row that is held.
    void countHeld(InboxEntry entry, DeliveryState.Held state) {
        if (state.reason() == HoldReason.SCHEDULED) {
            return;
        }
        held++;
        count(Lane.of(entry), state, 1);
        if (state.reason() == HoldReason.NO_GATEWAY) {
            rest(entry.id(), new Rest(Lane.of(entry), HoldReason.NO_GATEWAY, false));
        }
    }

    private void count(Lane lane, DeliveryState state, int change) {
        if (state instanceof DeliveryState.Held held
                && (held.reason() == HoldReason.QUEUED || held.reason() == HoldReason.NO_GATEWAY)) {
            if (queued.isEmpty()) {
                queued = new HashMap<>(2);
            }
            queued.merge(lane, change, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /// Whether later messages of its lane wait for it. One that a device has only waits for the
    /// user's other devices, and the conversation must not wait for a dead one.
    boolean keepsLane(MessageId id) {
        Rest why = resting.get(id);
        return why == null || !why.delivered();
    }

    void wake(MessageId id) {
        if (!resting.isEmpty()) {
            resting.remove(id);
        }
    }

    /// Something new is known about the user's reachability.
    void wakeAll() {
        news++;
        forgetRests();
    }

    /// What has been tried in vain may be tried again.
    void forgetRests() {
        resting = Map.of();
    }

    private void rest(MessageId id, Rest why) {
        if (resting.isEmpty()) {
            resting = new HashMap<>();
        }
        resting.put(id, why);
    }

    private static boolean tried(@Nullable Delivery before, HoldReason now) {
        return switch (now) {
            case BACKOFF, NO_GATEWAY -> true;
            case OFFLINE -> before != null && before.state() instanceof DeliveryState.Sending;
            case QUEUED, SCHEDULED -> false;
        };
    }

    /// Keeps the counts true when a row changes from `before` (null: new) to `after` (null: gone).
    ///
    /// @param departure what watches the lease of `after`, as far as it is in flight
    void changed(
            @Nullable Delivery before,
            @Nullable Delivery after,
            FlightDesk.@Nullable Departure departure) {
        if (unread) {
            add(before, after);
            return;
        }
        held += count(after) - count(before);
        stored += (after == null ? 0 : 1) - (before == null ? 0 : 1);
        if (before != null) {
            count(Lane.of(before.message()), before.state(), -1);
            countOpen(before.message().isReport(), before.state(), -1);
        }
        if (after != null) {
            count(Lane.of(after.message()), after.state(), 1);
            countOpen(after.message().isReport(), after.state(), 1);
        }
        Flight landed = null;
        if (before != null && before.state() instanceof DeliveryState.Sending) {
            landed = land(before.message().id());
        }
        if (before == null && after != null && after.message().id().compareTo(firstOpen) < 0) {
            firstOpen = after.message().id();
        }
        // The user registered during the attempt: a device may be there that was not asked.
        boolean outdated = landed != null && landed.news() != news;
        if (after != null
                && after.state() instanceof DeliveryState.Held now
                && tried(before, now.reason())
                && !outdated) {
            rest(
                    after.message().id(),
                    new Rest(Lane.of(after.message()), now.reason(), !after.delivered().isEmpty()));
        } else if (before != null) {
            wake(before.message().id());
        }
        if (after != null && after.state() instanceof DeliveryState.Sending) {
            boolean sameAttempt = before != null && before.attempts() == after.attempts();
            int known = landed != null && sameAttempt ? landed.news() : news;
            inFlight.add(new Flight(after, known, departure));
        }
    }

    private void add(@Nullable Delivery before, @Nullable Delivery after) {
        if (before != null || after == null || !(after.state() instanceof DeliveryState.Held)) {
            throw new IllegalStateException("the inbox has not been read");
        }
        if (added.isEmpty()) {
            added = new ArrayList<>(1);
        }
        added.add(after);
        stored++;
    }

    private @Nullable Flight land(MessageId id) {
        for (int i = 0; i < inFlight.size(); i++) {
            if (inFlight.get(i).delivery().message().id().equals(id)) {
                return inFlight.remove(i);
            }
        }
        return null;
    }

    private static int count(@Nullable Delivery delivery) {
        return delivery != null
                        && delivery.state() instanceof DeliveryState.Held
                        && !delivery.isScheduled()
                ? 1
                : 0;
    }

    /// Whether nothing is lost with it that is not stored.
    boolean isIdle() {
        return inFlight.isEmpty() && !unsettled;
    }
}
