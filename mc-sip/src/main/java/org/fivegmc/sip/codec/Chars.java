package org.fivegmc.sip.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Character classes of the RFC 3261 section 25 grammar, one table look-up each.
final class Chars {
    private static final byte TOKEN = 1;
    private static final byte LWS = 2;
    private static final byte DIGIT = 4;
    private static final byte HEX = 8;
    private static final byte HOST = 16;
    private static final byte URI_BAD = 32;
    private static final byte ALPHA = 64;

    private static final byte[] CLASS = new byte[256];

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BLANKS = 0x2020_2020_2020_2020L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    static {
        for (int c = 'a'; c <= 'z'; c++) {
            add(c, TOKEN, HOST, ALPHA);
            add(c - 32, TOKEN, HOST, ALPHA);
        }
        for (int c = '0'; c <= '9'; c++) {
            add(c, TOKEN, DIGIT, HEX, HOST);
        }
        for (int c = 'a'; c <= 'f'; c++) {
            add(c, HEX);
            add(c - 32, HEX);
        }
        for (char c : "-.!%*_+`'~".toCharArray()) {
            add(c, TOKEN);
        }
        // '_' is not in the grammar of host names, but in the host names of the field
        for (char c : "-._".toCharArray()) {
            add(c, HOST);
        }
        // CR and LF reach a header value only as folding, which the parser has checked
        for (char c : " \t\r\n".toCharArray()) {
            add(c, LWS);
        }
        for (int c = 0; c <= 32; c++) {
            add(c, URI_BAD);
        }
        for (char c : "<>\"\u007f".toCharArray()) {
            add(c, URI_BAD);
        }
    }

    private Chars() {}

    private static void add(int c, byte... classes) {
        for (byte b : classes) {
            CLASS[c] |= b;
        }
    }

    private static boolean is(byte b, byte clazz) {
        return (CLASS[b & 0xff] & clazz) != 0;
    }

    static boolean isToken(byte b) {
        return is(b, TOKEN);
    }

    static boolean isLws(byte b) {
        return is(b, LWS);
    }

    static boolean isDigit(byte b) {
        return is(b, DIGIT);
    }

    static boolean isHex(byte b) {
        return is(b, HEX);
    }

    static boolean isHost(byte b) {
        return is(b, HOST);
    }

    static boolean isAlpha(byte b) {
        return is(b, ALPHA);
    }

    /// Whether a byte may never stand unescaped in a URI (blanks, controls, angle brackets,
    /// quotes).
    static boolean isUriBad(byte b) {
        return is(b, URI_BAD);
    }

    static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// Whether a range is an ASCII text, case not regarded.
    static boolean equalsIgnoreCase(byte[] a, int start, int end, String ascii) {
        if (ascii.length() != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (lower(a[i]) != lower(ascii.charAt(i - start))) {
                return false;
            }
        }
        return true;
    }

    static int hexValue(byte b) {
        return Character.digit(b, 16);
    }

    /// First position at or after `from` that is no white space.
    static int skipLws(byte[] a, int from, int end) {
        int i = from;
        while (i < end && is(a[i], LWS)) {
            i++;
        }
        return i;
    }

    /// Position after the last byte before `end` that is no white space.
    static int trimEnd(byte[] a, int start, int end) {
        int i = end;
        while (i > start && is(a[i - 1], LWS)) {
            i--;
        }
        return i;
    }

    /// First position at or after `from` with a control below the blank; looks at eight octets in
    /// one step.
    static int skipToControl(byte[] a, int from, int end) {
        int i = from;
        while (i + Long.BYTES <= end) {
            long word = (long) LITTLE_ENDIAN.get(a, i);
            // the high bit of each octet below 32; right for the first of them, which is asked for
            long below = word - BLANKS & ~word & HIGH_BITS;
            if (below != 0) {
                return i + (Long.numberOfTrailingZeros(below) >> 3);
            }
            i += Long.BYTES;
        }
        while (i < end && (a[i] < 0 || a[i] >= ' ')) {
            i++;
        }
        return i;
    }

    static int skipToken(byte[] a, int from, int end) {
        int i = from;
        while (i < end && is(a[i], TOKEN)) {
            i++;
        }
        return i;
    }

    /// Position after the closing quote of the quoted string that opens at `from`, or -1 when it
    /// never closes.
    static int skipQuoted(byte[] a, int from, int end) {
        for (int i = from + 1; i < end; i++) {
            if (a[i] == '\\') {
                i++;
            } else if (a[i] == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    /// Decimal value of `[start, end)`, or -1 when it is empty, has other bytes, or exceeds `max`.
    static long decimal(byte[] a, int start, int end, long max) {
        if (start >= end) {
            return -1;
        }
        long v = 0;
        for (int i = start; i < end; i++) {
            if (!is(a[i], DIGIT)) {
                return -1;
            }
            v = v * 10 + (a[i] - '0');
            if (v > max) {
                return -1;
            }
        }
        return v;
    }

    static boolean allDigits(byte[] a, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!is(a[i], DIGIT)) {
                return false;
            }
        }
        return start < end;
    }
}
