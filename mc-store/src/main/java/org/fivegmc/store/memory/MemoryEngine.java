package org.fivegmc.store.memory;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.fivegmc.core.storage.CommitLog;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageException.Kind;
import org.fivegmc.core.storage.StorageHealth;
import org.fivegmc.store.row.Families;
import org.jspecify.annotations.Nullable;

/// Rows in ordered maps, gone with the process: for tests, for trying out, and for measuring
/// everything but the disk. Fails on demand. Safe for any number of threads; a visitor of a scan
/// must not commit.
public final class MemoryEngine implements StorageEngine {

    private final Map<Family, NavigableMap<byte[], byte[]>> families = new EnumMap<>(Family.class);
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Log log = new Log();
    private final State state = new State();

    private long position;
    private boolean closed;
    private int failures;
    private Kind failure = Kind.UNAVAILABLE;
    private boolean failedIsApplied;

    public MemoryEngine() {
        for (Family family : Family.values()) {
            families.put(family, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    /// The next `count` commits throw, and nothing of them is applied.
    public void failNextCommits(int count, Kind kind) {
        fail(count, kind, false);
    }

    /// The next `count` commits throw [Kind#UNKNOWN] but are applied.
    public void loseNextAnswers(int count) {
        fail(count, Kind.UNKNOWN, true);
    }

    private void fail(int count, Kind kind, boolean applied) {
        lock.writeLock().lock();
        try {
            failures = count;
            failure = kind;
            failedIsApplied = applied;
        } finally {
            lock.writeLock().unlock();
        }
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
        lock.readLock().lock();
        try {
            if (closed) {
                return new StorageHealth.Degraded("closed");
            }
            return failures > 0
                    ? new StorageHealth.Degraded("the next commits fail on demand")
                    : StorageHealth.HEALTHY;
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            families.values().forEach(Map::clear);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StorageException(Kind.UNAVAILABLE, "the engine is closed");
        }
    }

    private NavigableMap<byte[], byte[]> rows(Family family) {
        NavigableMap<byte[], byte[]> rows = families.get(family);
        if (rows == null) {
            throw new IllegalArgumentException("no rows of " + family);
        }
        return rows;
    }

    private void change(
            byte op, int family, byte[] array, int key, int keyLength, int value, int valueLength) {
        NavigableMap<byte[], byte[]> rows = rows(Families.ofCode(family));
        byte[] name = Arrays.copyOfRange(array, key, key + keyLength);
        switch (op) {
            case CommitRecord.PUT ->
                    rows.put(name, Arrays.copyOfRange(array, value, value + valueLength));
            case CommitRecord.DELETE -> rows.remove(name);
            case CommitRecord.DELETE_RANGE -> {
                byte[] end = Arrays.copyOfRange(array, value, value + valueLength);
                if (Arrays.compareUnsigned(name, end) < 0) {
                    rows.subMap(name, true, end, false).clear();
                }
            }
            default -> throw new StorageException(Kind.CORRUPT, "change of type " + op);
        }
    }

    private final class Log implements CommitLog {

        @Override
        public long append(CommitRecord record) {
            if (lock.getReadHoldCount() > 0) {
                throw new IllegalStateException("a visitor must not commit");
            }
            lock.writeLock().lock();
            try {
                checkOpen();
                if (failures > 0) {
                    failures--;
                    if (failedIsApplied) {
                        record.replay(MemoryEngine.this::change);
                    }
                    throw new StorageException(failure, "injected " + failure);
                }
                record.replay(MemoryEngine.this::change);
                return ++position;
            } finally {
                lock.writeLock().unlock();
            }
        }

        @Override
        public void close() {
            MemoryEngine.this.close();
        }
    }

    private final class State implements StateStore {

        @Override
        public byte @Nullable [] get(Family family, byte[] key) {
            lock.readLock().lock();
            try {
                checkOpen();
                byte[] value = rows(family).get(key);
                return value == null ? null : value.clone();
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public void scan(Family family, byte[] from, byte[] to, RowVisitor visitor) {
            if (Arrays.compareUnsigned(from, to) >= 0) {
                return;
            }
            lock.readLock().lock();
            try {
                checkOpen();
                for (var row : rows(family).subMap(from, true, to, false).entrySet()) {
                    if (!visitor.row(row.getKey().clone(), row.getValue().clone())) {
                        return;
                    }
                }
            } finally {
                lock.readLock().unlock();
            }
        }

        /// Exact.
        @Override
        public long estimatedRows(Family family) {
            lock.readLock().lock();
            try {
                checkOpen();
                return rows(family).size();
            } finally {
                lock.readLock().unlock();
            }
        }

        @Override
        public void apply(long position, CommitRecord record) {
            // the log has applied it
        }

        @Override
        public void close() {
            MemoryEngine.this.close();
        }
    }
}
