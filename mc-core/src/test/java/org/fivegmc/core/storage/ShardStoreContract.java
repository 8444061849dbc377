package org.fivegmc.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Subscriber;
import org.junit.jupiter.api.Test;

/// What every [ShardStore] promises. A test class of an implementation implements this interface.
public interface ShardStoreContract {

    /// More rows than this may be too many for one sweep.
    int SWEEP_PIECE = 1000;

    MessageId OLDEST = new MessageId(0, 0);
    UserAddress ALICE = Msisdn.of("+8613800000001");
    UserAddress BOB = Msisdn.of("+8613800000002");
    UserAddress BOT = new ChatbotAddress("sip:10690000@botplatform.rcs.example.cn");
    UserAddress GROUP = new GroupAddress("sip:group-7@focus.rcs.example.cn");
    GatewayMessageKey RECEIPT = new GatewayMessageKey("smsc-a", "00ff17");

    /// An empty store.
    Place place();

    /// Where the rows are.
    interface Place extends AutoCloseable {

        /// A store for one more writer. All stores of a place see the same rows.
        ShardStore writer();

        /// The next commit of any writer of this place throws and is not applied.
        void failNextCommit(Kind kind);

        @Override
        void close();
    }

    static Delivery delivery(UserAddress recipient, long number) {
        return delivery(recipient, number, "Hello");
    }

    static Delivery delivery(UserAddress recipient, long number, String text) {
        var message =
                new Message(
                        new MessageId(number << 16, number),
                        BOT,
                        recipient,
                        new ImdnMessageId("imdn-" + number),
                        Purpose.CONTENT,
                        new Dispositions(Dispositions.POSITIVE_DELIVERY),
                        FallbackOffer.RENDERED,
                        Payload.of("text/plain", text.getBytes(StandardCharsets.UTF_8)),
                        number,
                        number + 1000,
                        Handling.USUAL);
        return Delivery.accepted(message);
    }

    static List<Long> inboxOf(ShardStore store, UserAddress recipient, MessageId from) {
        var numbers = new ArrayList<Long>();
        store.inbox(recipient, from, d -> numbers.add(d.message().id().low()));
        return numbers;
    }

    private static void commit(ShardStore store, Consumer<StoreTurn> changes) {
        StoreTurn turn = store.begin();
        changes.accept(turn);
        turn.commit();
    }

    private static TimerRef timer(UserAddress recipient, long dueMs, long number) {
        return new TimerRef(dueMs, recipient, new MessageId(number << 16, number));
    }

    /// Sweeps a shard to its end.
    private static int swept(ShardStore store, int shard, long nowMs) {
        int removed = 0;
        ShardStore.Swept piece;
        do {
            piece = store.sweep(shard, nowMs);
            removed += piece.removed();
        } while (!piece.whole());
        return removed;
    }

    /// Another recipient whose rows lie in the shard of `of`.
    private static UserAddress shardMate(UserAddress of) {
        long digits = 8613900000000L;
        while (Shards.of(new Msisdn(digits)) != Shards.of(of)) {
            digits++;
        }
        return new Msisdn(digits);
    }

    @Test
    default void readsWhatWasCommitted() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            var subscriber = Subscriber.provisioned(ALICE, true, new Credentials.Password("pw"));
            Delivery delivery = delivery(ALICE, 5);
            var key = new DedupKey(ALICE, BOT, "m1");
            var part = new SmsPartRef(ALICE, delivery.message().id(), 2);
            var receipt = new ParkedReceipt(false, "REJECTD", 17);
            commit(
                    store,
                    t -> {
                        t.putSubscriber(subscriber);
                        t.putDelivery(delivery);
                        t.putTimer(timer(ALICE, 50, 5));
                        t.putAccepted(key, delivery.message().id(), 100);
                        t.putCorrelation(RECEIPT, part, 100);
                        t.putParkedReceipt(RECEIPT, receipt, 100);
                    });
            assertThat(store.subscriber(ALICE)).contains(subscriber);
            assertThat(store.delivery(ALICE, delivery.message().id()))
                    .hasValueSatisfying(
                            d -> assertThat(d).usingRecursiveComparison().isEqualTo(delivery));
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(5L);
            assertThat(store.accepted(key, 0)).contains(delivery.message().id());
            assertThat(store.correlation(RECEIPT, 0)).contains(part);
            assertThat(store.parkedReceipt(RECEIPT, 99)).contains(receipt);
            assertThat(store.parkedReceipt(RECEIPT, 100)).isEmpty();
            assertThat(timersOf(store, ALICE, 0, 100, 10)).containsExactly(timer(ALICE, 50, 5));
        }
    }

    @Test
    default void tellsWhetherATurnTakesRoom() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            StoreTurn turn = store.begin();
            assertThat(turn.puts()).isFalse();
            turn.removeTimer(timer(ALICE, 50, 5));
            turn.removeDelivery(ALICE, OLDEST);
            assertThat(turn.puts()).isFalse();
            turn.putTimer(timer(ALICE, 50, 5));
            assertThat(turn.puts()).isTrue();
            turn.discard();
        }
    }

    @Test
    default void findsNothingInAnEmptyStore() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            assertThat(store.subscriber(ALICE)).isEmpty();
            assertThat(store.delivery(ALICE, OLDEST)).isEmpty();
            assertThat(inboxOf(store, ALICE, OLDEST)).isEmpty();
            assertThat(store.accepted(new DedupKey(ALICE, BOT, "m1"), 0)).isEmpty();
            assertThat(store.correlation(RECEIPT, 0)).isEmpty();
            assertThat(store.parkedReceipt(RECEIPT, 0)).isEmpty();
            assertThat(store.timers(Shards.of(ALICE), 0, Long.MAX_VALUE, 10, _ -> {}))
                    .isEqualTo(Long.MAX_VALUE);
            assertThat(swept(store, Shards.of(ALICE), Long.MAX_VALUE)).isZero();
        }
    }

    @Test
    default void removesEveryKindOfRow() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            Delivery delivery = delivery(ALICE, 5);
            commit(
                    store,
                    t -> {
                        t.putSubscriber(Subscriber.discovered(ALICE));
                        t.putDelivery(delivery);
                        t.putTimer(timer(ALICE, 50, 5));
                        t.putCorrelation(RECEIPT, new SmsPartRef(ALICE, OLDEST, 0), 100);
                        t.putParkedReceipt(RECEIPT, new ParkedReceipt(true, "", 1), 100);
                    });
            commit(
                    store,
                    t -> {
                        t.removeSubscriber(ALICE);
                        t.removeDelivery(ALICE, delivery.message().id());
                        t.removeTimer(timer(ALICE, 50, 5));
                        t.removeCorrelation(RECEIPT);
                        t.removeParkedReceipt(RECEIPT);
                    });
            assertThat(store.subscriber(ALICE)).isEmpty();
            assertThat(store.delivery(ALICE, delivery.message().id())).isEmpty();
            assertThat(inboxOf(store, ALICE, OLDEST)).isEmpty();
            assertThat(timersOf(store, ALICE, 0, 100, 10)).isEmpty();
            assertThat(store.correlation(RECEIPT, 0)).isEmpty();
            assertThat(store.parkedReceipt(RECEIPT, 0)).isEmpty();
        }
    }

    @Test
    default void theLastChangeOfATurnWins() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            Delivery first = delivery(ALICE, 5, "one");
            Delivery second = delivery(ALICE, 5, "two");
            commit(
                    store,
                    t -> {
                        t.putDelivery(first);
                        t.removeDelivery(ALICE, first.message().id());
                        t.putDelivery(second);
                        t.putTimer(timer(ALICE, 50, 5));
                        t.removeTimer(timer(ALICE, 50, 5));
                    });
            assertThat(store.delivery(ALICE, first.message().id()).orElseThrow())
                    .usingRecursiveComparison()
                    .isEqualTo(second);
            assertThat(timersOf(store, ALICE, 0, 100, 10)).isEmpty();
        }
    }

    @Test
    default void aChangedDeliveryReplacesTheOldOne() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            Delivery before = delivery(ALICE, 5);
            var after =
                    new Delivery(
                            before.message(),
                            new DeliveryState.Over(Outcome.DELIVERED_RCS, 99),
                            3,
                            List.of(),
                            1);
            commit(store, t -> t.putDelivery(before));
            commit(store, t -> t.putDelivery(after));
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(5L);
            assertThat(store.delivery(ALICE, before.message().id()).orElseThrow().state())
                    .isEqualTo(after.state());
        }
    }

    @Test
    default void doesNotShowWhatIsNotCommitted() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            StoreTurn turn = store.begin();
            assertThat(turn.isEmpty()).isTrue();
            turn.putDelivery(delivery(ALICE, 1));
            turn.putSubscriber(Subscriber.discovered(ALICE));
            assertThat(turn.isEmpty()).isFalse();
            assertThat(inboxOf(store, ALICE, OLDEST)).isEmpty();
            assertThat(store.subscriber(ALICE)).isEmpty();
            turn.commit();
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(1L);
        }
    }

    @Test
    default void aDiscardedTurnLeavesNothing() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            StoreTurn turn = store.begin();
            turn.putDelivery(delivery(ALICE, 1));
            turn.discard();
            assertThat(inboxOf(store, ALICE, OLDEST)).isEmpty();
            commit(store, t -> t.putDelivery(delivery(ALICE, 2)));
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(2L);
        }
    }

    @Test
    default void aTurnIsUsedOnce() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            StoreTurn turn = store.begin();
            assertThatThrownBy(store::begin).isInstanceOf(IllegalStateException.class);
            turn.commit();
            assertThatThrownBy(turn::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> turn.removeSubscriber(ALICE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void aFailedCommitLeavesNothing() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.FULL)) {
                place.failNextCommit(kind);
                StoreTurn turn = store.begin();
                turn.putDelivery(delivery(ALICE, 1));
                turn.putSubscriber(Subscriber.discovered(ALICE));
                assertThatThrownBy(turn::commit)
                        .isInstanceOfSatisfying(
                                StorageException.class, e -> assertThat(e.kind()).isEqualTo(kind));
                turn.discard();
                assertThat(inboxOf(store, ALICE, OLDEST)).isEmpty();
                assertThat(store.subscriber(ALICE)).isEmpty();
            }
            commit(store, t -> t.putDelivery(delivery(ALICE, 2)));
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(2L);
        }
    }

    @Test
    default void anInboxIsInTheOrderOfAcceptance() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            // the high bit set: ids compare as unsigned
            var late = new MessageId(-2L, 7);
            commit(
                    store,
                    t -> {
                        for (long number : new long[] {300, 2, 0x1_0000_0000L, 1, 255, 256}) {
                            t.putDelivery(delivery(ALICE, number));
                        }
                        Message m = delivery(ALICE, 7).message();
                        t.putDelivery(
                                Delivery.accepted(
                                        new Message(
                                                late,
                                                m.sender(),
                                                m.recipient(),
                                                m.imdnId(),
                                                m.purpose(),
                                                m.dispositions(),
                                                m.fallback(),
                                                m.payload(),
                                                m.acceptedAtMs(),
                                                m.expiresAtMs(),
                                                Handling.USUAL)));
                    });
            assertThat(inboxOf(store, ALICE, OLDEST))
                    .containsExactly(1L, 2L, 255L, 256L, 300L, 0x1_0000_0000L, 7L);
        }
    }

    @Test
    default void anInboxIsReadFromAnyIdAndUntilTheVisitorHasEnough() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            commit(
                    store,
                    t -> {
                        for (long number = 1; number <= 10; number++) {
                            t.putDelivery(delivery(ALICE, number));
                        }
                    });
            var seen = new ArrayList<Long>();
            store.inbox(
                    ALICE,
                    delivery(ALICE, 4).message().id(),
                    d -> {
                        seen.add(d.message().id().low());
                        return seen.size() < 3;
                    });
            assertThat(seen).containsExactly(4L, 5L, 6L);
            assertThat(inboxOf(store, ALICE, new MessageId(6 << 16, 7)))
                    .containsExactly(7L, 8L, 9L, 10L);
            assertThat(inboxOf(store, ALICE, new MessageId(11 << 16, 0))).isEmpty();
        }
    }

    @Test
    default void inboxesOfOneShardAreSeparate() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            UserAddress mate = shardMate(ALICE);
            commit(
                    store,
                    t -> {
                        t.putDelivery(delivery(ALICE, 1));
                        t.putDelivery(delivery(mate, 2));
                        t.putDelivery(delivery(BOT, 3));
                        t.putDelivery(delivery(GROUP, 4));
                        t.putDelivery(delivery(new GroupAddress(GROUP + "x"), 5));
                    });
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(1L);
            assertThat(inboxOf(store, mate, OLDEST)).containsExactly(2L);
            assertThat(inboxOf(store, BOT, OLDEST)).containsExactly(3L);
            assertThat(inboxOf(store, GROUP, OLDEST)).containsExactly(4L);
        }
    }

    @Test
    default void aBigInboxIsReadWholeAndShrinksFromTheFront() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            int many = 3000;
            for (int from = 0; from < many; from += 500) {
                int first = from;
                commit(
                        store,
                        t -> {
                            for (int n = first; n < first + 500; n++) {
                                t.putDelivery(delivery(ALICE, n + 1));
                            }
                        });
            }
            assertThat(inboxOf(store, ALICE, OLDEST)).hasSize(many).isSorted();
            commit(
                    store,
                    t -> {
                        for (int n = 1; n <= many - 2; n++) {
                            t.removeDelivery(ALICE, delivery(ALICE, n).message().id());
                        }
                    });
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(many - 1L, (long) many);
        }
    }

    @Test
    default void keepsBodiesOctetForOctet() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            for (int size : new int[] {0, 1, 1100, 4096, 70_000, 1 << 20}) {
                byte[] body = new byte[size];
                new Random(size).nextBytes(body);
                Message m = delivery(ALICE, size + 1).message();
                var message =
                        new Message(
                                m.id(),
                                m.sender(),
                                ALICE,
                                m.imdnId(),
                                m.purpose(),
                                m.dispositions(),
                                m.fallback(),
                                new Payload("application/octet-stream", body, new byte[] {0, -1}),
                                1,
                                2,
                                Handling.USUAL);
                commit(store, t -> t.putDelivery(Delivery.accepted(message)));
                Payload read = store.delivery(ALICE, m.id()).orElseThrow().message().payload();
                assertThat(read.body()).isEqualTo(body);
                assertThat(read.edgeHeaders()).containsExactly(0, -1);
            }
        }
    }

    /// A row without its reference would send a head for a message.
    @Test
    default void keepsTheReferenceToABodyThatIsElsewhere() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            Message m = delivery(ALICE, 1).message();
            var ref = new BodyRef("2026-11-30/00ff", 100L << 20);
            byte[] head = new byte[Payload.HEAD_MAX];
            new Random(1).nextBytes(head);
            var message =
                    new Message(
                            m.id(),
                            m.sender(),
                            ALICE,
                            m.imdnId(),
                            m.purpose(),
                            m.dispositions(),
                            m.fallback(),
                            new Payload("message/cpim", head, new byte[] {0, -1}, ref),
                            1,
                            2,
                            Handling.USUAL);
            Delivery first = Delivery.accepted(message);
            // the time at which reports are submitted again stands in front of the reference
            Delivery reporting =
                    new Delivery(message, first.state(), 1, List.of(), 1, 1_800_000_000_000L);
            for (Delivery delivery : List.of(first, reporting)) {
                commit(store, t -> t.putDelivery(delivery));
                Delivery read = store.delivery(ALICE, m.id()).orElseThrow();
                assertThat(read).usingRecursiveComparison().isEqualTo(delivery);
                assertThat(read.message().payload().whole()).isEqualTo(ref);
            }
            var entries = new ArrayList<InboxEntry>();
            store.entries(ALICE, OLDEST, entries::add);
            assertThat(entries).containsExactly(InboxEntry.of(reporting));
            var rows = new ArrayList<InboxRow>();
            store.rows(ALICE, OLDEST, rows::add);
            assertThat(rows)
                    .singleElement()
                    .satisfies(row ->
                            assertThat(InboxEntry.of(row.delivery())).isEqualTo(row.entry()));
        }
    }

    static List<TimerRef> timersOf(
            ShardStore store, UserAddress recipient, long fromMs, long untilMs, int limit) {
        var due = new ArrayList<TimerRef>();
        store.timers(Shards.of(recipient), fromMs, untilMs, limit, due::add);
        return due;
    }

    @Test
    default void timersComeInTheOrderOfTimeWithinTheirBounds() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            UserAddress mate = shardMate(ALICE);
            commit(
                    store,
                    t -> {
                        t.putTimer(timer(ALICE, 300, 1));
                        t.putTimer(timer(mate, 100, 2));
                        t.putTimer(timer(ALICE, 200, 3));
                        t.putTimer(timer(ALICE, 400, 4));
                        t.putTimer(timer(ALICE, 99, 5));
                        t.putTimer(timer(BOB, 150, 6));
                    });
            var due = new ArrayList<TimerRef>();
            long next = store.timers(Shards.of(ALICE), 100, 400, 10, due::add);
            assertThat(due)
                    .containsExactly(
                            timer(mate, 100, 2), timer(ALICE, 200, 3), timer(ALICE, 300, 1));
            assertThat(next).isEqualTo(400);
        }
    }

    @Test
    default void timersStopAtTheLimitAndTellTheNext() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            commit(
                    store,
                    t -> {
                        for (long n = 1; n <= 5; n++) {
                            t.putTimer(timer(ALICE, n * 10, n));
                        }
                    });
            int shard = Shards.of(ALICE);
            assertThat(store.timers(shard, 0, 1000, 2, _ -> {})).isEqualTo(30);
            assertThat(timersOf(store, ALICE, 0, 1000, 2)).hasSize(2);
            assertThat(store.timers(shard, 0, 1000, 5, _ -> {})).isEqualTo(Long.MAX_VALUE);
            assertThat(store.timers(shard, 0, 10, 5, _ -> {})).isEqualTo(10);
            assertThat(store.timers(shard, 0, 0, 5, _ -> {})).isEqualTo(10);
            assertThat(store.timers(shard, 51, Long.MAX_VALUE, 5, _ -> {}))
                    .isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    default void theSameTimerTwiceIsOne() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            commit(store, t -> t.putTimer(timer(ALICE, 10, 1)));
            commit(store, t -> t.putTimer(timer(ALICE, 10, 1)));
            assertThat(timersOf(store, ALICE, 0, 100, 10)).hasSize(1);
        }
    }

    @Test
    default void flightsOfAllShardsComeInOrderAndAreRemovedOneByOne() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            var first = new FlightRow(3, -1, List.of(timer(ALICE, 50, 1), timer(BOB, 50, 2)));
            var second = new FlightRow(3, 256, List.of(timer(BOB, 60, 3)));
            var third = new FlightRow(Shards.COUNT - 1, 0, List.of(timer(BOT, 70, 4)));
            commit(
                    store,
                    t -> {
                        t.putFlight(third);
                        t.putFlight(second);
                        t.putFlight(first);
                    });
            var found = new ArrayList<FlightRow>();
            assertThat(store.flights(found::add)).isEmpty();
            assertThat(found).containsExactly(first, second, third);
            assertThat(store.flight(3, 256)).contains(second);
            assertThat(store.flight(4, 256)).isEmpty();
            commit(store, t -> t.removeFlight(3, 256));
            assertThat(store.flight(3, 256)).isEmpty();
            found.clear();
            store.flights(found::add);
            assertThat(found).containsExactly(first, third);
        }
    }

    @Test
    default void aHiddenSenderIsKnownUntilTheTimeIsOver() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            DedupKey key = DedupKey.hidden(ALICE, new ImdnMessageId("m1"));
            commit(
                    store,
                    t -> {
                        t.putHiddenSender(key, BOB, 100);
                        t.putHiddenSender(
                                DedupKey.hidden(ALICE, new ImdnMessageId("m2")), BOT, 100);
                    });
            assertThat(store.hiddenSender(key, 99)).contains(BOB);
            assertThat(store.hiddenSender(DedupKey.hidden(ALICE, new ImdnMessageId("m2")), 99))
                    .contains(BOT);
            assertThat(store.hiddenSender(key, 100)).isEmpty();
            assertThat(store.hiddenSender(DedupKey.hidden(BOB, new ImdnMessageId("m1")), 99))
                    .isEmpty();
            // a message that somebody writes to oneself is another one
            assertThat(store.accepted(DedupKey.content(ALICE, ALICE, new ImdnMessageId("m1")), 99))
                    .isEmpty();
        }
    }

    @Test
    default void whatIsKeptOfAnSmsIsTheLatestUntilItsTimeIsOver() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            DedupKey key = DedupKey.memory(ALICE, BOT);
            commit(store, t -> t.putMemory(key, new byte[] {1, 2, 3}, 100));
            assertThat(store.memory(key, 99)).hasValue(new byte[] {1, 2, 3});
            assertThat(store.memory(key, 100)).isEmpty();
            assertThat(store.memory(DedupKey.memory(ALICE, BOB), 99)).isEmpty();
            commit(store, t -> t.putMemory(key, new byte[] {4}, 200));
            assertThat(store.memory(key, 199)).hasValue(new byte[] {4});
            // beside what was accepted of this sender
            commit(
                    store,
                    t -> t.putAccepted(new DedupKey(ALICE, BOT, "ms"), new MessageId(9, 9), 200));
            assertThat(store.memory(key, 199)).hasValue(new byte[] {4});
            assertThat(store.sweep(Shards.of(ALICE), 200).removed()).isEqualTo(2);
        }
    }

    @Test
    default void anAcceptedSubmissionIsKnownUntilItsTimeIsOver() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            var key = new DedupKey(ALICE, BOT, "m1");
            var id = new MessageId(9, 9);
            commit(store, t -> t.putAccepted(key, id, 100));
            assertThat(store.accepted(key, 99)).contains(id);
            assertThat(store.accepted(key, 100)).isEmpty();
            assertThat(store.accepted(new DedupKey(ALICE, BOT, "m"), 99)).isEmpty();
            assertThat(store.accepted(new DedupKey(ALICE, BOB, "m1"), 99)).isEmpty();
            assertThat(store.accepted(new DedupKey(BOB, BOT, "m1"), 99)).isEmpty();
        }
    }

    @Test
    default void aCorrelationIsKnownUntilItsTimeIsOver() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            var part = new SmsPartRef(ALICE, new MessageId(9, 9), 3);
            commit(store, t -> t.putCorrelation(RECEIPT, part, 100));
            assertThat(store.correlation(RECEIPT, 99)).contains(part);
            assertThat(store.correlation(RECEIPT, 100)).isEmpty();
            assertThat(store.correlation(new GatewayMessageKey("smsc-b", "00ff17"), 0)).isEmpty();
            assertThat(store.correlation(new GatewayMessageKey("smsc-", "a00ff17"), 0)).isEmpty();
        }
    }

    @Test
    default void whatIsParkedIsListedByShardAndPage() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            int shard = RECEIPT.shard();
            var mates = new ArrayList<GatewayMessageKey>(List.of(RECEIPT));
            for (int i = 100; mates.size() < 7; i++) {
                for (String gateway : List.of("smsc-a", "b", "smsc-long")) {
                    var mate = new GatewayMessageKey(gateway, "00ff" + i);
                    if (mate.shard() == shard) {
                        mates.add(mate);
                    }
                }
            }
            var elsewhere = new GatewayMessageKey("smsc-a", "1");
            assertThat(elsewhere.shard()).isNotEqualTo(shard);
            commit(
                    store,
                    t -> {
                        for (GatewayMessageKey key : mates) {
                            t.putParkedReceipt(key, new ParkedReceipt(true, "", 1), 100);
                        }
                        t.putParkedReceipt(elsewhere, new ParkedReceipt(true, "", 1), 100);
                    });
            for (int limit : List.of(1, 2, 3, 7, 8)) {
                var found = new ArrayList<GatewayMessageKey>();
                boolean more = true;
                while (more) {
                    int before = found.size();
                    GatewayMessageKey after = found.isEmpty() ? null : found.getLast();
                    more = store.parkedReceipts(shard, after, limit, found::add);
                    assertThat(found.size() - before).isLessThanOrEqualTo(limit);
                }
                assertThat(found).containsExactlyInAnyOrderElementsOf(mates);
            }
        }
    }

    @Test
    default void aSweepRemovesWhatIsOverAndNothingElse() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            int inbox = Shards.of(ALICE);
            int receipts = RECEIPT.shard();
            var old = new DedupKey(ALICE, BOT, "m1");
            var young = new DedupKey(ALICE, BOT, "m2");
            var elsewhere = new DedupKey(BOB, BOT, "m1");
            var part = new SmsPartRef(ALICE, OLDEST, 0);
            commit(
                    store,
                    t -> {
                        t.putAccepted(old, new MessageId(1, 1), 100);
                        t.putAccepted(young, new MessageId(2, 2), 101);
                        t.putAccepted(elsewhere, new MessageId(3, 3), 100);
                        t.putCorrelation(RECEIPT, part, 100);
                        t.putParkedReceipt(RECEIPT, new ParkedReceipt(true, "DELIVRD", 1), 101);
                        t.putDelivery(delivery(ALICE, 1));
                        t.putSubscriber(Subscriber.discovered(ALICE));
                    });
            assertThat(swept(store, inbox, 100)).isEqualTo(1);
            assertThat(swept(store, inbox, 100)).isZero();
            assertThat(store.accepted(old, 0)).isEmpty();
            assertThat(store.accepted(young, 0)).contains(new MessageId(2, 2));
            assertThat(store.accepted(elsewhere, 0)).contains(new MessageId(3, 3));
            assertThat(swept(store, receipts, 100)).isEqualTo(1);
            assertThat(store.correlation(RECEIPT, 0)).isEmpty();
            assertThat(store.parkedReceipt(RECEIPT, 0)).isPresent();
            assertThat(swept(store, receipts, 101)).isEqualTo(1);
            assertThat(store.parkedReceipt(RECEIPT, 0)).isEmpty();
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(1L);
            assertThat(store.subscriber(ALICE)).isPresent();
        }
    }

    @Test
    default void aSweepInPiecesComesToItsEndAndLeavesNothingBehind() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            int rows = 3 * SWEEP_PIECE + 1;
            commit(
                    store,
                    t -> {
                        for (int n = 0; n < rows; n++) {
                            boolean over = n % 2 == 0;
                            var key = new DedupKey(ALICE, BOT, "m" + n);
                            t.putAccepted(key, new MessageId(1, n), over ? 100 : 200);
                        }
                    });
            assertThat(swept(store, Shards.of(ALICE), 100)).isEqualTo((rows + 1) / 2);
            assertThat(swept(store, Shards.of(ALICE), 100)).isZero();
            assertThat(swept(store, Shards.of(ALICE), 200)).isEqualTo(rows / 2);
        }
    }

    @Test
    default void aSweepLeftForAnotherShardBeginsAgain() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            int rows = 2 * SWEEP_PIECE;
            commit(
                    store,
                    t -> {
                        for (int n = 0; n < rows; n++) {
                            var key = new DedupKey(ALICE, BOT, "m" + n);
                            t.putAccepted(key, new MessageId(1, n), 100);
                        }
                        t.putAccepted(new DedupKey(BOB, BOT, "m"), new MessageId(2, 2), 100);
                    });
            int first = store.sweep(Shards.of(ALICE), 100).removed();
            assertThat(swept(store, Shards.of(BOB), 100)).isEqualTo(1);
            assertThat(first + swept(store, Shards.of(ALICE), 100)).isEqualTo(rows);
        }
    }

    @Test
    default void entriesAreTheRowsOfAnInboxWithoutTheirBodies() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            Delivery waits = delivery(ALICE, 1);
            Delivery over =
                    new Delivery(
                            delivery(ALICE, 2, "x".repeat(9000)).message(),
                            new DeliveryState.Over(Outcome.EXPIRED, 99),
                            3,
                            List.of(),
                            1);
            Delivery last = delivery(ALICE, 3);
            commit(
                    store,
                    t -> {
                        t.putDelivery(waits);
                        t.putDelivery(over);
                        t.putDelivery(last);
                    });
            assertThat(entriesOf(store, OLDEST, 9))
                    .containsExactly(
                            InboxEntry.of(waits), InboxEntry.of(over), InboxEntry.of(last));
            assertThat(entriesOf(store, over.message().id(), 1))
                    .containsExactly(InboxEntry.of(over));
        }
    }

    private static List<InboxEntry> entriesOf(ShardStore store, MessageId from, int limit) {
        var entries = new ArrayList<InboxEntry>();
        store.entries(
                ALICE,
                from,
                entry -> {
                    entries.add(entry);
                    return entries.size() < limit;
                });
        return entries;
    }

    @Test
    default void subscribersAreListedByShard() {
        try (Place place = place()) {
            ShardStore store = place.writer();
            UserAddress mate = shardMate(ALICE);
            commit(
                    store,
                    t -> {
                        t.putSubscriber(Subscriber.discovered(ALICE));
                        t.putSubscriber(Subscriber.discovered(mate));
                        t.putSubscriber(Subscriber.discovered(BOB));
                    });
            var seen = new ArrayList<UserAddress>();
            store.subscribers(Shards.of(ALICE), s -> seen.add(s.address()));
            assertThat(seen).containsExactlyInAnyOrder(ALICE, mate);
            var first = new ArrayList<UserAddress>();
            store.subscribers(
                    Shards.of(ALICE),
                    s -> {
                        first.add(s.address());
                        return false;
                    });
            assertThat(first).hasSize(1);
        }
    }

    @Test
    default void aSecondWriterSeesWhatTheFirstCommitted() {
        try (Place place = place()) {
            ShardStore first = place.writer();
            commit(first, t -> t.putDelivery(delivery(ALICE, 1)));
            assertThat(inboxOf(place.writer(), ALICE, OLDEST)).containsExactly(1L);
        }
    }

    @Test
    default void twoWritersCommitAtOnceOnTheirOwnShards() throws Exception {
        try (Place place = place();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            var start = new CountDownLatch(2);
            int turns = 60;
            var running = new ArrayList<Future<List<Long>>>();
            for (UserAddress recipient : List.of(ALICE, BOB)) {
                ShardStore store = place.writer();
                running.add(
                        threads.submit(() -> {
                            start.countDown();
                            start.await();
                            for (long n = 1; n <= turns; n++) {
                                long number = n;
                                commit(
                                        store,
                                        t -> {
                                            t.putDelivery(delivery(recipient, number));
                                            t.putTimer(timer(recipient, number, number));
                                            if (number > 10) {
                                                t.removeDelivery(
                                                        recipient,
                                                        new MessageId(
                                                                number - 10 << 16, number - 10));
                                            }
                                        });
                            }
                            return inboxOf(store, recipient, OLDEST);
                        }));
            }
            for (Future<List<Long>> writer : running) {
                assertThat(writer.get()).hasSize(10).isSorted().first().isEqualTo(turns - 9L);
            }
            assertThat(timersOf(place.writer(), BOB, 0, Long.MAX_VALUE, 1000)).hasSize(turns);
        }
    }
}
