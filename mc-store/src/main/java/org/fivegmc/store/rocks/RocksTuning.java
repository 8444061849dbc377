package org.fivegmc.store.rocks;

import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.storage.Family;
import org.fivegmc.store.key.Keys;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.WALRecoveryMode;

/// Why RocksDB is set up as it is.
///
/// | family | read how | so |
/// |---|---|---|
/// | INBOX | by key; ranges of one recipient | filter of keys and of recipients; messages in blob files |
/// | DEDUP | by key, nearly always absent | filter of keys, in the write buffer as well |
/// | TIMER | ranges only | no filter |
/// | FLIGHT | ranges at start, by key when a lease ends | no filter |
/// | SUBSCRIBER | by key, nearly always present, seldom twice | filter of keys but for the last level; small blocks |
/// | CORRELATION, PARKED_RECEIPT | by key | filter of keys |
/// | TENANT | all of it, at start | no filter |
///
/// What stays stored passes the write buffer, and then compaction would copy it again from level to
/// level: for millions of waiting messages that is ten times what arrives, and more than one
/// processor can do beside accepting them. In blob files a message is written once more and lies
/// there; only keys go from level to level.
final class RocksTuning {

    private static final int BITS_PER_KEY = 10;
    private static final int BLOCK_BYTES = 8 << 10;

    /// Who is not in memory is one row of a block that holds nobody else who is needed.
    private static final int SUBSCRIBER_BLOCK_BYTES = 4 << 10;

    private static final double DEDUP_MEMTABLE_FILTER = 0.1;

    /// The inbox's table files hold keys, some seventy octets for each message. The filter of a
    /// file is read in one piece: in larger files it would be too large for its part of the cache,
    /// and be read from the file for each message.
    static final long INBOX_FILE_BYTES = 8L << 20;

    static final long DEDUP_FILE_BYTES = 16L << 20;

    /// Compactions copy the messages that are left in this share of the blob files, the oldest. The
    /// more there are of them, the more often the same waiting messages are copied.
    static final double OLD_BLOBS = 0.05;

    /// A flush of the inbox leaves a table file of a megabyte, a quarter of a second after the last
    /// one at full rate. Compacting more of them at a time into a level that is not much larger
    /// copies each key less often; reading asks a few more filters.
    static final int INBOX_YOUNG_FILES = 8;

    static final long INBOX_BASE_BYTES = 32L << 20;

    /// While one long compaction runs, so many wait without harm.
    static final int INBOX_YOUNG_FILES_SLOW = 40;

    static final int INBOX_YOUNG_FILES_STOP = 80;

    /// Four flushed write buffers of such a family are eight megabytes: into a level of RocksDB's
    /// own 256 they would copy each row thirty times.
    static final long SMALL_BASE_BYTES = 64L << 20;

    /// With so much garbage in the oldest blob file there is a compaction for its sake alone.
    static final double GARBAGE = 0.5;

    /// From the fourth write buffer on, RocksDB slows writers down before it stops them.
    static final int INBOX_WRITE_BUFFERS = 4;

    /// What writers are slowed down to at first; RocksDB lowers it while it falls further behind.
    /// Its own 16 MiB are less than what arrives.
    static final long SLOWED_TO_OCTETS_PER_SECOND = 64L << 20;

    /// Two families fill their buffers at the same time, and a full buffer that is not flushed
    /// stops everything.
    static final int FLUSHES = 2;

    /// Young levels are rewritten soon: there compression costs more than it saves.
    private static final List<CompressionType> BY_LEVEL =
            List.of(
                    CompressionType.NO_COMPRESSION,
                    CompressionType.NO_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION);

    private final RocksSettings settings;
    private final BloomFilter filter;

    /// @param own takes what must be closed after the options that lean on it
    RocksTuning(RocksSettings settings, Consumer<AbstractImmutableNativeReference> own) {
        this.settings = settings;
        this.filter = new BloomFilter(BITS_PER_KEY);
        own.accept(filter);
    }

    /// The settings are deprecated for one that gives a quarter of all threads to flushes; with one
    /// thread for compactions there is no second one for flushes then.
    @SuppressWarnings("deprecation")
    DBOptions database() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // each commit syncs the log itself, so a commit is on the disk when it returns
                .setManualWalFlush(false)
                // what was being written when the power went is cut off; all before it is kept
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setRecycleLogFileNum(settings.recycledLogs())
                .setMaxTotalWalSize(settings.maxWalBytes())
                .setMaxBackgroundFlushes(FLUSHES)
                .setMaxBackgroundCompactions(settings.compactions())
                .setDelayedWriteRate(SLOWED_TO_OCTETS_PER_SECOND)
                // families are consistent with each other through the log, not through flushes
                .setAtomicFlush(false)
                // the engine heals itself in one way only: it opens the database again
                .setMaxBgErrorResumeCount(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(RocksSettings.KEPT_DIARY_FILES)
                .setMaxLogFileSize(RocksSettings.DIARY_FILE_BYTES)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
    }

    ColumnFamilyOptions family(@Nullable Family family, Cache cache) {
        var table =
                new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setPinL0FilterAndIndexBlocksInCache(true)
                        .setFormatVersion(5);
        var options = new ColumnFamilyOptions().setCompressionPerLevel(BY_LEVEL);
        long buffer = settings.writeBufferBytes();
        switch (family) {
            case INBOX -> {
                table.setFilterPolicy(filter).setWholeKeyFiltering(true);
                options.useCappedPrefixExtractor(Keys.SUBSCRIBER_PREFIX)
                        .setWriteBufferSize(buffer)
                        .setMaxWriteBufferNumber(INBOX_WRITE_BUFFERS)
                        .setTargetFileSizeBase(INBOX_FILE_BYTES)
                        .setMaxBytesForLevelBase(INBOX_BASE_BYTES)
                        .setLevel0FileNumCompactionTrigger(INBOX_YOUNG_FILES)
                        .setLevel0SlowdownWritesTrigger(INBOX_YOUNG_FILES_SLOW)
                        .setLevel0StopWritesTrigger(INBOX_YOUNG_FILES_STOP)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(settings.blobMinBytes())
                        .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setEnableBlobGarbageCollection(true)
                        .setBlobGarbageCollectionAgeCutoff(OLD_BLOBS)
                        .setBlobGarbageCollectionForceThreshold(GARBAGE);
            }
            case DEDUP -> {
                table.setFilterPolicy(filter).setWholeKeyFiltering(true);
                options.setWriteBufferSize(buffer / 4)
                        .setMaxWriteBufferNumber(3)
                        .setMaxBytesForLevelBase(SMALL_BASE_BYTES)
                        .setTargetFileSizeBase(DEDUP_FILE_BYTES)
                        .setMemtablePrefixBloomSizeRatio(DEDUP_MEMTABLE_FILTER)
                        .setMemtableWholeKeyFiltering(true);
            }
            case TIMER, FLIGHT ->
                    options.setWriteBufferSize(buffer / 4)
                            .setMaxWriteBufferNumber(3)
                            .setMaxBytesForLevelBase(SMALL_BASE_BYTES);
            // written by every registration: a small buffer would be compacted all the time
            case SUBSCRIBER -> {
                table.setFilterPolicy(filter)
                        .setWholeKeyFiltering(true)
                        .setBlockSize(SUBSCRIBER_BLOCK_BYTES)
                        .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash);
                options.setWriteBufferSize(buffer)
                        .setMaxWriteBufferNumber(3)
                        .setOptimizeFiltersForHits(true);
            }
            case CORRELATION, PARKED_RECEIPT -> {
                table.setFilterPolicy(filter).setWholeKeyFiltering(true);
                options.setWriteBufferSize(buffer / 8);
            }
            case TENANT -> options.setWriteBufferSize(buffer / 8);
            case null -> options.setWriteBufferSize(buffer / 8);
        }
        return options.setTableFormatConfig(table);
    }
}
