package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.storage.ShardStoreContract.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.storage.TimerRef;
import org.junit.jupiter.api.Test;

class MailboxesTest {

    private static final int ROOMY = 1 << 12;
    private static final int[] SHARDS = IntStream.range(0, Shards.COUNT).toArray();

    private final MemoryShardStore store = new MemoryShardStore();
    private final MessageIdMint mint = new MessageIdMint(1);

    private static void store(ShardStore store, List<UserAddress> recipients) {
        StoreTurn turn = store.begin();
        for (int i = 0; i < recipients.size(); i++) {
            put(turn, recipients.get(i), i + 1);
        }
        turn.commit();
    }

    private static void put(StoreTurn turn, UserAddress recipient, long number) {
        Delivery delivery = delivery(recipient, number);
        turn.putDelivery(delivery);
        turn.putTimer(timer(recipient, number));
    }

    private static TimerRef timer(UserAddress recipient, long number) {
        return new TimerRef(1000, recipient, delivery(recipient, number).message().id());
    }

    private static void learnAll(Mailboxes mailboxes) {
        int turns = 0;
        while (mailboxes.isLearning(0)) {
            mailboxes.learn(0);
            assertThat(++turns).isLessThan(10_000);
        }
    }

    private static List<UserAddress> mates(int shard, int count) {
        var mates = new ArrayList<UserAddress>();
        for (long number = 1; mates.size() < count; number++) {
            var user = new Msisdn(number);
            if (Shards.of(user) == shard) {
                mates.add(user);
            }
        }
        return mates;
    }

    @Test
    void anybodyMayHaveSomethingUntilAllRowsWereLookedAt() {
        List<UserAddress> mates = mates(5, 3);
        store(store, mates.subList(0, 2));
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        assertThat(mates).allMatch(u -> mailboxes.atMost(u) > 0);
        learnAll(mailboxes);
        assertThat(mates.subList(0, 2)).allMatch(u -> mailboxes.atMost(u) > 0);
        assertThat(mailboxes.atMost(mates.get(2))).isZero();
    }

    @Test
    void whoLeavesWithSomethingIsNotedBeforeAndAfter() {
        List<UserAddress> mates = mates(7, 2);
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        store(store, mates.subList(0, 1));
        mailboxes.note(mates.get(0), 1);
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(mates.get(0))).isPositive();
        assertThat(mailboxes.atMost(mates.get(1))).isZero();
        mailboxes.note(mates.get(1), 1);
        mailboxes.forget(mates.get(0));
        assertThat(mailboxes.atMost(mates.get(0))).isZero();
        assertThat(mailboxes.atMost(mates.get(1))).isPositive();
    }

    @Test
    void aShardOfMoreThanIsLookedAtInOnePieceIsReadAsBefore() {
        List<UserAddress> mates = mates(9, 2);
        StoreTurn turn = store.begin();
        for (int i = 1; i <= Mailboxes.MOST_TIMERS_OF_A_SHARD; i++) {
            put(turn, mates.get(i % 2), i);
        }
        turn.commit();
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(mates.get(0))).isEqualTo(Mailboxes.MOST_TIMERS_OF_A_SHARD / 2);
        turn = store.begin();
        put(turn, mates.get(0), 1 + Mailboxes.MOST_TIMERS_OF_A_SHARD);
        turn.commit();
        mailboxes.doubt();
        learnAll(mailboxes);
        assertThat(mates).allMatch(u -> mailboxes.atMost(u) == Mailboxes.UNKNOWN);
    }

    @Test
    void rowsAreCountedUntilThereAreTooManyToCount() {
        List<UserAddress> mates = mates(9, 3);
        StoreTurn turn = store.begin();
        for (int i = 1; i <= 7; i++) {
            put(turn, mates.get(0), i);
        }
        put(turn, mates.get(1), 8);
        turn.commit();
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        assertThat(mates.stream().map(mailboxes::atMost)).containsExactly(7, 1, 0);
        mailboxes.note(mates.get(0), 9);
        assertThat(mailboxes.atMost(mates.get(0))).isEqualTo(9);
        mailboxes.note(mates.get(0), RowCounts.MANY);
        assertThat(mailboxes.atMost(mates.get(0))).isEqualTo(Mailboxes.UNKNOWN);
    }

    /// An attempt has no timer of its own, and its row may lie in the shard of somebody else.
    @Test
    void whatIsInTheAttemptsOfATurnCountsAsWell() {
        UserAddress user = mates(9, 1).getFirst();
        StoreTurn turn = store.begin();
        put(turn, user, 1);
        turn.putDelivery(delivery(user, 2));
        turn.putFlight(new FlightRow(77, 1, List.of(timer(user, 2))));
        turn.commit();
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(user)).isEqualTo(2);
    }

    /// The only row of anybody may be in one that can't be read.
    @Test
    void withAttemptsThatCanNotBeReadNobodyIsKnown() {
        UserAddress user = mates(9, 1).getFirst();
        var damaged = new Trouble(StorageException.Kind.CORRUPT);
        damaged.unreadableFlights = List.of(new FlightRef(0, 1));
        damaged.over = true;
        var mailboxes = new Mailboxes(damaged.store(), mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(user)).isEqualTo(Mailboxes.UNKNOWN);
    }

    /// Who left while the shards were looked at may have rows in attempts that are newer than what
    /// was read of them.
    @Test
    void whatWasNotedBeforeIsNotLowered() {
        UserAddress user = mates(9, 1).getFirst();
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        mailboxes.note(user, 3);
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(user)).isEqualTo(3);
    }

    @Test
    void newIdsSortBehindAllThatWereCounted() {
        store(store, mates(9, 2));
        learnAll(new Mailboxes(store, mint, SHARDS, ROOMY));
        assertThat(mint.next(0)).isGreaterThan(new MessageId(2L << 16, 2));
    }

    @Test
    void withoutRoomAShardIsReadAsBefore() {
        List<UserAddress> mates = mates(9, 100);
        store(store, mates.subList(0, 90));
        UserAddress elsewhere = mates(10, 1).getFirst();
        var mailboxes = new Mailboxes(store, mint, SHARDS, 64);
        learnAll(mailboxes);
        assertThat(mates).allMatch(u -> mailboxes.atMost(u) > 0);
        assertThat(mailboxes.atMost(elsewhere)).isZero();
        mailboxes.doubt();
        learnAll(mailboxes);
        assertThat(mates).allMatch(u -> mailboxes.atMost(u) > 0);
    }

    @Test
    void addressesThatAreNoNumbersAreAlwaysRead() {
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        var bot = new ChatbotAddress("sip:bot@example.cn");
        assertThat(mailboxes.atMost(bot)).isPositive();
        mailboxes.forget(bot);
        mailboxes.note(bot, 1);
        assertThat(mailboxes.atMost(bot)).isPositive();
    }

    @Test
    void inDoubtEverythingIsLookedAtAgain() {
        UserAddress user = mates(3, 1).getFirst();
        var mailboxes = new Mailboxes(store, mint, SHARDS, ROOMY);
        learnAll(mailboxes);
        store(store, List.of(user));
        mailboxes.doubt();
        assertThat(mailboxes.atMost(user)).isPositive();
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(user)).isPositive();
        assertThat(mailboxes.atMost(mates(3, 2).getLast())).isZero();
    }

    @Test
    void rowsThatCanNotBeReadNowAreReadLater() {
        var trouble = new Trouble(StorageException.Kind.UNAVAILABLE);
        UserAddress user = mates(0, 1).getFirst();
        var mailboxes = new Mailboxes(trouble.store(), mint, SHARDS, ROOMY);
        mailboxes.learn(1000);
        assertThat(mailboxes.isLearning(1000)).isFalse();
        assertThat(mailboxes.atMost(user)).isPositive();
        trouble.over = true;
        assertThat(mailboxes.isLearning(2000)).isTrue();
        mailboxes.learn(2000);
        assertThat(mailboxes.atMost(user)).isZero();
    }

    @Test
    void rowsThatCanNeverBeReadLeaveTheirShardUnknown() {
        var trouble = new Trouble(StorageException.Kind.CORRUPT);
        var mailboxes = new Mailboxes(trouble.store(), mint, SHARDS, ROOMY);
        mailboxes.learn(0);
        trouble.over = true;
        learnAll(mailboxes);
        assertThat(mailboxes.atMost(mates(0, 1).getFirst())).isPositive();
        assertThat(mailboxes.atMost(mates(4000, 1).getFirst())).isZero();
    }

    /// An eighth of the heap at most, an entry of eight octets for each place.
    @Test
    void theRoomIsAShareOfTheHeap() {
        assertThat(Mailboxes.places(1L << 30)).isEqualTo(4096);
        assertThat(Mailboxes.places(0)).isEqualTo(16);
        assertThat((long) Mailboxes.places(3L << 30) * Shards.COUNT * Long.BYTES)
                .isLessThanOrEqualTo((3L << 30) / 8);
    }

    /// A store whose inbox can't be looked at.
    private final class Trouble {
        private final StorageException.Kind kind;
        private boolean over;
        private List<FlightRef> unreadableFlights = List.of();

        Trouble(StorageException.Kind kind) {
            this.kind = kind;
        }

        ShardStore store() {
            return (ShardStore)
                    java.lang.reflect.Proxy.newProxyInstance(
                            ShardStore.class.getClassLoader(),
                            new Class<?>[] {ShardStore.class},
                            (_, method, arguments) -> {
                                if (!over && method.getName().equals("timers")) {
                                    throw new StorageException(kind, "injected");
                                }
                                Object answer = method.invoke(store, arguments);
                                return method.getName().equals("flights")
                                        ? (Object) unreadableFlights
                                        : answer;
                            });
        }
    }
}
