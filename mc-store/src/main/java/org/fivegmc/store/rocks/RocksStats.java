package org.fivegmc.store.rocks;

import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// A look at RocksDB from outside, for meters. Taking one costs some tens of microseconds.
///
/// @param compactionPendingBytes what compaction would have to rewrite to be done
/// @param stallMicros time writers were held back since the start, all writers together
/// @param blockCacheBytes memory in the block cache
/// @param liveDataBytes estimated size of live rows
/// @param files table files
/// @param memtableBytes memory in write buffers
/// @param inboxBytes estimated size of the waiting messages that have left the write buffers
public record RocksStats(
        long compactionPendingBytes,
        long stallMicros,
        long blockCacheBytes,
        long liveDataBytes,
        long files,
        long memtableBytes,
        long inboxBytes) {

    public static final RocksStats NONE = new RocksStats(0, 0, 0, 0, 0, 0, 0);

    static RocksStats of(
            long stallMicros,
            RocksDB db,
            List<ColumnFamilyHandle> families,
            ColumnFamilyHandle inbox)
            throws RocksDBException {
        long files = 0;
        for (ColumnFamilyHandle family : families) {
            for (int level = 0; level < 7; level++) {
                files +=
                        Long.parseLong(
                                db.getProperty(family, "rocksdb.num-files-at-level" + level));
            }
        }
        // the cache is one for all families
        long cache = db.getLongProperty(families.getFirst(), "rocksdb.block-cache-usage");
        return new RocksStats(
                db.getAggregatedLongProperty("rocksdb.estimate-pending-compaction-bytes"),
                stallMicros,
                cache,
                db.getAggregatedLongProperty("rocksdb.estimate-live-data-size"),
                files,
                db.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables"),
                db.getLongProperty(inbox, "rocksdb.estimate-live-data-size"));
    }
}
