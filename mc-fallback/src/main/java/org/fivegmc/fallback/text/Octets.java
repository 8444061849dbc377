package org.fivegmc.fallback.text;

import java.util.Arrays;
import java.util.HexFormat;

/// Octets as a value: never changed, compared by content. Nothing is copied, so whoever hands an
/// array over or asks for it with [#array()] must leave it as it is.
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] array;

    private Octets(byte[] array) {
        this.array = array;
    }

    /// Takes the array over.
    public static Octets of(byte[] array) {
        return array.length == 0 ? EMPTY : new Octets(array);
    }

    /// No octets.
    public static Octets empty() {
        return EMPTY;
    }

    /// The array itself.
    public byte[] array() {
        return array;
    }

    /// How many octets.
    public int length() {
        return array.length;
    }

    /// Whether there are none.
    public boolean isEmpty() {
        return array.length == 0;
    }

    /// The octets from `start` on; none if there are not so many.
    public Octets from(int start) {
        return start >= array.length ? EMPTY : of(Arrays.copyOfRange(array, start, array.length));
    }

    /// The big-endian number of all octets; meaningful up to four of them.
    public int toInt() {
        int value = 0;
        for (byte octet : array) {
            value = (value << 8) | (octet & 0xff);
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /// Hexadecimal.
    @Override
    public String toString() {
        return HexFormat.of().formatHex(array);
    }
}
