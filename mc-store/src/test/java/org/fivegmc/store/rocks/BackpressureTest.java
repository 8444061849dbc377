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

    /// For what must happen, on a machine that is busy.
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(30);

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
        private int asked;
        private int askedTooLate;

        Commit(long giveUp) {
            this.giveUp = giveUp;
        }

        @Override
        public boolean taken() {
            asked++;
            if (System.nanoTime() - giveUp >= 0) {
                askedTooLate++;
            }
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
        int asked = 0;
        long start = System.nanoTime();
        for (int i = 0; i < commits; i++) {
            Commit commit = new Commit(start + LONG_NANOS);
            backpressure.pass(commit);
            asked += commit.asked;
        }
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo((commits - 2) * COMMIT_NANOS);
        // how often it asked says for how long it wanted to wait, whatever the machine made of it:
        // refused once it waits for twice what the octets take, refused twice for six times that
        assertThat(asked).isLessThanOrEqualTo(3 * commits);
        assertThat(backpressure.waitedMicros()).isPositive();
    }

    @Test
    void twoWritersBothPass() throws InterruptedException {
        var backpressure = new Backpressure(System::nanoTime);
        long giveUp = System.nanoTime() + LONG_NANOS;
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
        Commit commit = new Commit(System.nanoTime() + 50 * COMMIT_NANOS);
        assertThatThrownBy(() -> backpressure.pass(commit)).isInstanceOf(StorageException.class);
        assertThat(commit.asked).as("asking costs nothing, and is done often").isGreaterThan(2);
        assertThat(commit.askedTooLate).as("once it is too late").isLessThanOrEqualTo(1);
        db.continueBackgroundWork();
        backpressure.pass(new Commit(System.nanoTime() + LONG_NANOS));
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
