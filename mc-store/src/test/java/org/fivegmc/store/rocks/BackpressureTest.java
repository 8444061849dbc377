package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// Against a RocksDB that is kept from flushing: with three full write buffers of four it slows
/// writers down, with four it stops them.
class BackpressureTest {

    private static final int BUFFER = 1 << 20;
    private static final int COMMIT = 64 << 10;
    private static final long RATE = 4 << 20;

    /// What one commit takes at that rate.
    private static final long COMMIT_NANOS = COMMIT * 1_000_000_000L / RATE;

    @TempDir Path directory;

    private final byte[] row = new byte[COMMIT];
    private Options options;
    private WriteOptions unwaiting;
    private RocksDB db;
    private int rows;

    @BeforeEach
    void slowDown() throws RocksDBException {
        new Random(1).nextBytes(row);
        options =
                new Options()
                        .setCreateIfMissing(true)
                        .setWriteBufferSize(BUFFER)
                        .setMaxWriteBufferNumber(4)
                        .setDelayedWriteRate(RATE);
        unwaiting = new WriteOptions().setNoSlowdown(true);
        db = RocksDB.open(options, directory.toString());
        db.pauseBackgroundWork();
        while (slowedTo() == 0) {
            write();
            assertThat(rows).isLessThan(4 * BUFFER / COMMIT);
        }
        // now nothing is left of what it lets through at once
        while (write()) {
            assertThat(rows).isLessThan(4 * BUFFER / COMMIT);
        }
    }

    @AfterEach
    void close() throws RocksDBException {
        db.continueBackgroundWork();
        db.close();
        unwaiting.close();
        options.close();
    }

    private long slowedTo() throws RocksDBException {
        return db.getLongProperty("rocksdb.is-write-stopped") > 0
                ? 0
                : db.getLongProperty("rocksdb.actual-delayed-write-rate");
    }

    private synchronized boolean write() throws RocksDBException {
        try (var batch = new WriteBatch()) {
            batch.put(("k" + rows).getBytes(StandardCharsets.UTF_8), row);
            db.write(unwaiting, batch);
            rows++;
            return true;
        } catch (RocksDBException e) {
            assertThat(WriteFailure.isStall(e)).isTrue();
            return false;
        }
    }

    private final class Commit implements Backpressure.Attempt {

        private final long giveUp;

        Commit(long giveUp) {
            this.giveUp = giveUp;
        }

        @Override
        public boolean taken() {
            try {
                if (write()) {
                    return true;
                }
            } catch (RocksDBException e) {
                throw new AssertionError(e);
            }
            if (System.nanoTime() - giveUp >= 0) {
                throw new StorageException(Kind.UNAVAILABLE, "too slow");
            }
            return false;
        }

        @Override
        public long octetsPerSecond() {
            try {
                return slowedTo();
            } catch (RocksDBException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public int octets() {
            return COMMIT;
        }

        @Override
        public long giveUpNanos() {
            return giveUp;
        }
    }

    /// What [Backpressure] is there for. Should a later RocksDB count otherwise, asking often would
    /// do.
    @Test
    void askedEachMillisecondASlowDownIsAStop() throws RocksDBException {
        long end = System.nanoTime() + 40 * COMMIT_NANOS;
        long last = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            long asked = System.nanoTime();
            boolean written = write();
            if (System.nanoTime() - last < COMMIT_NANOS / 3) { // else this thread was held up
                assertThat(written).isFalse();
            }
            last = asked;
            assertThat(slowedTo()).isPositive();
            LockSupport.parkNanos(Backpressure.POLL_NANOS);
        }
    }

    @Test
    void slowedDownCommitsPassSlowly() {
        var backpressure = new Backpressure(System::nanoTime);
        int commits = 8;
        long start = System.nanoTime();
        for (int i = 0; i < commits; i++) {
            backpressure.pass(new Commit(start + TimeUnit.SECONDS.toNanos(10)));
        }
        long took = System.nanoTime() - start;
        assertThat(took)
                .as("a quarter of the rate, at least")
                .isBetween((commits - 2) * COMMIT_NANOS, TimeUnit.SECONDS.toNanos(9));
        assertThat(backpressure.waitedMicros()).isPositive();
    }

    @Test
    void twoWritersBothPass() throws InterruptedException {
        var backpressure = new Backpressure(System::nanoTime);
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        var failure = new AtomicReference<Throwable>();
        var writers = new Thread[2];
        for (int w = 0; w < writers.length; w++) {
            writers[w] =
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    for (int i = 0; i < 3; i++) {
                                        backpressure.pass(new Commit(giveUp));
                                    }
                                } catch (Throwable e) {
                                    failure.set(e);
                                }
                            });
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(failure).hasValue(null);
    }

    @Test
    void aStopIsWaitedForUntilTheEnd() throws Exception {
        var backpressure = new Backpressure(System::nanoTime);
        fillUntilStopped(backpressure);
        long start = System.nanoTime();
        assertThatThrownBy(() -> backpressure.pass(new Commit(start + 50 * COMMIT_NANOS)))
                .isInstanceOf(StorageException.class);
        assertThat(System.nanoTime() - start)
                .isBetween(50 * COMMIT_NANOS, 50 * COMMIT_NANOS + TimeUnit.SECONDS.toNanos(5));
        db.continueBackgroundWork();
        backpressure.pass(new Commit(System.nanoTime() + TimeUnit.SECONDS.toNanos(10)));
        db.pauseBackgroundWork();
    }

    private void fillUntilStopped(Backpressure backpressure) throws RocksDBException {
        while (db.getLongProperty("rocksdb.is-write-stopped") == 0) {
            try {
                backpressure.pass(new Commit(System.nanoTime() + 40 * COMMIT_NANOS));
            } catch (StorageException e) {
                assertThat(db.getLongProperty("rocksdb.is-write-stopped")).isOne();
            }
            assertThat(rows).isLessThan(10 * BUFFER / COMMIT);
        }
    }
}
