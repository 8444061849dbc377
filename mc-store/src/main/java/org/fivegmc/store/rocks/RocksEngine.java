package org.fivegmc.store.rocks;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.fivegmc.core.storage.CommitLog;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.store.StoreEvents;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// RocksDB as log and store at once: a commit is one synced write. Safe for any number of threads;
/// writers that commit at the same time share a sync.
///
/// ```
///            write fails                      room again, and opening works
/// in service ------------> out of service ------------------------------------> in service
///                          reads go on, commits are refused
/// ```
///
/// After a failed write the database takes no commits. As soon as there is room, and at most once
/// per interval, the next commit or the next look at [#health()] closes it and opens it again; what
/// was acknowledged comes back from the log, and perhaps a commit that was in doubt: the epoch
/// changes, and a turn that began in an earlier one is refused. Readers wait meanwhile.
///
/// With little free space commits that put anything are refused before the disk is really full, so
/// that what is stored can still be delivered and removed.
public final class RocksEngine implements StorageEngine {

    /// How long a commit waits for flushing and compaction to catch up.
    static final long MAX_STALL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long ANY_EPOCH = Long.MIN_VALUE;

    private final RocksSettings settings;
    private final StoreEvents events;
    private final LongSupplier nanos;
    private final FreeSpaceGuard space;
    private final Backpressure backpressure;
    private final AtomicLong position = new AtomicLong();
    private final AtomicLong epoch = new AtomicLong();
    private final AtomicLong nextHealing = new AtomicLong();
    private final Log log = new Log();
    private final State state = new State();

    /// Held for reading while the database is used, for writing while it is exchanged.
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private @Nullable RocksDatabase database;
    private boolean closed;
    private volatile @Nullable Outage outage;

    /// Why no commits are taken.
    private record Outage(Kind kind, String reason) {}

    private RocksEngine(
            RocksSettings settings,
            StoreEvents events,
            LongSupplier nanos,
            FreeSpaceGuard.Gauge gauge) {
        this.settings = settings;
        this.events = events;
        this.nanos = nanos;
        this.backpressure = new Backpressure(nanos);
        this.space =
                new FreeSpaceGuard(
                        gauge, settings.minFreeBytes(), settings.guardIntervalMs(), nanos);
    }

    /// Opens what is in the directory, or begins there.
    ///
    /// @throws StorageException when that is not possible
    public static RocksEngine open(RocksSettings settings, StoreEvents events) {
        try {
            Files.createDirectories(settings.directory());
            FileStore disk = Files.getFileStore(settings.directory());
            return open(settings, events, System::nanoTime, disk::getUsableSpace);
        } catch (IOException e) {
            throw new StorageException(
                    Kind.UNAVAILABLE, "can't use the directory " + settings.directory(), e);
        }
    }

    static RocksEngine open(
            RocksSettings settings,
            StoreEvents events,
            LongSupplier nanos,
            FreeSpaceGuard.Gauge gauge) {
        var engine = new RocksEngine(settings, events, nanos, gauge);
        try {
            engine.connect();
        } catch (RocksDBException e) {
            throw new StorageException(
                    WriteFailure.isNoSpace(e) ? Kind.FULL : Kind.UNAVAILABLE,
                    "can't open " + settings.directory() + ": " + WriteFailure.describe(e),
                    e);
        }
        return engine;
    }

    @Override
    public long epoch() {
        return epoch.get();
    }

    private void connect() throws RocksDBException {
        RocksDatabase opened = RocksDatabase.open(settings);
        database = opened;
        position.accumulateAndGet(opened.latestPosition(), Math::max);
        epoch.incrementAndGet();
    }

    @Override
    public CommitLog log() {
        return log;
    }

    @Override
    public StateStore state() {
        return state;
    }

    @Override
    public StorageHealth health() {
        heal();
        Outage why = outage;
        if (why != null) {
            return new StorageHealth.Degraded(why.reason());
        }
        if (space.isLow()) {
            return new StorageHealth.Degraded(lowSpace());
        }
        return StorageHealth.HEALTHY;
    }

    private String lowSpace() {
        return "less than " + settings.minFreeBytes() + " bytes are free";
    }

    /// For meters; [RocksStats#NONE] while the database is not open.
    public RocksStats stats() {
        lock.readLock().lock();
        try {
            return database == null ? RocksStats.NONE : database.stats(backpressure.waitedMicros());
        } catch (RocksDBException e) {
            throw WriteFailure.ofRead(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            outage = new Outage(Kind.UNAVAILABLE, "closed");
            disconnect();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void disconnect() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /// Opens the database again if it is out of service, there is room, and it was not tried just
    /// now.
    private void heal() {
        // one who reads can't become the one who exchanges what is read
        if (outage == null || lock.getReadHoldCount() > 0) {
            return;
        }
        long now = nanos.getAsLong();
        long due = nextHealing.get();
        if (now - due < 0 || !nextHealing.compareAndSet(due, inAWhile(now))) {
            return;
        }
        // opening writes what it finds in the log to table files
        if (!space.hasRoomFor(settings.writeBufferBytes())) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (closed || outage == null) {
                return;
            }
            disconnect();
            connect();
            outage = null;
            events.healed();
        } catch (RocksDBException e) {
            outage = new Outage(Kind.UNAVAILABLE, WriteFailure.describe(e));
            connectReadOnly();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// So that readers find something even when the database can't be opened for writing.
    private void connectReadOnly() {
        try {
            database = RocksDatabase.openReadOnly(settings);
            epoch.incrementAndGet();
        } catch (RocksDBException _) {
            // the reason why it can't be opened is known already, and it is tried again
            database = null;
        }
    }

    private long inAWhile(long now) {
        return now + TimeUnit.MILLISECONDS.toNanos(settings.guardIntervalMs());
    }

    private RocksDatabase connected() {
        RocksDatabase now = database;
        if (now == null) {
            Outage why = outage;
            throw failed(
                    new StorageException(
                            Kind.UNAVAILABLE, why == null ? "not open" : why.reason()));
        }
        return now;
    }

    private StorageException failed(StorageException e) {
        events.failed(e.kind());
        return e;
    }

    private void commit(CommitRecord record, long begunIn) {
        RocksDatabase now = connected();
        if (begunIn != ANY_EPOCH && begunIn != epoch.get()) {
            throw failed(
                    new StorageException(Kind.UNAVAILABLE, "opened again since the turn began"));
        }
        Outage why = outage;
        if (why != null) {
            // whatever began it, without room it does not end
            boolean full = !space.hasRoomFor(settings.writeBufferBytes());
            throw failed(new StorageException(full ? Kind.FULL : why.kind(), why.reason()));
        }
        if (space.isLow() && puts(record)) {
            throw failed(new StorageException(Kind.FULL, lowSpace()));
        }
        byte[] batch = WriteBatchFormat.of(record, now.familyIds());
        backpressure.pass(new Write(now, batch, nanos.getAsLong() + MAX_STALL_NANOS));
    }

    private final class Write implements Backpressure.Attempt {

        private final RocksDatabase database;
        private final byte[] batch;
        private final long giveUp;

        Write(RocksDatabase database, byte[] batch, long giveUp) {
            this.database = database;
            this.batch = batch;
            this.giveUp = giveUp;
        }

        @Override
        public boolean taken() {
            try {
                database.write(batch);
                return true;
            } catch (RocksDBException e) {
                if (!WriteFailure.isStall(e)) {
                    throw failed(outOfService(e));
                }
                mayWait();
                return false;
            }
        }

        /// Flushing is behind. That passes, unless it has failed.
        private void mayWait() {
            boolean tooLong = nanos.getAsLong() - giveUp >= 0;
            try {
                boolean full = !space.hasRoomFor(settings.writeBufferBytes());
                if (database.hasBackgroundErrors() || (tooLong && full)) {
                    Kind kind = full ? Kind.FULL : Kind.UNAVAILABLE;
                    String reason = full ? "no room to flush" : "flushing has failed";
                    goOutOfService(new Outage(kind, reason));
                    throw failed(new StorageException(kind, reason));
                }
            } catch (RocksDBException e) {
                throw failed(outOfService(e));
            }
            if (tooLong) {
                throw failed(new StorageException(Kind.UNAVAILABLE, "flushing is too slow"));
            }
        }

        @Override
        public long octetsPerSecond() {
            try {
                return database.slowedToOctetsPerSecond();
            } catch (RocksDBException e) {
                throw failed(outOfService(e));
            }
        }

        @Override
        public int octets() {
            return batch.length;
        }

        @Override
        public long giveUpNanos() {
            return giveUp;
        }
    }

    private StorageException outOfService(RocksDBException e) {
        Kind whileOut = WriteFailure.isNoSpace(e) ? Kind.FULL : Kind.UNAVAILABLE;
        goOutOfService(new Outage(whileOut, WriteFailure.describe(e)));
        return WriteFailure.of(e);
    }

    private void goOutOfService(Outage why) {
        outage = why;
        nextHealing.set(inAWhile(nanos.getAsLong()));
        events.degraded(why.reason());
    }

    private static boolean puts(CommitRecord record) {
        var found =
                new Object() {
                    boolean put;
                };
        record.replay((op, _, _, _, _, _, _) -> {
            if (op == CommitRecord.PUT) {
                found.put = true;
            }
        });
        return found.put;
    }

    private final class Log implements CommitLog {

        @Override
        public long append(CommitRecord record) {
            return append(record, ANY_EPOCH);
        }

        @Override
        public long append(CommitRecord record, long begunIn) {
            long start = nanos.getAsLong();
            heal();
            lock.readLock().lock();
            try {
                commit(record, begunIn);
            } finally {
                lock.readLock().unlock();
            }
            events.committed(nanos.getAsLong() - start, record.changes(), record.length());
            return position.addAndGet(record.changes());
        }

        @Override
        public void close() {
            RocksEngine.this.close();
        }
    }

    private final class State implements StateStore {

        @Override
        public byte @Nullable [] get(Family family, byte[] key) {
            lock.readLock().lock();
            try {
                return connected().get(family, key);
            } catch (RocksDBException e) {
                throw failed(WriteFailure.ofRead(e));
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public void scan(Family family, byte[] from, byte[] to, RowVisitor visitor) {
            lock.readLock().lock();
            try {
                connected().scan(family, from, to, visitor);
            } catch (RocksDBException e) {
                throw failed(WriteFailure.ofRead(e));
            } finally {
                lock.readLock().unlock();
            }
        }

        /// What was overwritten or removed and not compacted yet makes it wrong, in either
        /// direction.
        @Override
        public long estimatedRows(Family family) {
            lock.readLock().lock();
            try {
                return connected().estimatedRows(family);
            } catch (RocksDBException e) {
                throw failed(WriteFailure.ofRead(e));
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public void apply(long position, CommitRecord record) {
            // the synced write has done both
        }

        @Override
        public void close() {
            RocksEngine.this.close();
        }
    }
}
