package org.fivegmc.store.rocks;

import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.StorageException;

/// A commit record in RocksDB's own serialised form, so that a whole turn crosses into native code
/// at once:
///
/// ```
/// batch  | sequence 8 (zero) | count 4, little-endian | changes |
/// change | 0x05 | family varint | key length varint | key | value length varint | value |
///        | 0x04 | family varint | key length varint | key |
///        | 0x0E | family varint | begin length varint | begin | end length varint | end |
/// ```
///
/// The form is that of RocksDB's log, which it has kept readable since its beginnings; a test
/// compares it with what RocksDB's own classes make.
final class WriteBatchFormat implements CommitRecord.Change {

    private static final int HEADER = 12;
    private static final byte PUT = 0x5;
    private static final byte DELETION = 0x4;
    private static final byte RANGE_DELETION = 0xE;

    private final int[] families;
    private byte[] batch = {};
    private int at;

    private WriteBatchFormat(int[] families) {
        this.families = families;
    }

    /// @param families RocksDB's id of each family, by the family's code; -1 where there is none
    static byte[] of(CommitRecord record, int[] families) {
        var size = new Size(families);
        record.replay(size);
        var format = new WriteBatchFormat(families);
        format.batch = new byte[size.bytes];
        int count = record.changes();
        format.batch[8] = (byte) count;
        format.batch[9] = (byte) (count >>> 8);
        format.batch[10] = (byte) (count >>> 16);
        format.batch[11] = (byte) (count >>> 24);
        format.at = HEADER;
        record.replay(format);
        return format.batch;
    }

    @Override
    public void on(
            byte op, int family, byte[] array, int key, int keyLength, int value, int valueLength) {
        batch[at++] =
                switch (op) {
                    case CommitRecord.PUT -> PUT;
                    case CommitRecord.DELETE -> DELETION;
                    default -> RANGE_DELETION;
                };
        varint(families[family]);
        piece(array, key, keyLength);
        if (op != CommitRecord.DELETE) {
            piece(array, value, valueLength);
        }
    }

    private void piece(byte[] array, int from, int length) {
        varint(length);
        System.arraycopy(array, from, batch, at, length);
        at += length;
    }

    private void varint(int value) {
        int rest = value;
        while (rest >= 0x80) {
            batch[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        batch[at++] = (byte) rest;
    }

    /// What the batch will measure.
    private static final class Size implements CommitRecord.Change {

        private final int[] families;
        private int bytes = HEADER;

        Size(int[] families) {
            this.families = families;
        }

        @Override
        public void on(
                byte op,
                int family,
                byte[] array,
                int key,
                int keyLength,
                int value,
                int valueLength) {
            if (op < CommitRecord.PUT || op > CommitRecord.DELETE_RANGE) {
                throw new StorageException(StorageException.Kind.CORRUPT, "change of type " + op);
            }
            if (family >= families.length || families[family] < 0) {
                throw new StorageException(
                        StorageException.Kind.CORRUPT, "family " + family + " is not stored here");
            }
            bytes += 1 + varint(families[family]) + varint(keyLength) + keyLength;
            if (op != CommitRecord.DELETE) {
                bytes += varint(valueLength) + valueLength;
            }
        }

        private static int varint(int value) {
            return value < 0x80 ? 1 : (38 - Integer.numberOfLeadingZeros(value)) / 7;
        }
    }
}
