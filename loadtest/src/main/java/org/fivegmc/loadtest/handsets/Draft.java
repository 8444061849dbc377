package org.fivegmc.loadtest.handsets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A buffer a message is written into, again and again. Not for text beyond ISO 8859-1.
///
/// Thread: one.
final class Draft {
    /// More than the largest body a load may have, with its headers.
    static final int CAPACITY = 16 * 1024;

    private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

    private final byte[] bytes = new byte[CAPACITY];
    private int length;

    Draft clear() {
        length = 0;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    Draft put(byte[] more) {
        return put(more, 0, more.length);
    }

    Draft put(byte[] more, int from, int to) {
        System.arraycopy(more, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    Draft put(String text) {
        return put(text.getBytes(ISO_8859_1));
    }

    Draft put(char one) {
        bytes[length++] = (byte) one;
        return this;
    }

    /// The lowest `digits` hexadecimal digits of `value`.
    Draft hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (value >>> shift) & 0xf];
        }
        return this;
    }

    Draft decimal(long value) {
        return put(Long.toString(value));
    }

    /// A number of 8 digits with leading zeros.
    Draft digits8(int value) {
        int rest = value;
        for (int at = length + 7; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += 8;
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, ISO_8859_1);
    }
}
