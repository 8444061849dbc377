package org.fivegmc.core.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Subscriber;
import org.jspecify.annotations.Nullable;

/// A [ShardStore] for tests: plain maps of values, nothing encoded. Several stores may look at the
/// same [Rows], as the writers of one process do, or as a process does that starts again.
public final class MemoryShardStore implements ShardStore {

    private static final Comparator<TimerRef> BY_TIME =
            Comparator.comparingLong(TimerRef::dueMs)
                    .thenComparing(t -> t.recipient().toString())
                    .thenComparing(TimerRef::id);

    private static final Comparator<GatewayMessageKey> BY_NAME =
            Comparator.comparing(GatewayMessageKey::gateway).thenComparing(GatewayMessageKey::id);

    private final Rows rows;
    private final List<Runnable> changes = new ArrayList<>();
    private boolean turnOpen;
    private int failures;
    private boolean failedIsApplied;
    private StorageException.Kind failure = StorageException.Kind.UNAVAILABLE;
    private long commits;
    private boolean full;
    private boolean hideNext;
    private final List<Runnable> hidden = new ArrayList<>();
    private boolean reopened;
    private long epoch;
    private Runnable afterCommit = () -> {};

    public MemoryShardStore() {
        this(new Rows());
    }

    public MemoryShardStore(Rows rows) {
        this.rows = rows;
    }

    public Rows rows() {
        return rows;
    }

    /// The next `count` commits throw, and nothing of them is applied.
    public void failNextCommits(int count, StorageException.Kind kind) {
        failures = count;
        failure = kind;
        failedIsApplied = false;
    }

    /// The next `count` commits throw [StorageException.Kind#UNKNOWN] but are applied.
    public void loseNextAnswers(int count) {
        failures = count;
        failure = StorageException.Kind.UNKNOWN;
        failedIsApplied = true;
    }

    /// Whether commits that put anything fail with [StorageException.Kind#FULL].
    public void fill(boolean now) {
        full = now;
    }

    /// The next commit throws [StorageException.Kind#UNKNOWN] and is not seen before [#reopen()].
    public void hideNextCommit() {
        hideNext = true;
    }

    /// What was hidden shows as soon as somebody asks for the epoch or commits.
    public void reopen() {
        reopened = true;
    }

    @Override
    public long epoch() {
        if (reopened) {
            reopened = false;
            hidden.forEach(Runnable::run);
            hidden.clear();
            epoch++;
        }
        return epoch;
    }

    /// Runs after each commit with changes, when they are applied; what it throws is thrown.
    public void afterCommit(Runnable hook) {
        afterCommit = hook;
    }

    /// Number of turns with changes that were committed.
    public long commits() {
        return commits;
    }

    @Override
    public Optional<Subscriber> subscriber(UserAddress user) {
        return Optional.ofNullable(rows.subscribers.get(user));
    }

    @Override
    public Optional<Delivery> delivery(UserAddress recipient, MessageId id) {
        if (rows.unreadable.contains(id)) {
            throw new StorageException(StorageException.Kind.CORRUPT, "injected, row " + id);
        }
        return Optional.ofNullable(rows.inbox(recipient).get(id));
    }

    @Override
    public void rows(UserAddress recipient, MessageId from, Predicate<InboxRow> visitor) {
        inbox(
                recipient,
                from,
                row ->
                        visitor.test(
                                new InboxRow(
                                        InboxEntry.of(row),
                                        () ->
                                                delivery(recipient, row.message().id())
                                                        .orElseThrow())));
    }

    @Override
    public void inbox(UserAddress recipient, MessageId from, Predicate<Delivery> visitor) {
        for (Delivery delivery : rows.inbox(recipient).tailMap(from, true).values()) {
            if (!visitor.test(delivery)) {
                return;
            }
        }
    }

    @Override
    public Optional<MessageId> accepted(DedupKey key, long nowMs) {
        return live(rows.accepted, key, nowMs);
    }

    @Override
    public Optional<UserAddress> hiddenSender(DedupKey key, long nowMs) {
        return live(rows.hidden, key, nowMs);
    }

    @Override
    public Optional<byte[]> memory(DedupKey key, long nowMs) {
        return live(rows.memories, key, nowMs);
    }

    @Override
    public long timers(
            int shard, long fromMs, long untilMs, int limit, Consumer<TimerRef> consumer) {
        int handedOver = 0;
        for (TimerRef timer : rows.timers(shard)) {
            if (timer.dueMs() < fromMs) {
                continue;
            }
            if (timer.dueMs() >= untilMs || handedOver == limit) {
                return timer.dueMs();
            }
            consumer.accept(timer);
            handedOver++;
        }
        return Long.MAX_VALUE;
    }

    @Override
    public Optional<FlightRow> flight(int shard, long number) {
        return Optional.ofNullable(rows.flights.get(new FlightRef(shard, number)))
                .filter(this::isReadable);
    }

    @Override
    public List<FlightRef> flights(Consumer<FlightRow> visitor) {
        rows.flights.values().stream().filter(this::isReadable).forEach(visitor);
        return rows.flights.keySet().stream().filter(rows.unreadableFlights::contains).toList();
    }

    private boolean isReadable(FlightRow row) {
        return !rows.unreadableFlights.contains(new FlightRef(row.shard(), row.number()));
    }

    @Override
    public Optional<SmsPartRef> correlation(GatewayMessageKey key, long nowMs) {
        return live(rows.correlations, key, nowMs);
    }

    @Override
    public Optional<ParkedReceipt> parkedReceipt(GatewayMessageKey key, long nowMs) {
        return live(rows.parked, key, nowMs);
    }

    @Override
    public boolean parkedReceipts(
            int shard,
            @Nullable GatewayMessageKey after,
            int limit,
            Consumer<GatewayMessageKey> visitor) {
        List<GatewayMessageKey> rest =
                rows.parked.keySet().stream()
                        .filter(k -> k.shard() == shard)
                        .filter(k -> after == null || BY_NAME.compare(k, after) > 0)
                        .sorted(BY_NAME)
                        .toList();
        rest.stream().limit(limit).forEach(visitor);
        return rest.size() > limit;
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
        int before = rows.expiring();
        rows.accepted
                .entrySet()
                .removeIf(e ->
                        Shards.of(e.getKey().recipient()) == shard && e.getValue().isOver(nowMs));
        rows.hidden
                .entrySet()
                .removeIf(e ->
                        Shards.of(e.getKey().recipient()) == shard && e.getValue().isOver(nowMs));
        rows.memories
                .entrySet()
                .removeIf(e ->
                        Shards.of(e.getKey().recipient()) == shard && e.getValue().isOver(nowMs));
        rows.correlations
                .entrySet()
                .removeIf(e -> e.getKey().shard() == shard && e.getValue().isOver(nowMs));
        rows.parked
                .entrySet()
                .removeIf(e -> e.getKey().shard() == shard && e.getValue().isOver(nowMs));
        return new Swept(before - rows.expiring(), true);
    }

    @Override
    public void subscribers(int shard, Predicate<Subscriber> visitor) {
        var sorted = new TreeMap<String, Subscriber>();
        for (Map.Entry<UserAddress, Subscriber> entry : rows.subscribers.entrySet()) {
            if (Shards.of(entry.getKey()) == shard) {
                sorted.put(entry.getKey().toString(), entry.getValue());
            }
        }
        for (Subscriber subscriber : sorted.values()) {
            if (!visitor.test(subscriber)) {
                return;
            }
        }
    }

    private static <K, V> Optional<V> live(Map<K, Kept<V>> map, K key, long nowMs) {
        return Optional.ofNullable(map.get(key)).filter(k -> !k.isOver(nowMs)).map(Kept::value);
    }

    /// What several stores share. Safe for the writers of different shards.
    public static final class Rows {
        /// Rows whose content can't be read any more.
        public final Set<MessageId> unreadable = ConcurrentHashMap.newKeySet();

        public final Set<FlightRef> unreadableFlights = ConcurrentHashMap.newKeySet();

        private final ConcurrentMap<UserAddress, Subscriber> subscribers =
                new ConcurrentHashMap<>();
        private final ConcurrentMap<UserAddress, ConcurrentNavigableMap<MessageId, Delivery>>
                inboxes = new ConcurrentHashMap<>();
        private final ConcurrentMap<Integer, ConcurrentSkipListSet<TimerRef>> timers =
                new ConcurrentHashMap<>();
        private final ConcurrentNavigableMap<FlightRef, FlightRow> flights =
                new ConcurrentSkipListMap<>();
        private final ConcurrentMap<DedupKey, Kept<MessageId>> accepted = new ConcurrentHashMap<>();
        private final ConcurrentMap<DedupKey, Kept<UserAddress>> hidden = new ConcurrentHashMap<>();
        private final ConcurrentMap<DedupKey, Kept<byte[]>> memories = new ConcurrentHashMap<>();
        private final ConcurrentMap<GatewayMessageKey, Kept<SmsPartRef>> correlations =
                new ConcurrentHashMap<>();
        private final ConcurrentMap<GatewayMessageKey, Kept<ParkedReceipt>> parked =
                new ConcurrentHashMap<>();

        private int expiring() {
            return accepted.size()
                    + hidden.size()
                    + memories.size()
                    + correlations.size()
                    + parked.size();
        }

        private ConcurrentNavigableMap<MessageId, Delivery> inbox(UserAddress recipient) {
            return inboxes.computeIfAbsent(recipient, _ -> new ConcurrentSkipListMap<>());
        }

        private ConcurrentSkipListSet<TimerRef> timers(int shard) {
            return timers.computeIfAbsent(shard, _ -> new ConcurrentSkipListSet<>(BY_TIME));
        }
    }

    private record Kept<V>(V value, long forgetAtMs) {
        boolean isOver(long nowMs) {
            return forgetAtMs <= nowMs;
        }
    }

    private final class Turn implements StoreTurn {

        private final long begunIn = epoch;
        private boolean ended;
        private boolean failed;
        private boolean puts;

        private void put(Runnable change) {
            puts = true;
            change(change);
        }

        private void change(Runnable change) {
            if (ended || failed) {
                throw new IllegalStateException("this turn has ended");
            }
            changes.add(change);
        }

        @Override
        public boolean puts() {
            return puts;
        }

        @Override
        public void putSubscriber(Subscriber subscriber) {
            put(() -> rows.subscribers.put(subscriber.address(), subscriber));
        }

        @Override
        public void removeSubscriber(UserAddress user) {
            change(() -> rows.subscribers.remove(user));
        }

        @Override
        public void putDelivery(Delivery delivery) {
            put(() ->
                    rows.inbox(delivery.message().recipient())
                            .put(delivery.message().id(), delivery));
        }

        @Override
        public void removeDelivery(UserAddress recipient, MessageId id) {
            change(() -> rows.inbox(recipient).remove(id));
        }

        @Override
        public void putTimer(TimerRef timer) {
            put(() -> rows.timers(Shards.of(timer.recipient())).add(timer));
        }

        @Override
        public void removeTimer(TimerRef timer) {
            change(() -> rows.timers(Shards.of(timer.recipient())).remove(timer));
        }

        @Override
        public void putFlight(FlightRow flight) {
            put(() -> rows.flights.put(new FlightRef(flight.shard(), flight.number()), flight));
        }

        @Override
        public void removeFlight(int shard, long number) {
            change(() -> rows.flights.remove(new FlightRef(shard, number)));
        }

        @Override
        public void putAccepted(DedupKey key, MessageId id, long forgetAtMs) {
            put(() -> rows.accepted.put(key, new Kept<>(id, forgetAtMs)));
        }

        @Override
        public void putHiddenSender(DedupKey key, UserAddress sender, long forgetAtMs) {
            put(() -> rows.hidden.put(key, new Kept<>(sender, forgetAtMs)));
        }

        @Override
        public void putMemory(DedupKey key, byte[] octets, long forgetAtMs) {
            put(() -> rows.memories.put(key, new Kept<>(octets, forgetAtMs)));
        }

        @Override
        public void putCorrelation(GatewayMessageKey key, SmsPartRef part, long forgetAtMs) {
            put(() -> rows.correlations.put(key, new Kept<>(part, forgetAtMs)));
        }

        @Override
        public void removeCorrelation(GatewayMessageKey key) {
            change(() -> rows.correlations.remove(key));
        }

        @Override
        public void putParkedReceipt(
                GatewayMessageKey key, ParkedReceipt receipt, long forgetAtMs) {
            put(() -> rows.parked.put(key, new Kept<>(receipt, forgetAtMs)));
        }

        @Override
        public void removeParkedReceipt(GatewayMessageKey key) {
            change(() -> rows.parked.remove(key));
        }

        @Override
        public boolean isEmpty() {
            return changes.isEmpty();
        }

        @Override
        public void commit() {
            if (ended || failed) {
                throw new IllegalStateException("this turn has ended");
            }
            if (!changes.isEmpty()) {
                if (epoch() != begunIn || full && puts) {
                    failed = true;
                    throw new StorageException(
                            full ? StorageException.Kind.FULL : StorageException.Kind.UNAVAILABLE,
                            "injected");
                }
                if (hideNext) {
                    hideNext = false;
                    failed = true;
                    hidden.addAll(changes);
                    throw new StorageException(StorageException.Kind.UNKNOWN, "injected");
                }
                if (failures > 0) {
                    failures--;
                    failed = true;
                    if (failedIsApplied) {
                        changes.forEach(Runnable::run);
                    }
                    throw new StorageException(failure, "injected " + failure);
                }
                changes.forEach(Runnable::run);
                commits++;
                end();
                afterCommit.run();
                return;
            }
            end();
        }

        @Override
        public void discard() {
            if (!ended) {
                end();
            }
        }

        private void end() {
            changes.clear();
            ended = true;
            turnOpen = false;
        }
    }
}
