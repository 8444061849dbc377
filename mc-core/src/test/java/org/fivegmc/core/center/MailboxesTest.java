package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.storage.ShardStoreContract.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StoreTurn;
import org.junit.jupiter.api.Test;

class MailboxesTest {

    private static final int ROOMY = 1 << 12;
    private static final int[] SHARDS = IntStream.range(0, Shards.COUNT).toArray();

    private final MemoryShardStore store = new MemoryShardStore();

    private static void store(ShardStore store, List<UserAddress> recipients) {
        StoreTurn turn = store.begin();
        for (int i = 0; i < recipients.size(); i++) {
            turn.putDelivery(delivery(recipients.get(i), i + 1));
        }
        turn.commit();
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
        var mailboxes = new Mailboxes(store, SHARDS, ROOMY);
        assertThat(mates).allMatch(mailboxes::mayHold);
        learnAll(mailboxes);
        assertThat(mates.subList(0, 2)).allMatch(mailboxes::mayHold);
        assertThat(mailboxes.mayHold(mates.get(2))).isFalse();
    }

    @Test
    void whoLeavesWithSomethingIsNotedBeforeAndAfter() {
        List<UserAddress> mates = mates(7, 2);
        var mailboxes = new Mailboxes(store, SHARDS, ROOMY);
        mailboxes.note(mates.get(0));
        learnAll(mailboxes);
        assertThat(mailboxes.mayHold(mates.get(0))).isTrue();
        assertThat(mailboxes.mayHold(mates.get(1))).isFalse();
        mailboxes.note(mates.get(1));
        mailboxes.forget(mates.get(0));
        assertThat(mailboxes.mayHold(mates.get(0))).isFalse();
        assertThat(mailboxes.mayHold(mates.get(1))).isTrue();
    }

    @Test
    void aShardOfManyIsLookedAtInPieces() {
        List<UserAddress> mates = mates(9, 1300);
        store(store, mates.subList(0, 1200));
        var mailboxes = new Mailboxes(store, SHARDS, ROOMY);
        learnAll(mailboxes);
        assertThat(mates.subList(0, 1200)).allMatch(mailboxes::mayHold);
        assertThat(mates.subList(1200, 1300)).noneMatch(mailboxes::mayHold);
    }

    @Test
    void withoutRoomAShardIsReadAsBefore() {
        List<UserAddress> mates = mates(9, 100);
        store(store, mates.subList(0, 90));
        UserAddress elsewhere = mates(10, 1).getFirst();
        var mailboxes = new Mailboxes(store, SHARDS, 64);
        learnAll(mailboxes);
        assertThat(mates).allMatch(mailboxes::mayHold);
        assertThat(mailboxes.mayHold(elsewhere)).isFalse();
        mailboxes.doubt();
        learnAll(mailboxes);
        assertThat(mates).allMatch(mailboxes::mayHold);
    }

    @Test
    void addressesThatAreNoNumbersAreAlwaysRead() {
        var mailboxes = new Mailboxes(store, SHARDS, ROOMY);
        learnAll(mailboxes);
        var bot = new ChatbotAddress("sip:bot@example.cn");
        assertThat(mailboxes.mayHold(bot)).isTrue();
        mailboxes.forget(bot);
        mailboxes.note(bot);
        assertThat(mailboxes.mayHold(bot)).isTrue();
    }

    @Test
    void inDoubtEverythingIsLookedAtAgain() {
        UserAddress user = mates(3, 1).getFirst();
        var mailboxes = new Mailboxes(store, SHARDS, ROOMY);
        learnAll(mailboxes);
        store(store, List.of(user));
        mailboxes.doubt();
        assertThat(mailboxes.mayHold(user)).isTrue();
        learnAll(mailboxes);
        assertThat(mailboxes.mayHold(user)).isTrue();
        assertThat(mailboxes.mayHold(mates(3, 2).getLast())).isFalse();
    }

    @Test
    void rowsThatCanNotBeReadNowAreReadLater() {
        var trouble = new Trouble(StorageException.Kind.UNAVAILABLE);
        UserAddress user = mates(0, 1).getFirst();
        var mailboxes = new Mailboxes(trouble.store(), SHARDS, ROOMY);
        mailboxes.learn(1000);
        assertThat(mailboxes.isLearning(1000)).isFalse();
        assertThat(mailboxes.mayHold(user)).isTrue();
        trouble.over = true;
        assertThat(mailboxes.isLearning(2000)).isTrue();
        mailboxes.learn(2000);
        assertThat(mailboxes.mayHold(user)).isFalse();
    }

    @Test
    void rowsThatCanNeverBeReadLeaveTheirShardUnknown() {
        var trouble = new Trouble(StorageException.Kind.CORRUPT);
        var mailboxes = new Mailboxes(trouble.store(), SHARDS, ROOMY);
        mailboxes.learn(0);
        trouble.over = true;
        learnAll(mailboxes);
        assertThat(mailboxes.mayHold(mates(0, 1).getFirst())).isTrue();
        assertThat(mailboxes.mayHold(mates(4000, 1).getFirst())).isFalse();
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

        Trouble(StorageException.Kind kind) {
            this.kind = kind;
        }

        ShardStore store() {
            return (ShardStore)
                    java.lang.reflect.Proxy.newProxyInstance(
                            ShardStore.class.getClassLoader(),
                            new Class<?>[] {ShardStore.class},
                            (_, method, arguments) -> {
                                if (!over && method.getName().equals("mailboxes")) {
                                    throw new StorageException(kind, "injected");
                                }
                                return method.invoke(store, arguments);
                            });
        }
    }
}
