package org.fivegmc.store.resident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitLog;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.store.RowShardStore;
import org.fivegmc.store.memory.MemoryEngine;
import org.fivegmc.store.resident.ResidentSubscribers.Known;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResidentSubscribersTest {

    private static final int[] SHARDS = IntStream.range(0, Shards.COUNT).toArray();
    private static final long ROOM = 64 << 20;
    private static final UserAddress BOT = new ChatbotAddress("sip:bot@botplatform.example");

    private final CountingEngine engine = new CountingEngine();

    private static Subscriber user(UserAddress address, String password) {
        return Subscriber.provisioned(address, true, new Credentials.Password(password));
    }

    private static void put(RowShardStore store, Subscriber... subscribers) {
        StoreTurn turn = store.begin();
        for (Subscriber subscriber : subscribers) {
            turn.putSubscriber(subscriber);
        }
        turn.commit();
    }

    private static void remove(RowShardStore store, UserAddress user) {
        StoreTurn turn = store.begin();
        turn.removeSubscriber(user);
        turn.commit();
    }

    private static void readAll(RowShardStore store) {
        int calls = 0;
        while (store.readAhead(SHARDS, 0)) {
            assertThat(++calls).isLessThan(100_000);
        }
    }

    @Test
    void whatWasReadAheadIsNotAskedOfTheEngine() {
        put(new RowShardStore(engine), user(new Msisdn(1), "a"), user(BOT, "b"));
        var store = new RowShardStore(engine, ROOM);
        readAll(store);
        engine.gets = 0;

        assertThat(store.subscriber(new Msisdn(1))).contains(user(new Msisdn(1), "a"));
        assertThat(store.subscriber(new Msisdn(2))).isEmpty();
        assertThat(engine.gets).isZero();
        assertThat(store.residents().size().rows()).isEqualTo(1);
        assertThat(store.residents().size().bytes()).isEqualTo(OctetSlots.SEGMENT_BYTES);

        assertThat(store.subscriber(BOT)).contains(user(BOT, "b"));
        assertThat(engine.gets).as("chatbots are asked for").isEqualTo(1);
    }

    @Test
    void beforeEverythingWasReadTheEngineIsAsked() {
        put(new RowShardStore(engine), user(new Msisdn(1), "a"));
        var store = new RowShardStore(engine, ROOM);

        assertThat(store.subscriber(new Msisdn(1))).isPresent();
        assertThat(store.subscriber(new Msisdn(2))).isEmpty();
        assertThat(engine.gets).isEqualTo(2);
    }

    @Test
    void aCallReadsABoundedNumberOfRows() {
        var plain = new RowShardStore(engine);
        LongStream.iterate(1, n -> n + 1)
                .mapToObj(Msisdn::new)
                .filter(number -> Shards.of(number) == 7)
                .limit(3 * ResidentSubscribers.ROWS_PER_CALL)
                .forEach(number -> put(plain, user(number, "a")));
        var store = new RowShardStore(engine, ROOM);

        assertThat(store.readAhead(new int[] {7}, 0)).isTrue();
        assertThat(store.residents().size().rows()).isEqualTo(ResidentSubscribers.ROWS_PER_CALL);
        assertThat(store.readAhead(new int[] {7}, 0)).isTrue();
        assertThat(store.readAhead(new int[] {7}, 0)).isFalse();
        assertThat(store.residents().size().rows())
                .isEqualTo(3L * ResidentSubscribers.ROWS_PER_CALL);
    }

    @Test
    void itShowsWhatTheEngineShowsWhateverIsCommittedWhileItReads() {
        var random = new Random(4);
        var plain = new RowShardStore(engine);
        for (int i = 1; i <= 5_000; i++) {
            put(plain, user(new Msisdn(i), "before"));
        }
        var store = new RowShardStore(engine, ROOM);
        Map<Msisdn, Optional<Subscriber>> changed = new HashMap<>();
        boolean more = true;
        for (int i = 0; more || i < 20_000; i++) {
            Msisdn who = new Msisdn(random.nextLong(1, 6_001));
            if (random.nextBoolean()) {
                Subscriber now = user(who, "now".repeat(1 + random.nextInt(40)));
                put(store, now);
                changed.put(who, Optional.of(now));
            } else {
                remove(store, who);
                changed.put(who, Optional.empty());
            }
            if (i % 20 == 0) {
                more = store.readAhead(SHARDS, 0);
            }
            Msisdn other = new Msisdn(random.nextLong(1, 6_001));
            assertThat(store.subscriber(other)).isEqualTo(plain.subscriber(other));
        }
        engine.gets = 0;
        changed.forEach((who, row) -> assertThat(store.subscriber(who)).isEqualTo(row));
        assertThat(engine.gets).isZero();
    }

    @Test
    void withoutRoomTheEngineIsAskedAndNothingIsWrong() {
        var store = new RowShardStore(engine, OctetSlots.SEGMENT_BYTES);
        readAll(store);
        String longest = "p".repeat(1_500);
        for (int i = 1; i <= 4_000; i++) {
            put(store, user(new Msisdn(i), longest));
        }
        assertThat(store.residents().size().bytes()).isEqualTo(OctetSlots.SEGMENT_BYTES);
        assertThat(store.residents().size().rows()).isBetween(2_000L, 3_000L);
        engine.gets = 0;
        for (int i = 1; i <= 4_000; i++) {
            assertThat(store.subscriber(new Msisdn(i))).contains(user(new Msisdn(i), longest));
        }
        assertThat(engine.gets).isEqualTo(4_000 - (int) store.residents().size().rows());

        // one that had a place and now is too long for any
        put(store, user(new Msisdn(1), "q".repeat(5_000)));
        assertThat(store.subscriber(new Msisdn(1)))
                .contains(user(new Msisdn(1), "q".repeat(5_000)));
    }

    @Test
    void whenTheEngineWasOpenedAgainEverythingIsReadAgain() {
        var store = new RowShardStore(engine, ROOM);
        put(store, user(new Msisdn(1), "a"));
        readAll(store);
        // a commit in doubt that shows up
        put(new RowShardStore(engine), user(new Msisdn(1), "b"), user(new Msisdn(2), "c"));
        assertThat(store.subscriber(new Msisdn(1))).contains(user(new Msisdn(1), "a"));

        engine.epoch++;
        store.epoch();

        assertThat(store.residents().size().rows()).isZero();
        assertThat(store.subscriber(new Msisdn(1))).contains(user(new Msisdn(1), "b"));
        assertThat(store.subscriber(new Msisdn(2))).contains(user(new Msisdn(2), "c"));
        readAll(store);
        assertThat(store.residents().size().rows()).isEqualTo(2);
    }

    @Test
    void aFailedCommitChangesNothing() {
        var store = new RowShardStore(engine, ROOM);
        put(store, user(new Msisdn(1), "a"));
        readAll(store);
        engine.failNextCommit = true;

        StoreTurn turn = store.begin();
        turn.putSubscriber(user(new Msisdn(1), "b"));
        turn.removeSubscriber(new Msisdn(3));
        assertThatThrownBy(turn::commit).isInstanceOf(StorageException.class);
        turn.discard();

        assertThat(store.subscriber(new Msisdn(1))).contains(user(new Msisdn(1), "a"));
    }

    @Test
    void anEngineThatCanNotBeReadIsLeftAloneForAWhile() {
        put(new RowShardStore(engine), user(new Msisdn(1), "a"));
        var store = new RowShardStore(engine, ROOM);
        engine.unreadable = StorageException.Kind.UNAVAILABLE;
        assertThat(store.readAhead(SHARDS, 0)).isFalse();
        engine.unreadable = null;

        assertThat(store.readAhead(SHARDS, ResidentSubscribers.PAUSE_MS - 1)).isFalse();
        assertThat(store.residents().size().rows()).isZero();
        assertThat(store.readAhead(SHARDS, ResidentSubscribers.PAUSE_MS)).isTrue();
        while (store.readAhead(SHARDS, ResidentSubscribers.PAUSE_MS)) {
            // until the end
        }
        assertThat(store.residents().size().rows()).isEqualTo(1);
    }

    @Test
    void aDamagedShardIsAskedForEver() {
        var store = new RowShardStore(engine, ROOM);
        engine.unreadable = StorageException.Kind.CORRUPT;
        readAll(store);
        engine.unreadable = null;

        assertThat(store.residents().find(new Msisdn(1))).isEqualTo(Known.Absence.UNKNOWN);
        put(store, user(new Msisdn(1), "a"));
        assertThat(store.residents().find(new Msisdn(1))).isInstanceOf(Known.Row.class);
    }

    /// Counts what is asked, and fails when told to.
    private static final class CountingEngine implements StorageEngine {

        private final MemoryEngine inner = new MemoryEngine();
        private int gets;
        private long epoch;
        private boolean failNextCommit;
        private StorageException.@Nullable Kind unreadable;

        @Override
        public long epoch() {
            return epoch;
        }

        @Override
        public CommitLog log() {
            return new CommitLog() {
                @Override
                public long append(CommitRecord record) {
                    if (failNextCommit) {
                        failNextCommit = false;
                        throw new StorageException(StorageException.Kind.FULL, "injected");
                    }
                    return inner.log().append(record);
                }

                @Override
                public void close() {
                    inner.log().close();
                }
            };
        }

        @Override
        public StateStore state() {
            StateStore state = inner.state();
            return new StateStore() {
                @Override
                public byte @Nullable [] get(Family family, byte[] key) {
                    gets++;
                    return state.get(family, key);
                }

                @Override
                public void scan(Family family, byte[] from, byte[] to, RowVisitor visitor) {
                    StorageException.Kind kind = unreadable;
                    if (kind != null) {
                        throw new StorageException(kind, "injected");
                    }
                    state.scan(family, from, to, visitor);
                }

                @Override
                public void apply(long position, CommitRecord record) {
                    state.apply(position, record);
                }

                @Override
                public void close() {
                    state.close();
                }
            };
        }

        @Override
        public StorageHealth health() {
            return inner.health();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
