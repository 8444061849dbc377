package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.fivegmc.core.storage.StorageEngineContract.commit;
import static org.fivegmc.core.storage.StorageEngineContract.delete;
import static org.fivegmc.core.storage.StorageEngineContract.keys;
import static org.fivegmc.core.storage.StorageEngineContract.put;
import static org.fivegmc.core.storage.StorageEngineContract.record;
import static org.fivegmc.core.storage.StorageEngineContract.utf8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    /// What compression can't make smaller.
    private static final byte[] ROW = new byte[20_000];

    static {
        new Random(1).nextBytes(ROW);
    }

    @TempDir Path mount;

    private static RocksSettings settings(SmallDisk disk) {
        return RocksTests.small(disk.directory()).withGuardIntervalMs(0);
    }

    private static String key(int number) {
        return "k%06d".formatted(number);
    }

    private static void commitRow(StorageEngine engine, int number) {
        commit(engine, put(record(), Family.INBOX, utf8(key(number)), ROW));
    }

    private static List<String> keysUpTo(int count) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    /// Commits until that fails.
    ///
    /// @return what the failure was
    private static StorageException fill(StorageEngine engine, int first, List<String> accepted) {
        for (int number = first; ; number++) {
            try {
                commitRow(engine, number);
                accepted.add(key(number));
            } catch (StorageException e) {
                return e;
            }
        }
    }

    @Test
    void putsAreRefusedBeforeTheDiskIsFullIfATmpfsCanBeMounted() throws Exception {
        try (var disk = new SmallDisk(mount);
                var engine =
                        RocksEngine.open(
                                settings(disk).withMinFreeBytes(16 << 20), StoreEvents.NONE)) {
            for (int number = 0; number < 10; number++) {
                commitRow(engine, number);
            }
            disk.leaveFree(12 << 20);
            assertThatThrownBy(() -> commitRow(engine, 10))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
            assertThat(engine.health()).isInstanceOf(StorageHealth.Degraded.class);

            commit(engine, delete(record(), key(0)));
            assertThat(keys(engine, "k", "l"))
                    .containsExactlyElementsOf(keysUpTo(10).subList(1, 10));

            disk.clear();
            commitRow(engine, 11);
            assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
        }
    }

    @Test
    void aFullDiskLosesNothingAndHealsInPlaceIfATmpfsCanBeMounted() throws Exception {
        try (var disk = new SmallDisk(mount)) {
            var accepted = new ArrayList<String>();
            try (var engine = RocksEngine.open(settings(disk), StoreEvents.NONE)) {
                for (int round = 1; round <= 3; round++) {
                    disk.leaveFree(6 << 20);
                    StorageException failure = fill(engine, round * 100_000, accepted);
                    // both say: surely not applied; which of the two depends on whether the log or
                    // a
                    // flush in the background met the end of the disk first
                    assertThat(failure.kind()).isIn(Kind.FULL, Kind.UNAVAILABLE);
                    staysFull(disk, engine);
                    assertThat(keys(engine, "k", "l")).containsExactlyElementsOf(accepted);

                    long before = engine.epoch();
                    disk.clear();
                    assertThat(engine.health()).isEqualTo(StorageHealth.HEALTHY);
                    assertThat(engine.epoch()).isNotEqualTo(before);
                    StorageException outdated =
                            catchThrowableOfType(
                                    StorageException.class,
                                    () -> engine.log().append(put(record(), key(2), "2"), before));
                    assertThat(outdated.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(keys(engine, "k", "l")).containsExactlyElementsOf(accepted);
                    int next = round * 100_000 + 50_000;
                    commitRow(engine, next);
                    accepted.add(key(next));
                    assertThat(keys(engine, "k", "l")).containsExactlyElementsOf(accepted);
                    accepted.clear();
                    commit(engine, dropAll());
                }
                commitRow(engine, 5);
            }
            try (var engine = RocksEngine.open(settings(disk), StoreEvents.NONE)) {
                assertThat(keys(engine, "k", "l")).containsExactly(key(5));
            }
        }
    }

    /// How often the disk is filled again before the test gives up; no promise of the store.
    /// Whoever finds room has the database flush what it could not, and when that fails it leaves
    /// the room again that its file had taken, at a time of its own. Each of these files is a write
    /// buffer: with three buffers in each of some families it is over long before.
    private static final int MOST_REFILLS = 50;

    /// Puts are refused and that is told. A flush in the background that failed may leave room when
    /// it tidies up, and then healing is right: the disk is filled again.
    private static void staysFull(SmallDisk disk, StorageEngine engine) throws IOException {
        for (int attempt = 0; attempt < MOST_REFILLS; attempt++) {
            disk.leaveFree(16 << 10);
            StorageException refused =
                    catchThrowableOfType(StorageException.class, () -> commitRow(engine, 1));
            if (refused == null) {
                commit(engine, delete(record(), key(1)));
            } else if (refused.kind() == Kind.FULL
                    && engine.health() instanceof StorageHealth.Degraded) {
                return;
            }
        }
        fail("the disk does not stay full");
    }

    private static CommitRecord dropAll() {
        var record = record();
        record.deleteRange(Family.INBOX).text("k").value().text("l").end();
        return record;
    }
}
