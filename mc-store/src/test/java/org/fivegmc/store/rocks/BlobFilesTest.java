package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fivegmc.core.storage.StorageEngineContract.utf8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages that wait for long are in blob files; these must go away with the messages.
class BlobFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int ROW = 1400;
    private static final int ROWS_PER_TURN = 20;

    @TempDir Path directory;

    private final Random random = new Random(11);

    private RocksEngine open() {
        return RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE);
    }

    /// As message ids are for an inbox: of many recipients, so not in the order of the rows.
    private static byte[] key(int number) {
        return utf8("%04x%08d".formatted((number * 40_503) & 0xffff, number));
    }

    /// So that a row can be told from every other one.
    private byte[] value(int number) {
        random.setSeed(number);
        byte[] value = new byte[ROW];
        random.nextBytes(value);
        return value;
    }

    /// Puts the rows from `first` on, and removes those that are `window` older.
    private void pass(RocksEngine engine, int first, int end, int window) {
        for (int number = first; number < end; number += ROWS_PER_TURN) {
            var record = new CommitRecord(ROWS_PER_TURN * (ROW + 64));
            for (int row = number; row < number + ROWS_PER_TURN; row++) {
                record.put(Family.INBOX).raw(key(row)).value().raw(value(row)).end();
                if (row >= window) {
                    record.delete(Family.INBOX).raw(key(row - window)).end();
                }
            }
            engine.log().append(record);
        }
    }

    private long blobBytes() throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".blob")).toList()) {
                try {
                    bytes += Files.size(file);
                } catch (NoSuchFileException _) {
                    // gone meanwhile
                }
            }
        }
        return bytes;
    }

    @Test
    void rowsOfOrdinaryMessagesAreInBlobFilesAndComeBack() throws IOException {
        int rows = 20_000;
        try (var engine = open()) {
            pass(engine, 0, rows, rows);
        }
        assertThat(blobBytes()).isGreaterThan(rows / 2 * (long) ROW);
        try (var engine = open()) {
            for (int row = 0; row < rows; row++) {
                assertThat(engine.state().get(Family.INBOX, key(row))).isEqualTo(value(row));
            }
        }
    }

    /// Most files there may be. Each compaction of [RocksTuning#INBOX_YOUNG_FILES] young files
    /// tidies the oldest [RocksTuning#OLD_BLOBS] of all files, so there are at most as many as the
    /// one makes of the other, and those that wait to be compacted. When so many young ones wait,
    /// writers are slowed down, and later stopped.
    private static long most(int young, long octetsOfOne) {
        return (long)
                ((RocksTuning.INBOX_YOUNG_FILES / RocksTuning.OLD_BLOBS + young) * octetsOfOne);
    }

    /// The promise is a number of files and no multiple of what is alive: with buffers of that size
    /// it is nine times as much here. At all times, since writers are stopped before there is more.
    @Test
    void filesOfRemovedMessagesGoAway() throws Exception {
        int buffer = 128 << 10;
        int window = 2000;
        int rows = 80_000;
        long written = (long) rows * ROW;
        var settings = RocksTests.small(directory).withBuffers(buffer, 1 << 20, 2 << 20);
        try (var engine = RocksEngine.open(settings, StoreEvents.NONE)) {
            for (int number = 0; number < rows; number += 1000) {
                pass(engine, number, number + 1000, window);
                assertThat(blobBytes())
                        .isLessThanOrEqualTo(most(RocksTuning.INBOX_YOUNG_FILES_STOP, buffer))
                        .isLessThan(written / 3);
            }
            // the slow-down is over as soon as compaction has caught up
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(blobBytes())
                                    .isPositive()
                                    .isLessThanOrEqualTo(
                                            most(RocksTuning.INBOX_YOUNG_FILES_SLOW, buffer)));
            for (int row = rows - window; row < rows; row++) {
                assertThat(engine.state().get(Family.INBOX, key(row))).isEqualTo(value(row));
            }
            assertThat(engine.state().get(Family.INBOX, key(rows - window - 1))).isNull();
        }
    }

    /// Some messages wait for days among many that do not: they must not hold the files of these.
    @Test
    void oneThatStaysDoesNotKeepItsNeighbours() throws Exception {
        int buffer = 256 << 10;
        int window = 1000;
        int rows = 120_000;
        int stays = 100;
        var settings = RocksTests.small(directory).withBuffers(buffer, 1 << 20, 2 << 20);
        try (var engine = RocksEngine.open(settings, StoreEvents.NONE)) {
            for (int number = 0; number < rows; number += ROWS_PER_TURN) {
                var record = new CommitRecord(ROWS_PER_TURN * (ROW + 64));
                for (int row = number; row < number + ROWS_PER_TURN; row++) {
                    record.put(Family.INBOX).raw(key(row)).value().raw(value(row)).end();
                    if (row >= window && row % stays != 0) {
                        record.delete(Family.INBOX).raw(key(row - window)).end();
                    }
                }
                engine.log().append(record);
            }
            // files are removed a little later
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(blobBytes())
                                    .isLessThanOrEqualTo(
                                            most(RocksTuning.INBOX_YOUNG_FILES_SLOW, buffer))
                                    .isLessThan(rows / 2L * ROW));
            for (int row = 0; row < rows; row += stays) {
                assertThat(engine.state().get(Family.INBOX, key(row))).isEqualTo(value(row));
            }
        }
    }
}
