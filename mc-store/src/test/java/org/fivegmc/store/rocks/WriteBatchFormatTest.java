package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.store.row.Families;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBatch;

class WriteBatchFormatTest {

    /// Lengths around the borders of a varint.
    private static final int[] LENGTHS = {0, 1, 127, 128, 300, 16_383, 16_384, 70_000};

    @TempDir Path directory;

    @Test
    void isWhatRocksDbMakesItself() throws Exception {
        var descriptors = new ArrayList<ColumnFamilyDescriptor>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(new byte[] {(byte) family.code()}));
        }
        var handles = new ArrayList<ColumnFamilyHandle>();
        try (var options =
                        new DBOptions()
                                .setCreateIfMissing(true)
                                .setCreateMissingColumnFamilies(true);
                var _ = RocksDB.open(options, directory.toString(), descriptors, handles);
                var batch = new WriteBatch()) {
            int[] ids = new int[handles.size()];
            ids[0] = -1;
            for (int code = 1; code < ids.length; code++) {
                ids[code] = handles.get(code).getID();
            }
            var record = new CommitRecord(16);
            var random = new Random(11);
            for (int keyLength : LENGTHS) {
                for (int valueLength : LENGTHS) {
                    byte[] key = new byte[keyLength];
                    byte[] value = new byte[valueLength];
                    random.nextBytes(key);
                    random.nextBytes(value);
                    Family family = Families.ofCode(1 + random.nextInt(Families.codes() - 1));
                    ColumnFamilyHandle handle = handles.get(family.code());
                    switch (random.nextInt(3)) {
                        case 0 -> {
                            record.put(family).raw(key).value().raw(value).end();
                            batch.put(handle, key, value);
                        }
                        case 1 -> {
                            record.delete(family).raw(key).end();
                            batch.delete(handle, key);
                        }
                        default -> {
                            record.deleteRange(family).raw(key).value().raw(value).end();
                            batch.deleteRange(handle, key, value);
                        }
                    }
                }
            }
            assertThat(WriteBatchFormat.of(record, ids)).isEqualTo(batch.data());
            handles.forEach(ColumnFamilyHandle::close);
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        int[] ids = {-1, 4, -1};
        byte[] unknownFamily = {CommitRecord.DELETE, 9, 0, 0, 0, 1, 'k'};
        byte[] absentFamily = {CommitRecord.DELETE, 2, 0, 0, 0, 1, 'k'};
        byte[] unknownChange = {4, 1, 0, 0, 0, 1, 'k', 0, 0, 0, 0};
        for (byte[] bytes : new byte[][] {unknownFamily, absentFamily, unknownChange}) {
            assertThatThrownBy(() -> WriteBatchFormat.of(CommitRecord.of(bytes, 1), ids))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.CORRUPT));
        }
    }
}
