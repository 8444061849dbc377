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
/// | INBOX | by key; ranges of one recipient | filter of keys and of recipients; large rows in blob files |
/// | DEDUP | by key, nearly always absent | filter of keys, in the write buffer as well |
/// | TIMER | ranges only | no filter |
/// | FLIGHT | ranges at start, by key when a lease ends | no filter |
/// | SUBSCRIBER | by key, nearly always present, seldom twice | filter of keys but for the last level; small blocks |
/// | CORRELATION, PARKED_RECEIPT | by key | filter of keys |
final class RocksTuning {

    private static final int BITS_PER_KEY = 10;
    private static final int BLOCK_BYTES = 8 << 10;

    /// Who is not in memory is one row of a block that holds nobody else who is needed.
    private static final int SUBSCRIBER_BLOCK_BYTES = 4 << 10;

    private static final double DEDUP_MEMTABLE_FILTER = 0.1;

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
                .setMaxBackgroundJobs(settings.backgroundJobs())
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
                        .setMaxWriteBufferNumber(3)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(settings.blobMinBytes())
                        .setBlobCompressionType(CompressionType.NO_COMPRESSION)
                        .setEnableBlobGarbageCollection(true);
            }
            case DEDUP -> {
                table.setFilterPolicy(filter).setWholeKeyFiltering(true);
                options.setWriteBufferSize(buffer / 4)
                        .setMaxWriteBufferNumber(3)
                        .setMemtablePrefixBloomSizeRatio(DEDUP_MEMTABLE_FILTER)
                        .setMemtableWholeKeyFiltering(true);
            }
            case TIMER, FLIGHT -> options.setWriteBufferSize(buffer / 4).setMaxWriteBufferNumber(3);
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
            case null -> options.setWriteBufferSize(buffer / 8);
        }
        return options.setTableFormatConfig(table);
    }
}
