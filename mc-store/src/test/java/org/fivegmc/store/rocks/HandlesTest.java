package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fivegmc.core.storage.StorageEngineContract.commit;
import static org.fivegmc.core.storage.StorageEngineContract.keys;
import static org.fivegmc.core.storage.StorageEngineContract.put;
import static org.fivegmc.core.storage.StorageEngineContract.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.AbstractImmutableNativeReference;

class HandlesTest {

    private static final int OPENINGS = 200;
    private static final long PERMITTED_GROWTH = 48L << 20;

    @TempDir Path directory;

    @Test
    void everyHandleIsClosed() throws Exception {
        var database = RocksDatabase.open(RocksTests.small(directory));
        List<AbstractImmutableNativeReference> natives = database.natives();
        assertThat(natives).isNotEmpty().allMatch(AbstractImmutableNativeReference::isOwningHandle);
        database.close();
        assertThat(natives).noneMatch(AbstractImmutableNativeReference::isOwningHandle);
    }

    @Test
    void manyOpeningsTakeNoMoreMemoryThanSome() throws Exception {
        long early = 0;
        for (int i = 1; i <= OPENINGS; i++) {
            try (var engine = RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE)) {
                commit(engine, put(record(), "k" + i, "v"));
                assertThat(keys(engine, "k", "l")).hasSize(i);
            }
            if (i == OPENINGS / 4) {
                early = residentBytes();
            }
        }
        assertThat(residentBytes() - early).isLessThan(PERMITTED_GROWTH);
    }

    @Test
    void aDatabaseThatIsInUseCantBeOpenedAgain() {
        try (var _ = RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE)) {
            assertThatThrownBy(
                            () -> RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.UNAVAILABLE));
        }
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("no VmRSS");
    }
}
