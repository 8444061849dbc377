package org.fivegmc.core.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.subscriber.Subscriber;
import org.jspecify.annotations.Nullable;

/// The rows of the shards of one writer, as values. Reads show what was committed; what the current
/// [StoreTurn] has changed is not among it. Confined to the writer's thread. Implementations are
/// accepted by `ShardStoreContract`.
public interface ShardStore {

    Optional<Subscriber> subscriber(UserAddress user);

    /// Reads some of the rows that belong in memory, a bounded number, for stores that keep any.
    ///
    /// @param shards those of the writer, the same each time
    /// @return whether there is more to read now
    default boolean readAhead(int[] shards, long nowMs) {
        return false;
    }

    Optional<Delivery> delivery(UserAddress recipient, MessageId id);

    /// The recipient's deliveries in the order of acceptance, beginning with `from` (inclusive;
    /// `new MessageId(0, 0)` for the oldest), until the visitor returns false.
    void inbox(UserAddress recipient, MessageId from, Predicate<Delivery> visitor);

    /// The same rows as [#inbox], of which the messages are read when they are asked for, then or
    /// later.
    void rows(UserAddress recipient, MessageId from, Predicate<InboxRow> visitor);

    /// The same rows, without bodies.
    default void entries(UserAddress recipient, MessageId from, Predicate<InboxEntry> visitor) {
        rows(recipient, from, row -> visitor.test(row.entry()));
    }

    /// The id under which the same submission was accepted before.
    Optional<MessageId> accepted(DedupKey key, long nowMs);

    /// @param key from [DedupKey#hidden]
    Optional<UserAddress> hiddenSender(DedupKey key, long nowMs);

    /// @param key from [DedupKey#memory]
    /// @return what the SMS channel wanted to be kept, in its own form
    Optional<byte[]> memory(DedupKey key, long nowMs);

    /// Timers of a shard with `fromMs <= due < untilMs` in the order of time, at most `limit`.
    ///
    /// @return the due time of the first timer that was not handed over; `Long.MAX_VALUE` for none
    long timers(int shard, long fromMs, long untilMs, int limit, Consumer<TimerRef> due);

    /// The attempts that a turn has begun; empty also when they can't be read.
    Optional<FlightRow> flight(int shard, long number);

    /// All of them, those of other writers too, in the order of shards and numbers. What can't be
    /// read is left out: one damaged row must not keep a node from starting, and its deliveries are
    /// found when the queues of their users are looked at.
    ///
    /// @return what was left out
    List<FlightRef> flights(Consumer<FlightRow> visitor);

    Optional<SmsPartRef> correlation(GatewayMessageKey key, long nowMs);

    Optional<ParkedReceipt> parkedReceipt(GatewayMessageKey key, long nowMs);

    /// Another number than before when rows may have changed by anything but turns of this store:
    /// what was read before is then no longer certain. Asked before a turn, so that the engine can
    /// put itself in order first; a turn during which it changes can't be committed.
    default long epoch() {
        return 0;
    }

    /// What is parked in a shard, page by page, at most `limit` keys at a time, in an order that
    /// stays the same.
    ///
    /// @param after the last key of the page before; null for the first page
    /// @return whether there is more
    boolean parkedReceipts(
            int shard,
            @Nullable GatewayMessageKey after,
            int limit,
            Consumer<GatewayMessageKey> visitor);

    /// Starts collecting the changes of a turn. One at a time.
    StoreTurn begin();

    /// Removes what has outlived its time in one shard: dedup, correlation and parked rows. Looks
    /// at a bounded number of rows per call, so that the writer is not held up. Not durable on
    /// return, and need not be: it is repeated.
    Swept sweep(int shard, long nowMs);

    /// @param removed number of rows removed
    /// @param whole whether the end of the shard was reached; if not, the next call for the same
    ///   shard goes on from there
    record Swept(int removed, boolean whole) {}

    /// All subscribers of a shard, for start-up and for lists.
    void subscribers(int shard, Predicate<Subscriber> visitor);
}
