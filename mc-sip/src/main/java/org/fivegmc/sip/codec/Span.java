package org.fivegmc.sip.codec;

import java.nio.charset.StandardCharsets;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// A piece of a message: a range of bytes in an array that nobody changes any more. Equality is by
/// content.
///
/// A span keeps the whole array of its message reachable; take [#toString()] or [#toByteArray()] of
/// what outlives it.
public final class Span {
    /// A span of no bytes.
    public static final Span EMPTY = new Span(new byte[0], 0, 0);

    private final byte[] array;
    private final int start;
    private final int end;

    Span(byte[] array, int start, int end) {
        this.array = array;
        this.start = start;
        this.end = end;
    }

    /// The UTF-8 bytes of a text.
    public static Span of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Span(bytes, 0, bytes.length);
    }

    /// The same bytes for the readers of bodies and addresses; not copied.
    public ByteSlice slice() {
        return ByteSlice.of(array, start, end - start);
    }

    /// The array under this span; read only.
    byte[] array() {
        return array;
    }

    /// Offset of the first byte within the head or the body of its message.
    public int start() {
        return start;
    }

    /// Offset after the last byte within the head or the body of its message.
    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte byteAt(int index) {
        if (index < 0 || index >= end - start) {
            throw new IndexOutOfBoundsException(index);
        }
        return array[start + index];
    }

    /// Whether the bytes are those of an ASCII text, case not regarded.
    public boolean equalsIgnoreCase(String ascii) {
        return Chars.equalsIgnoreCase(array, start, end, ascii);
    }

    /// Whether the bytes are exactly those of an ASCII text.
    public boolean contentEquals(String ascii) {
        int n = end - start;
        if (ascii.length() != n) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (array[start + i] != (byte) ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean startsWith(String ascii) {
        int n = ascii.length();
        if (n > end - start) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (array[start + i] != (byte) ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// A copy of the bytes.
    public byte[] toByteArray() {
        byte[] copy = new byte[end - start];
        System.arraycopy(array, start, copy, 0, copy.length);
        return copy;
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(array, start, target, offset, end - start);
    }

    /// The text with each folding (RFC 3261 section 7.3.1) made one blank.
    public String unfolded() {
        String raw = toString();
        if (raw.indexOf('\n') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\r' || c == '\n') {
                while (!out.isEmpty() && isBlank(out.charAt(out.length() - 1))) {
                    out.setLength(out.length() - 1);
                }
                while (i + 1 < raw.length() && isBlank(raw.charAt(i + 1))) {
                    i++;
                }
                out.append(' ');
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /// The content of a quoted string without quotes and backslashes; other text unchanged.
    public String unquoted() {
        if (length() < 2 || array[start] != '"') {
            return unfolded();
        }
        String s = new Span(array, start + 1, end - 1).unfolded();
        if (s.indexOf('\\') < 0) {
            return s;
        }
        StringBuilder out = new StringBuilder(s.length());
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\\' && i + 1 < s.length()) {
                out.append(s.charAt(++i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// The text with %HH escapes resolved (RFC 3261 section 19.1.2); a broken escape stays as it
    /// is.
    public String unescaped() {
        byte[] out = new byte[end - start];
        int n = 0;
        for (int i = start; i < end; i++) {
            if (array[i] == '%'
                    && i + 2 < end
                    && Chars.isHex(array[i + 1])
                    && Chars.isHex(array[i + 2])) {
                out[n++] =
                        (byte) (Chars.hexValue(array[i + 1]) * 16 + Chars.hexValue(array[i + 2]));
                i += 2;
            } else {
                out[n++] = array[i];
            }
        }
        return new String(out, 0, n, StandardCharsets.UTF_8);
    }

    /// Decimal value, or -1 when this is no number or one above `max`.
    public long decimal(long max) {
        return Chars.decimal(array, start, end, max);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Span s
                && java.util.Arrays.equals(array, start, end, s.array, s.start, s.end);
    }

    @Override
    public int hashCode() {
        int h = 1;
        for (int i = start; i < end; i++) {
            h = 31 * h + array[i];
        }
        return h;
    }

    @Override
    public String toString() {
        return new String(array, start, end - start, StandardCharsets.UTF_8);
    }
}
