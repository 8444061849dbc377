package org.fivegmc.core.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The row changes of one writer's turn, as bytes: what a [CommitLog] appends and a [StateStore]
/// applies. Changes are applied in order; applying a record twice gives the same state.
///
/// Layout: a sequence of changes, each `op(1) family(1) keyLength(4) key [valueLength(4) value]`,
/// integers big-endian; op 1 puts, 2 deletes, 3 deletes the range from key (inclusive) to value
/// (exclusive).
///
/// Filled by appending: `put(family)`, then the pieces of the key, `value()`, then the pieces of
/// the value, `end()`. Confined to one thread while it is filled.
public final class CommitRecord {

    public static final byte PUT = 1;
    public static final byte DELETE = 2;
    public static final byte DELETE_RANGE = 3;

    private static final int HEADER = 6;

    private byte[] bytes;
    private int length;
    private int changes;
    private int lengthAt = -1;

    public CommitRecord(int initialCapacity) {
        bytes = new byte[initialCapacity];
    }

    /// A record that was read back from a log.
    public static CommitRecord of(byte[] bytes, int changes) {
        var record = new CommitRecord(0);
        record.bytes = bytes;
        record.length = bytes.length;
        record.changes = changes;
        return record;
    }

    public CommitRecord put(Family family) {
        return begin(PUT, family);
    }

    public CommitRecord delete(Family family) {
        return begin(DELETE, family);
    }

    public CommitRecord deleteRange(Family family) {
        return begin(DELETE_RANGE, family);
    }

    private CommitRecord begin(byte op, Family family) {
        reserve(HEADER);
        bytes[length] = op;
        bytes[length + 1] = (byte) family.code();
        lengthAt = length + 2;
        length += HEADER;
        return this;
    }

    /// The key is complete; what follows is the value (or the end of a range).
    public CommitRecord value() {
        closeLength();
        reserve(4);
        lengthAt = length;
        length += 4;
        return this;
    }

    /// The change is complete.
    public void end() {
        closeLength();
        lengthAt = -1;
        changes++;
    }

    private void closeLength() {
        int size = length - lengthAt - 4;
        bytes[lengthAt] = (byte) (size >>> 24);
        bytes[lengthAt + 1] = (byte) (size >>> 16);
        bytes[lengthAt + 2] = (byte) (size >>> 8);
        bytes[lengthAt + 3] = (byte) size;
    }

    public CommitRecord u8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public CommitRecord u16(int value) {
        reserve(2);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
        return this;
    }

    public CommitRecord i32(int value) {
        return u16(value >>> 16).u16(value);
    }

    public CommitRecord i64(long value) {
        return i32((int) (value >>> 32)).i32((int) value);
    }

    public CommitRecord raw(byte[] piece) {
        return raw(piece, 0, piece.length);
    }

    public CommitRecord raw(byte[] piece, int offset, int count) {
        reserve(count);
        System.arraycopy(piece, offset, bytes, length, count);
        length += count;
        return this;
    }

    /// The text as UTF-8, without a length.
    public CommitRecord text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length * 2));
        }
    }

    public boolean isEmpty() {
        return changes == 0;
    }

    public int changes() {
        return changes;
    }

    public int length() {
        return length;
    }

    /// The filled array; only the first [#length()] bytes count. Not copied.
    public byte[] array() {
        return bytes;
    }

    /// Ready to be filled again. The array is kept unless it has grown beyond `keepCapacity`.
    public void clear(int keepCapacity) {
        length = 0;
        changes = 0;
        lengthAt = -1;
        if (bytes.length > keepCapacity) {
            bytes = new byte[keepCapacity];
        }
    }

    /// Calls `changed` for each change in order.
    public void replay(Change changed) {
        int at = 0;
        while (at < length) {
            byte op = bytes[at];
            int family = bytes[at + 1];
            int keyLength = int32(at + 2);
            int key = at + HEADER;
            int next = key + keyLength;
            int value = next;
            int valueLength = 0;
            if (op != DELETE) {
                valueLength = int32(next);
                value = next + 4;
                next = value + valueLength;
            }
            changed.on(op, family, bytes, key, keyLength, value, valueLength);
            at = next;
        }
    }

    private int int32(int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }

    /// Receives the changes of a record; the slices are valid during the call.
    @FunctionalInterface
    public interface Change {
        void on(
                byte op,
                int family,
                byte[] array,
                int key,
                int keyLength,
                int value,
                int valueLength);
    }
}
