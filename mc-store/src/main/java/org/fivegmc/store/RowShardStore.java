package org.fivegmc.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.InboxRow;
import org.fivegmc.core.storage.ParkedReceipt;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.SmsPartRef;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.store.key.Keys;
import org.fivegmc.store.resident.ResidentSubscribers;
import org.fivegmc.store.resident.ResidentSubscribers.Known;
import org.fivegmc.store.row.DeliveryRow;
import org.fivegmc.store.row.ExpiringRows;
import org.fivegmc.store.row.FlightRows;
import org.fivegmc.store.row.SubscriberRow;
import org.fivegmc.store.row.TimerRow;
import org.jspecify.annotations.Nullable;

/// Values as rows of any engine. Each writer has one of its own over the common engine; it fills
/// one record again and again, so that a turn costs no more than the octets it stores. Confined to
/// the writer's thread.
public final class RowShardStore implements ShardStore {

    /// Octets the record of a turn may keep after the turn; a larger one is given back.
    public static final int KEPT_RECORD_BYTES = 4 << 20;

    /// Rows that one call of [#sweep] looks at: a millisecond or two.
    public static final int SWEEP_ROWS = 1000;

    private static final int NO_SHARD = -1;

    private static final Family[] SWEPT = {Family.DEDUP, Family.CORRELATION, Family.PARKED_RECEIPT};

    private final StorageEngine engine;
    private final StateStore state;
    private final Keys keys = new Keys();
    private final CommitRecord record = new CommitRecord(64 << 10);
    private final ResidentSubscribers residents;
    private boolean turnOpen;

    /// The epoch that resident rows were read in.
    private long readIn;

    /// Where the sweep of a shard stopped: in which family, and before which key of it.
    private int sweepShard = NO_SHARD;

    private int sweepFamily;
    private byte @Nullable [] sweepKey;

    public RowShardStore(StorageEngine engine) {
        this(engine, 0);
    }

    /// @param residentBytes memory outside the heap for the rows of subscribers
    public RowShardStore(StorageEngine engine, long residentBytes) {
        this.engine = engine;
        this.state = engine.state();
        this.residents = new ResidentSubscribers(state, residentBytes);
        this.readIn = engine.epoch();
    }

    public ResidentSubscribers residents() {
        return residents;
    }

    @Override
    public Optional<Subscriber> subscriber(UserAddress user) {
        return switch (residents.find(user)) {
            case Known.Row(byte[] value) -> Optional.of(SubscriberRow.read(user, value));
            case Known.Absence.NONE -> Optional.empty();
            case Known.Absence.UNKNOWN -> {
                byte[] value = state.get(Family.SUBSCRIBER, keys.subscriber(user).bytes());
                yield value == null
                        ? Optional.empty()
                        : Optional.of(SubscriberRow.read(user, value));
            }
        };
    }

    @Override
    public boolean readAhead(int[] shards, long nowMs) {
        return residents.readAhead(shards, nowMs);
    }

    @Override
    public Optional<Delivery> delivery(UserAddress recipient, MessageId id) {
        byte[] value = state.get(Family.INBOX, keys.inbox(recipient, id).bytes());
        return value == null
                ? Optional.empty()
                : Optional.of(DeliveryRow.read(recipient, id, value));
    }

    @Override
    public void inbox(UserAddress recipient, MessageId from, Predicate<Delivery> visitor) {
        state.scan(
                Family.INBOX,
                keys.inbox(recipient, from).bytes(),
                keys.inboxEnd(recipient).bytes(),
                (key, value) ->
                        visitor.test(DeliveryRow.read(recipient, Keys.inboxMessageId(key), value)));
    }

    @Override
    public void rows(UserAddress recipient, MessageId from, Predicate<InboxRow> visitor) {
        state.scan(
                Family.INBOX,
                keys.inbox(recipient, from).bytes(),
                keys.inboxEnd(recipient).bytes(),
                (key, value) -> {
                    MessageId id = Keys.inboxMessageId(key);
                    return visitor.test(
                            new InboxRow(
                                    DeliveryRow.readEntry(id, value),
                                    () -> DeliveryRow.read(recipient, id, value)));
                });
    }

    @Override
    public Optional<MessageId> accepted(DedupKey key, long nowMs) {
        byte[] value = state.get(Family.DEDUP, keys.dedup(key).bytes());
        return value == null || isOver(value, nowMs)
                ? Optional.empty()
                : Optional.of(ExpiringRows.readAccepted(value));
    }

    @Override
    public Optional<UserAddress> hiddenSender(DedupKey key, long nowMs) {
        byte[] value = state.get(Family.DEDUP, keys.dedup(key).bytes());
        return value == null || isOver(value, nowMs)
                ? Optional.empty()
                : Optional.of(ExpiringRows.readHiddenSender(value));
    }

    @Override
    public Optional<byte[]> memory(DedupKey key, long nowMs) {
        byte[] value = state.get(Family.DEDUP, keys.dedup(key).bytes());
        return value == null || isOver(value, nowMs)
                ? Optional.empty()
                : Optional.of(ExpiringRows.readMemory(value));
    }

    @Override
    public long timers(
            int shard, long fromMs, long untilMs, int limit, Consumer<TimerRef> consumer) {
        var visit =
                new Object() {
                    int handedOver;
                    long next = Long.MAX_VALUE;

                    boolean row(TimerRef timer) {
                        if (timer.dueMs() >= untilMs || handedOver == limit) {
                            next = timer.dueMs();
                            return false;
                        }
                        handedOver++;
                        consumer.accept(timer);
                        return true;
                    }
                };
        // beyond untilMs, to learn when the next one is due
        state.scan(
                Family.TIMER,
                keys.timersFrom(shard, fromMs).bytes(),
                keys.shardEnd(shard).bytes(),
                (key, _) -> visit.row(Keys.timerRef(key)));
        return visit.next;
    }

    @Override
    public Optional<FlightRow> flight(int shard, long number) {
        byte[] value = state.get(Family.FLIGHT, keys.flight(shard, number).bytes());
        return value == null ? Optional.empty() : readable(shard, number, value);
    }

    @Override
    public List<FlightRef> flights(Consumer<FlightRow> visitor) {
        var unreadable = new ArrayList<FlightRef>();
        state.scan(
                Family.FLIGHT,
                keys.shard(0).bytes(),
                keys.shardEnd(Shards.COUNT - 1).bytes(),
                (key, value) -> {
                    var at = new FlightRef(Keys.shardOf(key), Keys.flightNumber(key));
                    readable(at.shard(), at.number(), value)
                            .ifPresentOrElse(visitor, () -> unreadable.add(at));
                    return true;
                });
        return unreadable;
    }

    private static Optional<FlightRow> readable(int shard, long number, byte[] value) {
        try {
            return Optional.of(FlightRows.read(shard, number, value));
        } catch (StorageException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<SmsPartRef> correlation(GatewayMessageKey key, long nowMs) {
        byte[] value = state.get(Family.CORRELATION, keys.gatewayMessage(key).bytes());
        return value == null || isOver(value, nowMs)
                ? Optional.empty()
                : Optional.of(ExpiringRows.readCorrelation(value));
    }

    @Override
    public Optional<ParkedReceipt> parkedReceipt(GatewayMessageKey key, long nowMs) {
        byte[] value = state.get(Family.PARKED_RECEIPT, keys.gatewayMessage(key).bytes());
        return value == null || isOver(value, nowMs)
                ? Optional.empty()
                : Optional.of(ExpiringRows.readParked(value));
    }

    @Override
    public long epoch() {
        // a look at the health puts the engine back in service
        engine.health();
        long epoch = engine.epoch();
        if (epoch != readIn) {
            residents.doubt();
            readIn = epoch;
        }
        return epoch;
    }

    @Override
    public boolean parkedReceipts(
            int shard,
            @Nullable GatewayMessageKey after,
            int limit,
            Consumer<GatewayMessageKey> visitor) {
        Keys from = after == null ? keys.shard(shard) : keys.afterGatewayMessage(after);
        var visit =
                new Object() {
                    int left = limit;
                    boolean more;
                };
        state.scan(
                Family.PARKED_RECEIPT,
                from.bytes(),
                keys.shardEnd(shard).bytes(),
                (key, _) -> {
                    if (visit.left == 0) {
                        visit.more = true;
                        return false;
                    }
                    visit.left--;
                    visitor.accept(Keys.gatewayMessageKey(key));
                    return true;
                });
        return visit.more;
    }

    @Override
    public StoreTurn begin() {
        if (turnOpen) {
            throw new IllegalStateException("the last turn is still open");
        }
        turnOpen = true;
        return new Turn();
    }

    @Override
    public Swept sweep(int shard, long nowMs) {
        if (shard != sweepShard) {
            sweepFrom(shard);
        }
        // not the record of the turn: a sweep may run beside one
        var removal = new CommitRecord(256);
        int left = SWEEP_ROWS;
        while (sweepFamily < SWEPT.length && left > 0) {
            left = pickOver(removal, left, nowMs);
        }
        boolean whole = sweepFamily == SWEPT.length;
        if (whole) {
            sweepFrom(NO_SHARD);
        }
        int removed = removal.changes();
        if (removed > 0) {
            append(removal);
        }
        return new Swept(removed, whole);
    }

    private void sweepFrom(int shard) {
        sweepShard = shard;
        sweepFamily = 0;
        sweepKey = null;
    }

    /// Goes on in the family that is being swept.
    ///
    /// @return how many more rows may be looked at
    private int pickOver(CommitRecord removal, int limit, long nowMs) {
        Family family = SWEPT[sweepFamily];
        byte[] from = sweepKey == null ? keys.shard(sweepShard).bytes() : sweepKey;
        int[] left = {limit};
        sweepKey = null;
        state.scan(
                family,
                from,
                keys.shardEnd(sweepShard).bytes(),
                (key, value) -> {
                    if (left[0] == 0) {
                        sweepKey = key;
                        return false;
                    }
                    left[0]--;
                    if (isOverAndReadable(value, nowMs)) {
                        removal.delete(family).raw(key).end();
                    }
                    return true;
                });
        if (sweepKey == null) {
            sweepFamily++;
        }
        return left[0];
    }

    private void append(CommitRecord changes) {
        long position = engine.log().append(changes);
        state.apply(position, changes);
    }

    @Override
    public void subscribers(int shard, Predicate<Subscriber> visitor) {
        state.scan(
                Family.SUBSCRIBER,
                keys.shard(shard).bytes(),
                keys.shardEnd(shard).bytes(),
                (key, value) ->
                        visitor.test(SubscriberRow.read(Keys.subscriberAddress(key), value)));
    }

    private static boolean isOver(byte[] value, long nowMs) {
        return ExpiringRows.forgetAtMs(value) <= nowMs;
    }

    /// One that can't be read must not end the sweep of all others; it stays.
    private static boolean isOverAndReadable(byte[] value, long nowMs) {
        try {
            return isOver(value, nowMs);
        } catch (StorageException _) {
            return false;
        }
    }

    private final class Turn implements StoreTurn {

        private final long epoch = readIn;
        private boolean puts;
        private boolean registers;
        private boolean ended;
        private boolean failed;

        private CommitRecord put(Family family, Keys key) {
            puts = true;
            key.appendTo(open().put(family));
            return record.value();
        }

        private void delete(Family family, Keys key) {
            key.appendTo(open().delete(family));
            record.end();
        }

        private CommitRecord open() {
            if (ended || failed) {
                throw new IllegalStateException("this turn has ended");
            }
            return record;
        }

        @Override
        public void putSubscriber(Subscriber subscriber) {
            registers = true;
            SubscriberRow.write(
                    put(Family.SUBSCRIBER, keys.subscriber(subscriber.address())), subscriber);
            record.end();
        }

        @Override
        public void removeSubscriber(UserAddress user) {
            registers = true;
            delete(Family.SUBSCRIBER, keys.subscriber(user));
        }

        @Override
        public void putDelivery(Delivery delivery) {
            Keys key = keys.inbox(delivery.message().recipient(), delivery.message().id());
            DeliveryRow.write(put(Family.INBOX, key), delivery);
            record.end();
        }

        @Override
        public void removeDelivery(UserAddress recipient, MessageId id) {
            delete(Family.INBOX, keys.inbox(recipient, id));
        }

        @Override
        public void putTimer(TimerRef timer) {
            TimerRow.write(put(Family.TIMER, keys.timer(timer)));
            record.end();
        }

        @Override
        public void removeTimer(TimerRef timer) {
            delete(Family.TIMER, keys.timer(timer));
        }

        @Override
        public void putFlight(FlightRow flight) {
            FlightRows.write(
                    put(Family.FLIGHT, keys.flight(flight.shard(), flight.number())), flight);
            record.end();
        }

        @Override
        public void removeFlight(int shard, long number) {
            delete(Family.FLIGHT, keys.flight(shard, number));
        }

        @Override
        public void putAccepted(DedupKey key, MessageId id, long forgetAtMs) {
            ExpiringRows.writeAccepted(put(Family.DEDUP, keys.dedup(key)), id, forgetAtMs);
            record.end();
        }

        @Override
        public void putHiddenSender(DedupKey key, UserAddress sender, long forgetAtMs) {
            ExpiringRows.writeHiddenSender(put(Family.DEDUP, keys.dedup(key)), sender, forgetAtMs);
            record.end();
        }

        @Override
        public void putMemory(DedupKey key, byte[] octets, long forgetAtMs) {
            ExpiringRows.writeMemory(put(Family.DEDUP, keys.dedup(key)), octets, forgetAtMs);
            record.end();
        }

        @Override
        public void putCorrelation(GatewayMessageKey key, SmsPartRef part, long forgetAtMs) {
            ExpiringRows.writeCorrelation(
                    put(Family.CORRELATION, keys.gatewayMessage(key)), part, forgetAtMs);
            record.end();
        }

        @Override
        public void removeCorrelation(GatewayMessageKey key) {
            delete(Family.CORRELATION, keys.gatewayMessage(key));
        }

        @Override
        public void putParkedReceipt(
                GatewayMessageKey key, ParkedReceipt receipt, long forgetAtMs) {
            ExpiringRows.writeParked(
                    put(Family.PARKED_RECEIPT, keys.gatewayMessage(key)), receipt, forgetAtMs);
            record.end();
        }

        @Override
        public void removeParkedReceipt(GatewayMessageKey key) {
            delete(Family.PARKED_RECEIPT, keys.gatewayMessage(key));
        }

        @Override
        public boolean isEmpty() {
            return record.isEmpty();
        }

        @Override
        public boolean puts() {
            return puts;
        }

        @Override
        public void commit() {
            if (!open().isEmpty()) {
                // until it is known to have worked, the turn can only be discarded
                failed = true;
                state.apply(engine.log().append(record, epoch), record);
                if (registers) {
                    follow();
                }
            }
            end();
        }

        /// The turn is durable: whatever happens here, it has worked.
        private void follow() {
            try {
                residents.apply(record);
            } catch (RuntimeException e) {
                residents.doubt();
            }
        }

        @Override
        public void discard() {
            if (!ended) {
                end();
            }
        }

        private void end() {
            record.clear(KEPT_RECORD_BYTES);
            ended = true;
            turnOpen = false;
        }
    }
}
