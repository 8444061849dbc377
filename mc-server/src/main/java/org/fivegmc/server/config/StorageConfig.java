package org.fivegmc.server.config;

import java.util.List;

/// Shard writers and the store under them.
public record StorageConfig(Shards shards, Store store, Bodies bodies) {

    /// The threads that own state, and their queues.
    ///
    /// @param writers platform threads that own the shards
    /// @param queueCapacity entries one writer's queue holds before submissions are refused
    /// @param batchMax entries one commit takes at most
    /// @param cachedUsers users a writer keeps in memory
    public record Shards(int writers, int queueCapacity, int batchMax, int cachedUsers) {}

    /// The engine that keeps state.
    ///
    /// @param blockCacheBytes memory for rows read from disk
    /// @param subscriberBytes most memory for rows of subscribers; 0 for none
    /// @param writeBufferBytes memory of one column family before it is written out
    /// @param walSizeLimitBytes the write-ahead log's size at which the oldest data is written out
    /// @param walRecycledFiles log files kept for reuse, which makes fsync steadier
    /// @param minFreeDiskBytes below it new messages are refused
    public record Store(
            Engine engine,
            long blockCacheBytes,
            long subscriberBytes,
            long writeBufferBytes,
            long walSizeLimitBytes,
            int walRecycledFiles,
            long minFreeDiskBytes) {}

    /// The bodies that are too large for rows.
    ///
    /// @param maxTotalBytes most that all of them may take
    /// @param maxSenderBytes most that those of one sender may take
    /// @param maxDraftBytes most that those that are not whole may take
    /// @param minFreeDiskBytes below it nothing more is taken
    public record Bodies(
            long maxTotalBytes, long maxSenderBytes, long maxDraftBytes, long minFreeDiskBytes) {}

    public enum Engine {
        ROCKSDB,
        /// For tests and demonstrations; nothing survives a stop.
        MEMORY
    }

    static final Setting<Integer> WRITERS =
            Setting.of(
                    "shards.writers",
                    Types.perCore(64),
                    "auto",
                    "Writer threads; each owns a part of the 4,096 shards. `auto` is one per processor.");
    static final Setting<Integer> QUEUE_CAPACITY =
            Setting.of(
                    "shards.queue-capacity",
                    Types.integer(16, 1_048_576),
                    "8192",
                    "Entries one writer's queue holds; when it is full, submissions are refused with 503.");
    static final Setting<Integer> BATCH_MAX =
            Setting.of(
                    "shards.batch-max",
                    Types.integer(1, 65_536),
                    "256",
                    "Entries one commit takes at most.");
    static final Setting<Integer> CACHED_USERS =
            Setting.of(
                    "shards.cached-users",
                    Types.integer(1_000, 10_000_000),
                    "200000",
                    "Users one writer keeps in memory; others are read from the store when they are needed.");
    static final Setting<Engine> ENGINE =
            Setting.of(
                    "store.engine",
                    Types.choice(Engine.class),
                    "rocksdb",
                    "Where state is kept. `memory` loses everything at a stop.");
    static final Setting<Long> BLOCK_CACHE =
            Setting.of(
                    "store.block-cache",
                    Types.sizeOrShare("1MiB", "1TiB", 16),
                    "auto",
                    "Memory for rows read from disk, outside the heap; `auto` is a sixteenth of the machine's.");
    static final Setting<Long> SUBSCRIBER_MEMORY =
            Setting.of(
                    "store.subscriber-memory",
                    Types.sizeOrShare("0B", "1TiB", 8),
                    "auto",
                    "Most memory outside the heap for the rows of subscribers, about 250 octets each; further ones are read from disk. `auto` is an eighth of the machine's, 0B none.");
    static final Setting<Long> WRITE_BUFFER =
            Setting.of(
                    "store.write-buffer",
                    Types.size("1MiB", "4GiB"),
                    "16MiB",
                    "Memory of one column family before it is written out.");
    static final Setting<Long> WAL_SIZE_LIMIT =
            Setting.of(
                    "store.wal-size-limit",
                    Types.size("16MiB", "64GiB"),
                    "1GiB",
                    "Size of the write-ahead log at which the oldest data is written out; bounds the time of a start.");
    static final Setting<Integer> WAL_RECYCLED =
            Setting.of(
                    "store.wal-recycled-files",
                    Types.integer(0, 64),
                    "4",
                    "Log files kept for reuse; writing into an existing file makes fsync steadier.");
    static final Setting<Long> MIN_FREE_DISK =
            Setting.of(
                            "store.min-free-disk",
                            Types.size("1MiB", "1TiB"),
                            "512MiB",
                            "With less free disk than this new messages are refused.")
                    .live();

    static final Setting<Long> BODIES_MAX_TOTAL =
            Setting.of(
                    "store.bodies.max-total",
                    Types.size("1MiB", "1024TiB"),
                    "50GiB",
                    "What the bodies of large messages may take together, each with 4 KiB on top; above it large messages are refused.");
    static final Setting<Long> BODIES_MAX_SENDER =
            Setting.of(
                    "store.bodies.max-per-sender",
                    Types.size("1MiB", "1024TiB"),
                    "2GiB",
                    "What the bodies of one sender's large messages may take until they are delivered, each with 4 KiB on top; above it large messages of that sender are refused (413 over MSRP).");
    static final Setting<Long> BODIES_MAX_DRAFTS =
            Setting.of(
                    "store.bodies.max-drafts",
                    Types.size("1MiB", "1024TiB"),
                    "10GiB",
                    "What large messages that are still being received may take together; above it they are refused for the moment (408 over MSRP), so that what is only begun does not take the room of what is whole.");
    static final Setting<Long> BODIES_MIN_FREE_DISK =
            Setting.of(
                    "store.bodies.min-free-disk",
                    Types.size("1MiB", "1TiB"),
                    "1GiB",
                    "With less free disk than this large messages are refused; more than `store.min-free-disk`, so that small ones go on.");

    static final List<Setting<?>> SETTINGS =
            List.of(
                    WRITERS,
                    QUEUE_CAPACITY,
                    BATCH_MAX,
                    CACHED_USERS,
                    ENGINE,
                    BLOCK_CACHE,
                    SUBSCRIBER_MEMORY,
                    WRITE_BUFFER,
                    WAL_SIZE_LIMIT,
                    WAL_RECYCLED,
                    MIN_FREE_DISK,
                    BODIES_MAX_TOTAL,
                    BODIES_MAX_SENDER,
                    BODIES_MAX_DRAFTS,
                    BODIES_MIN_FREE_DISK);

    static StorageConfig from(Values values) {
        return new StorageConfig(
                new Shards(
                        values.get(WRITERS),
                        values.get(QUEUE_CAPACITY),
                        values.get(BATCH_MAX),
                        values.get(CACHED_USERS)),
                new Store(
                        values.get(ENGINE),
                        values.get(BLOCK_CACHE),
                        values.get(SUBSCRIBER_MEMORY),
                        values.get(WRITE_BUFFER),
                        values.get(WAL_SIZE_LIMIT),
                        values.get(WAL_RECYCLED),
                        values.get(MIN_FREE_DISK)),
                new Bodies(
                        values.get(BODIES_MAX_TOTAL),
                        values.get(BODIES_MAX_SENDER),
                        values.get(BODIES_MAX_DRAFTS),
                        values.get(BODIES_MIN_FREE_DISK)));
    }
}
