package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import org.fivegmc.core.center.MessageCenter.Found;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.storage.TimerRef;

/// Looks for a stored message of which nothing but its id is known. An id does not tell the
/// recipient, so it goes through the attempts under way and then the timers: each stored message is
/// among one or the other, and they hold no bodies. Timers are read shard by shard, a page per
/// turn, so that no writer is held up. A message whose timer moves meanwhile may be missed.
final class MessageSearch {

    /// Timers looked at per turn, if they don't all fall into one millisecond.
    static final int PAGE = 1_000;

    /// Shards looked at per turn: an empty one costs a seek.
    private static final int SHARDS_PER_TURN = 64;

    private final MessageId id;
    private final int most;
    private final List<ShardWriter> writers;
    private final IntUnaryOperator writerOf;
    private final CompletableFuture<Found> answer = new CompletableFuture<>();

    /// How far it has come.
    ///
    /// @param asked writers that have been gone through
    /// @param fromMs due time of the first timer of the next page
    private record Place(int asked, int shard, long fromMs, int pageSize, int looked) {

        Place nextShard() {
            return new Place(asked, shard + 1, 0, PAGE, looked);
        }

        Place nextWriter() {
            return new Place(asked + 1, 0, 0, PAGE, looked);
        }

        /// Many timers of one millisecond: only a longer page gets past them.
        Place nextPage(long dueMs) {
            return new Place(asked, shard, dueMs, dueMs == fromMs ? pageSize * 2 : PAGE, looked);
        }

        Place after(int more) {
            return new Place(asked, shard, fromMs, pageSize, looked + more);
        }
    }

    /// @param most timers looked at in all
    /// @param writerOf from a shard to the index of its writer
    MessageSearch(MessageId id, int most, List<ShardWriter> writers, IntUnaryOperator writerOf) {
        this.id = id;
        this.most = most;
        this.writers = writers;
        this.writerOf = writerOf;
    }

    CompletableFuture<Found> begin() {
        ask(new Place(0, 0, 0, PAGE, 0));
        return answer;
    }

    private void ask(Place place) {
        // Who has minted the id most likely has the message, unless there were more writers then.
        int writer = (MessageIdMint.writer(id) + place.asked()) % writers.size();
        writers.get(writer)
                .offer(
                        new Request(
                                w -> turn(w, place),
                                reason ->
                                        answer.completeExceptionally(
                                                new MessageCenter.Unavailable(reason))));
    }

    private void turn(ShardWriter w, Place from) {
        var hits = new ArrayList<TimerRef>(1);
        if (from.shard() == 0 && from.fromMs() == 0) {
            underWay(w, hits);
        }
        Place reached = page(w, from, hits);
        if (!hits.isEmpty()) {
            Account account = w.desks().accounts().get(hits.getFirst().recipient());
            Optional<Delivery> delivery = Optional.ofNullable(w.desks().rows().find(account, id));
            w.afterCommit(() ->
                    answer.complete(
                            delivery.<Found>map(Found.Stored::new)
                                    // it has just ended
                                    .orElse(new Found.Nothing(reached.looked()))));
        } else {
            w.afterCommit(() -> goOn(reached));
        }
    }

    private void goOn(Place reached) {
        if (reached.looked() >= most) {
            answer.complete(new Found.GaveUp(reached.looked()));
        } else if (reached.shard() < Shards.COUNT) {
            ask(reached);
        } else if (reached.asked() + 1 < writers.size()) {
            ask(reached.nextWriter());
        } else {
            answer.complete(new Found.Nothing(reached.looked()));
        }
    }

    /// Few: only those of which some attempt of the same turn has not ended.
    private void underWay(ShardWriter w, List<TimerRef> hits) {
        w.store()
                .flights(row -> {
                    for (TimerRef lease : row.leases()) {
                        if (lease.id().equals(id)
                                && writerOf.applyAsInt(Shards.of(lease.recipient())) == w.index()) {
                            hits.add(lease);
                        }
                    }
                });
    }

    private Place page(ShardWriter w, Place from, List<TimerRef> hits) {
        Place at = from;
        int shards = 0;
        while (at.shard() < Shards.COUNT
                && hits.isEmpty()
                && at.looked() < most
                && at.looked() - from.looked() < PAGE
                && shards < SHARDS_PER_TURN) {
            if (writerOf.applyAsInt(at.shard()) != w.index()) {
                at = at.nextShard();
                continue;
            }
            int[] seen = {0};
            long next =
                    w.store()
                            .timers(
                                    at.shard(),
                                    at.fromMs(),
                                    Long.MAX_VALUE,
                                    at.pageSize(),
                                    timer -> {
                                        seen[0]++;
                                        if (timer.id().equals(id)) {
                                            hits.add(timer);
                                        }
                                    });
            at = at.after(seen[0]);
            if (next == Long.MAX_VALUE) {
                at = at.nextShard();
                shards++;
            } else {
                at = at.nextPage(next);
            }
        }
        return at;
    }
}
