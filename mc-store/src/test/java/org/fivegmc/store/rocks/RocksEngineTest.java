package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fivegmc.core.storage.ShardStoreContract.ALICE;
import static org.fivegmc.core.storage.ShardStoreContract.BOT;
import static org.fivegmc.core.storage.ShardStoreContract.OLDEST;
import static org.fivegmc.core.storage.ShardStoreContract.inboxOf;
import static org.fivegmc.core.storage.ShardStoreContract.timersOf;
import static org.fivegmc.core.storage.StorageEngineContract.commit;
import static org.fivegmc.core.storage.StorageEngineContract.delete;
import static org.fivegmc.core.storage.StorageEngineContract.put;
import static org.fivegmc.core.storage.StorageEngineContract.record;
import static org.fivegmc.core.storage.StorageEngineContract.utf8;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.store.RowShardStore;
import org.fivegmc.store.StoreEvents;
import org.fivegmc.store.key.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksEngineTest {

    @TempDir Path directory;

    private RocksEngine open() {
        return RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE);
    }

    /// As the version before flights left it: the family is made, and what is there is read.
    @Test
    void aDatabaseWithoutFlightsIsTakenOver() throws RocksDBException {
        var timer = new TimerRef(50, ALICE, new MessageId(0, 5));
        var names = new ArrayList<ColumnFamilyDescriptor>();
        names.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (Family family : Family.values()) {
            if (family != Family.FLIGHT) {
                names.add(
                        new ColumnFamilyDescriptor(family.name().getBytes(StandardCharsets.UTF_8)));
            }
        }
        var handles = new ArrayList<ColumnFamilyHandle>();
        try (var options =
                        new DBOptions()
                                .setCreateIfMissing(true)
                                .setCreateMissingColumnFamilies(true);
                var db = RocksDB.open(options, directory.toString(), names, handles)) {
            for (ColumnFamilyHandle handle : handles) {
                if (Arrays.equals(handle.getName(), "TIMER".getBytes(StandardCharsets.UTF_8))) {
                    db.put(handle, new Keys().timer(timer).bytes(), new byte[] {1});
                }
            }
            handles.forEach(ColumnFamilyHandle::close);
        }
        try (var engine = open()) {
            var store = new RowShardStore(engine);
            assertThat(timersOf(store, ALICE, 0, 100, 10)).containsExactly(timer);
            var flight = new FlightRow(1, 2, List.of(timer));
            StoreTurn turn = store.begin();
            turn.putFlight(flight);
            turn.commit();
            assertThat(store.flight(1, 2)).contains(flight);
        }
    }

    @Test
    void aFlightThatCannotBeReadIsLeftOut() {
        try (var engine = open()) {
            var store = new RowShardStore(engine);
            var good = new FlightRow(1, 3, List.of(new TimerRef(50, ALICE, new MessageId(0, 5))));
            var damaged = new CommitRecord(64);
            new Keys().flight(1, 2).appendTo(damaged.put(Family.FLIGHT));
            damaged.value().u8(9).end();
            engine.log().append(damaged);
            StoreTurn turn = store.begin();
            turn.putFlight(good);
            turn.commit();
            var found = new ArrayList<FlightRow>();
            assertThat(store.flights(found::add)).containsExactly(new FlightRef(1, 2));
            assertThat(found).containsExactly(good);
            assertThat(store.flight(1, 2)).isEmpty();
        }
    }

    @Test
    void rowsTimersAndExpirySurviveAReopening() {
        Delivery delivery = ShardStoreContract.delivery(ALICE, 5);
        MessageId id = delivery.message().id();
        var timer = new TimerRef(50, ALICE, id);
        var key = new DedupKey(ALICE, BOT, "m1");
        try (var engine = open()) {
            StoreTurn turn = new RowShardStore(engine).begin();
            turn.putDelivery(delivery);
            turn.putTimer(timer);
            turn.putAccepted(key, id, 100);
            turn.commit();
        }
        try (var engine = open()) {
            var store = new RowShardStore(engine);
            assertThat(inboxOf(store, ALICE, OLDEST)).containsExactly(5L);
            assertThat(timersOf(store, ALICE, 0, 100, 10)).containsExactly(timer);
            assertThat(store.accepted(key, 99)).contains(id);
            assertThat(store.accepted(key, 100)).isEmpty();
        }
    }

    @Test
    void positionsRiseOverAReopening() {
        long last;
        try (var engine = open()) {
            last = engine.log().append(put(record(), "a", "1"));
        }
        try (var engine = open()) {
            assertThat(engine.log().append(put(record(), "b", "2"))).isGreaterThan(last);
        }
    }

    @Test
    void largeRowsLiveInBlobFilesAndComeBack() throws IOException {
        byte[] large = new byte[200_000];
        new Random(1).nextBytes(large);
        try (var engine = open()) {
            for (int i = 0; i < 20; i++) {
                commit(engine, put(record(), Family.INBOX, utf8("large" + i), large));
            }
        }
        try (var engine = open()) {
            assertThat(engine.state().get(Family.INBOX, utf8("large3"))).isEqualTo(large);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).anyMatch(f -> f.toString().endsWith(".blob"));
        }
    }

    @Test
    void freeSpaceIsLookedAtOncePerInterval() {
        var now = new AtomicLong();
        var free = new AtomicLong(1000);
        var looks = new AtomicInteger();
        var guard =
                new FreeSpaceGuard(
                        () -> {
                            looks.incrementAndGet();
                            return free.get();
                        },
                        500,
                        1000,
                        now::get);
        assertThat(guard.isLow()).isFalse();
        free.set(499);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
        assertThat(guard.isLow()).isFalse();
        assertThat(looks).hasValue(1);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
        assertThat(guard.isLow()).isTrue();
        assertThat(guard.isLow()).isTrue();
        assertThat(looks).hasValue(2);
    }

    @Test
    void withLittleSpaceOnlyCommitsThatDeleteAreTaken() {
        var free = new AtomicLong(1000);
        var settings = RocksTests.small(directory).withMinFreeBytes(500).withGuardIntervalMs(0);
        try (var engine =
                RocksEngine.open(settings, StoreEvents.NONE, System::nanoTime, free::get)) {
            commit(engine, put(record(), "a", "1"));
            free.set(499);
            for (var record :
                    List.of(put(record(), "b", "2"), put(delete(record(), "a"), "b", "2"))) {
                assertThatThrownBy(() -> commit(engine, record))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
            }
            commit(engine, delete(record(), "a"));
            assertThat(engine.state().get(Family.INBOX, utf8("a"))).isNull();
            free.set(500);
            commit(engine, put(record(), "b", "2"));
        }
    }

    @Test
    void tellsWhatItDoes() {
        var told = new ArrayList<String>();
        var events =
                new StoreEvents() {
                    @Override
                    public void committed(long nanos, int changes, int bytes) {
                        told.add((nanos > 0) + " " + changes + " " + bytes);
                    }

                    @Override
                    public void failed(Kind kind) {
                        told.add(kind.name());
                    }
                };
        var free = new AtomicLong(1000);
        var settings = RocksTests.small(directory).withMinFreeBytes(500).withGuardIntervalMs(0);
        try (var engine = RocksEngine.open(settings, events, System::nanoTime, free::get)) {
            var record = put(put(record(), "a", "1"), "b", "2");
            commit(engine, record);
            free.set(0);
            assertThatThrownBy(() -> commit(engine, record)).isInstanceOf(StorageException.class);
            assertThat(told).containsExactly("true 2 " + record.length(), "FULL");
        }
    }

    @Test
    void statsShowWhatIsHeld() {
        try (var engine = open()) {
            assertThat(engine.stats().files()).isZero();
            // more than all write buffers hold, so some must have been flushed
            for (int i = 0; i < 300; i++) {
                commit(engine, put(record(), Family.INBOX, utf8("k" + i), new byte[20_000]));
            }
            RocksStats after = engine.stats();
            assertThat(after.memtableBytes()).isPositive();
            assertThat(after.files()).isPositive();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void flushesGiveWayToMessages() throws IOException {
        try (var engine = open()) {
            for (int i = 0; i < 300; i++) {
                commit(engine, put(record(), Family.INBOX, utf8("k" + i), new byte[20_000]));
            }
            assertThat(engine.stats().files()).isPositive();
            assertThat(nicenessOfBackgroundThreads()).contains(BackgroundPriority.NICENESS);
        }
    }

    /// proc(5): the name stands in brackets and may hold blanks; niceness is the 19th field.
    private static List<Integer> nicenessOfBackgroundThreads() throws IOException {
        var found = new ArrayList<Integer>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                String stat = Files.readString(task.resolve("stat"));
                int name = stat.lastIndexOf(')');
                if (stat.substring(0, name).contains("(rocksdb:")) {
                    found.add(Integer.valueOf(stat.substring(name + 2).split(" ", -1)[19 - 3]));
                }
            }
        }
        return found;
    }

    @Test
    void aDirectoryThatCantBeMadeIsUnavailable() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() ->
                        RocksEngine.open(RocksTests.small(file.resolve("db")), StoreEvents.NONE))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    }
}
