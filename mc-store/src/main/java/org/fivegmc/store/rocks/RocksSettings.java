package org.fivegmc.store.rocks;

import java.nio.file.Path;

/// How RocksDB is set up. The defaults suit a node of two to eight cores with some gigabytes of
/// memory; see [#defaults(Path)].
///
/// @param directory everything RocksDB writes lies here
/// @param writeBufferBytes memory of one write buffer of the inbox, of which there are up to four;
///   dedup and timer rows get a quarter of it each, the rest an eighth. Rows that live shorter than
///   it takes to fill one never reach a table file as more than a tombstone
/// @param blockCacheBytes cache of table blocks, indexes and filters
/// @param maxWalBytes logs beyond this make the oldest write buffer be flushed; bounds the time
///   recovery takes
/// @param compactions threads that compact; two more flush
/// @param recycledLogs log files kept to be written again: a sync into a file that does not grow
///   costs a fraction of one that does
/// @param blobMinBytes inbox rows of this size or more are kept in blob files, where compaction
///   does not copy them again and again; smaller ones gain nothing by it
/// @param minFreeBytes with less free space than this, only commits that just delete are taken
/// @param guardIntervalMs free space is looked at, and healing is tried, at most this often
public record RocksSettings(
        Path directory,
        long writeBufferBytes,
        long blockCacheBytes,
        long maxWalBytes,
        int compactions,
        int recycledLogs,
        long blobMinBytes,
        long minFreeBytes,
        long guardIntervalMs) {

    public static final long DEFAULT_WRITE_BUFFER_BYTES = 16L << 20;
    public static final long DEFAULT_BLOCK_CACHE_BYTES = 128L << 20;
    public static final long DEFAULT_MAX_WAL_BYTES = 512L << 20;
    public static final int DEFAULT_RECYCLED_LOGS = 4;
    public static final long DEFAULT_BLOB_MIN_BYTES = 512;
    public static final long DEFAULT_MIN_FREE_BYTES = 256L << 20;
    public static final long DEFAULT_GUARD_INTERVAL_MS = 1000;

    /// Files of RocksDB's own diary that are kept, and the size of each.
    static final int KEPT_DIARY_FILES = 4;

    static final long DIARY_FILE_BYTES = 8L << 20;

    public RocksSettings {
        check(writeBufferBytes >= 1 << 16, "writeBufferBytes", writeBufferBytes);
        check(blockCacheBytes >= 0, "blockCacheBytes", blockCacheBytes);
        check(maxWalBytes >= 1 << 16, "maxWalBytes", maxWalBytes);
        check(compactions >= 1, "compactions", compactions);
        check(recycledLogs >= 0, "recycledLogs", recycledLogs);
        check(blobMinBytes >= 0, "blobMinBytes", blobMinBytes);
        check(minFreeBytes >= 0, "minFreeBytes", minFreeBytes);
        check(guardIntervalMs >= 0, "guardIntervalMs", guardIntervalMs);
    }

    private static void check(boolean permitted, String name, long value) {
        if (!permitted) {
            throw new IllegalArgumentException(name + " " + value);
        }
    }

    /// One compaction at a time on one or two cores, two on more.
    public static RocksSettings defaults(Path directory) {
        return new RocksSettings(
                directory,
                DEFAULT_WRITE_BUFFER_BYTES,
                DEFAULT_BLOCK_CACHE_BYTES,
                DEFAULT_MAX_WAL_BYTES,
                Runtime.getRuntime().availableProcessors() <= 2 ? 1 : 2,
                DEFAULT_RECYCLED_LOGS,
                DEFAULT_BLOB_MIN_BYTES,
                DEFAULT_MIN_FREE_BYTES,
                DEFAULT_GUARD_INTERVAL_MS);
    }

    public RocksSettings withMinFreeBytes(long bytes) {
        return new RocksSettings(
                directory,
                writeBufferBytes,
                blockCacheBytes,
                maxWalBytes,
                compactions,
                recycledLogs,
                blobMinBytes,
                bytes,
                guardIntervalMs);
    }

    public RocksSettings withGuardIntervalMs(long millis) {
        return new RocksSettings(
                directory,
                writeBufferBytes,
                blockCacheBytes,
                maxWalBytes,
                compactions,
                recycledLogs,
                blobMinBytes,
                minFreeBytes,
                millis);
    }

    /// Write buffers and cache small enough for many engines on one machine.
    public RocksSettings withBuffers(long writeBuffer, long blockCache, long maxWal) {
        return new RocksSettings(
                directory,
                writeBuffer,
                blockCache,
                maxWal,
                compactions,
                recycledLogs,
                blobMinBytes,
                minFreeBytes,
                guardIntervalMs);
    }

    public RocksSettings withRecycledLogs(int files) {
        return new RocksSettings(
                directory,
                writeBufferBytes,
                blockCacheBytes,
                maxWalBytes,
                compactions,
                files,
                blobMinBytes,
                minFreeBytes,
                guardIntervalMs);
    }
}
