package org.fivegmc.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// A window on a byte array: what the codecs hand out instead of strings, so that reading a header
/// of a message costs nothing until somebody wants its text.
///
/// The array is shared, not copied: whoever hands one over does not change it afterwards. Two
/// slices are equal when their octets are. Positions are relative to the slice. An [#isEmpty()]
/// slice stands for an absent header. Immutable, safe for any thread.
public final class ByteSlice {
    public static final ByteSlice EMPTY = new ByteSlice(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private ByteSlice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    public static ByteSlice of(byte[] array) {
        return new ByteSlice(array, 0, array.length);
    }

    public static ByteSlice of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new ByteSlice(array, offset, length);
    }

    /// The UTF-8 octets of a text.
    public static ByteSlice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The array behind this slice, shared; read it from [#offset()] on for [#length()] octets.
    public byte[] array() {
        return array;
    }

    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    public ByteSlice slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new ByteSlice(array, offset + from, to - from);
    }

    /// Without blanks, tabs and line ends at either side.
    public ByteSlice trim() {
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(array[from])) {
            from++;
        }
        while (to > from && isSpace(array[to - 1])) {
            to--;
        }
        return to - from == length ? this : new ByteSlice(array, from, to - from);
    }

    /// Position of the first such octet at or after `from`, or -1.
    public int indexOf(int octet, int from) {
        for (int i = Math.max(from, 0); i < length; i++) {
            if (array[offset + i] == (byte) octet) {
                return i;
            }
        }
        return -1;
    }

    public boolean equalsIgnoreCase(String ascii) {
        return length == ascii.length() && startsWithIgnoreCase(ascii);
    }

    public boolean startsWithIgnoreCase(String ascii) {
        return matchesIgnoreCase(array, offset, offset + length, ascii);
    }

    /// Whether the octets from `from` on begin with an ASCII text, letters of either case being
    /// equal.
    public boolean hasAt(int from, String ascii) {
        return matchesIgnoreCase(array, offset + from, offset + length, ascii);
    }

    /// The text, read as UTF-8; octets that are none become U+FFFD.
    public String text() {
        return length == 0 ? "" : new String(array, offset, length, StandardCharsets.UTF_8);
    }

    /// The octets as an array to keep: the one behind this slice when there is nothing else in it,
    /// else a copy. Read only.
    public byte[] whole() {
        return length == array.length ? array : toByteArray();
    }

    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        System.arraycopy(array, offset, copy, 0, length);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSlice that
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return text();
    }

    static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    /// Whether the octets from `from` on begin with an ASCII text, letters of either case being
    /// equal.
    static boolean matchesIgnoreCase(byte[] array, int from, int to, String ascii) {
        int size = ascii.length();
        if (to - from < size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int a = array[from + i];
            int b = ascii.charAt(i);
            if (a != b && (lower(a) != lower(b))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }
}
