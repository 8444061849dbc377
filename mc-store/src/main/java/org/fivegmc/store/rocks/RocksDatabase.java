package org.fivegmc.store.rocks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StateStore.RowVisitor;
import org.fivegmc.store.row.Families;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// One opening of the database with every native handle that belongs to it. Handles are closed in
/// the reverse order of their making, so what others lean on goes last. Whoever uses this makes
/// sure that nothing runs while it is closed: native code does not check.
final class RocksDatabase implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    private final Deque<AbstractImmutableNativeReference> natives = new ArrayDeque<>();
    private final RocksDB db;
    private final ColumnFamilyHandle[] handles;
    private final int[] familyIds;
    private final WriteOptions writeOptions;
    private final ReadOptions readOptions;

    private RocksDatabase(RocksSettings settings, boolean readOnly) throws RocksDBException {
        try {
            var tuning = new RocksTuning(settings, this::own);
            LRUCache cache = own(new LRUCache(settings.blockCacheBytes()));
            DBOptions dbOptions = own(tuning.database());
            dbOptions.setListeners(List.of(own(new BackgroundPriority())));
            var descriptors = new ArrayList<ColumnFamilyDescriptor>();
            for (byte[] name : names(settings)) {
                descriptors.add(
                        new ColumnFamilyDescriptor(name, own(tuning.family(family(name), cache))));
            }
            writeOptions = own(new WriteOptions().setSync(true).setNoSlowdown(true));
            readOptions = own(new ReadOptions());
            var opened = new ArrayList<ColumnFamilyHandle>();
            String directory = settings.directory().toString();
            db =
                    own(
                            readOnly
                                    ? RocksDB.openReadOnly(
                                            dbOptions, directory, descriptors, opened)
                                    : RocksDB.open(dbOptions, directory, descriptors, opened));
            opened.forEach(this::own);
            handles = new ColumnFamilyHandle[Families.codes()];
            familyIds = new int[Families.codes()];
            Arrays.fill(familyIds, -1);
            for (ColumnFamilyHandle handle : opened) {
                Family family = family(handle.getName());
                if (family != null) {
                    handles[family.code()] = handle;
                    familyIds[family.code()] = handle.getID();
                }
            }
        } catch (RocksDBException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static RocksDatabase open(RocksSettings settings) throws RocksDBException {
        return new RocksDatabase(settings, false);
    }

    /// Shows what is there and writes nothing, so it needs no room on the disk.
    static RocksDatabase openReadOnly(RocksSettings settings) throws RocksDBException {
        return new RocksDatabase(settings, true);
    }

    /// Native handles that are open.
    List<AbstractImmutableNativeReference> natives() {
        return List.copyOf(natives);
    }

    /// What is there, also of later versions, and what this version wants.
    private static List<byte[]> names(RocksSettings settings) throws RocksDBException {
        var names = new ArrayList<byte[]>();
        names.add(RocksDB.DEFAULT_COLUMN_FAMILY);
        for (Family family : Family.values()) {
            names.add(family.name().getBytes(StandardCharsets.UTF_8));
        }
        try (var options = new Options()) {
            for (byte[] found :
                    RocksDB.listColumnFamilies(options, settings.directory().toString())) {
                if (names.stream().noneMatch(n -> Arrays.equals(n, found))) {
                    names.add(found);
                }
            }
        }
        return names;
    }

    private static @Nullable Family family(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        for (Family family : Family.values()) {
            if (family.name().equals(text)) {
                return family;
            }
        }
        return null;
    }

    private <T extends AbstractImmutableNativeReference> T own(T made) {
        natives.push(made);
        return made;
    }

    /// RocksDB's id of each family, by the family's code.
    int[] familyIds() {
        return familyIds;
    }

    /// Position of the last change.
    long latestPosition() {
        return db.getLatestSequenceNumber();
    }

    byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
        return db.get(handles[family.code()], readOptions, key);
    }

    /// The bounds are handed to RocksDB, so that it stops at the end of the range and does not walk
    /// over the tombstones behind it.
    void scan(Family family, byte[] from, byte[] to, RowVisitor visitor) throws RocksDBException {
        try (var end = new Slice(to);
                var options = new ReadOptions().setIterateUpperBound(end).setAutoPrefixMode(true);
                var rows = db.newIterator(handles[family.code()], options)) {
            for (rows.seek(from); rows.isValid(); rows.next()) {
                if (!visitor.row(rows.key(), rows.value())) {
                    return;
                }
            }
            rows.status();
        }
    }

    long estimatedRows(Family family) throws RocksDBException {
        return db.getLongProperty(handles[family.code()], "rocksdb.estimate-num-keys");
    }

    /// Whether flushing or compaction has failed since the opening.
    boolean hasBackgroundErrors() throws RocksDBException {
        return db.getLongProperty("rocksdb.background-errors") > 0;
    }

    /// Returns when the batch is in the log and the log on the disk. Fails with
    /// [org.rocksdb.Status.Code#Incomplete] instead of waiting when RocksDB wants writers to wait:
    /// left alone it waits for ever for a flush that a full disk does not let happen.
    void write(byte[] batch) throws RocksDBException {
        try (var nativeBatch = new WriteBatch(batch)) {
            db.write(writeOptions, nativeBatch);
        }
    }

    /// What writers are slowed down to; 0 when they are not, or when they are stopped.
    long slowedToOctetsPerSecond() throws RocksDBException {
        return db.getLongProperty("rocksdb.is-write-stopped") > 0
                ? 0
                : db.getLongProperty("rocksdb.actual-delayed-write-rate");
    }

    RocksStats stats(long stallMicros) throws RocksDBException {
        return RocksStats.of(
                stallMicros,
                db,
                Arrays.asList(handles).subList(1, handles.length),
                handles[Family.INBOX.code()]);
    }

    @Override
    public void close() {
        while (!natives.isEmpty()) {
            natives.pop().close();
        }
    }
}
