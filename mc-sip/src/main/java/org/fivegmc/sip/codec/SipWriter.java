package org.fivegmc.sip.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array that messages are written into and copied out of once; reused from message to
/// message by one thread.
public final class SipWriter {
    private static final int INITIAL = 4_096;

    private byte[] a;
    private int n;

    public SipWriter() {
        this(INITIAL);
    }

    /// @param initial bytes to begin with
    SipWriter(int initial) {
        a = new byte[initial];
    }

    /// Forgets what was written.
    public SipWriter reset() {
        n = 0;
        return this;
    }

    public int length() {
        return n;
    }

    /// A copy of what was written.
    public byte[] toByteArray() {
        return Arrays.copyOf(a, n);
    }

    /// Appends what was written to a buffer.
    public void copyTo(ByteBuf out) {
        out.writeBytes(a, 0, n);
    }

    private void room(int more) {
        if (n + more > a.length) {
            a = Arrays.copyOf(a, Math.max(a.length * 2, n + more));
        }
    }

    public SipWriter text(String s) {
        int length = s.length();
        room(length);
        for (int i = 0; i < length; i++) {
            char c = s.charAt(i);
            if (c >= 0x80) {
                return bytes(s.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            a[n++] = (byte) c;
        }
        return this;
    }

    public SipWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    SipWriter bytes(byte[] source, int start, int end) {
        room(end - start);
        System.arraycopy(source, start, a, n, end - start);
        n += end - start;
        return this;
    }

    public SipWriter span(Span s) {
        return bytes(s.array(), s.start(), s.end());
    }

    public SipWriter put(char c) {
        room(1);
        a[n++] = (byte) c;
        return this;
    }

    /// So many blanks.
    SipWriter blanks(int count) {
        room(count);
        Arrays.fill(a, n, n + count, (byte) ' ');
        n += count;
        return this;
    }

    /// How many digits a number has that is not negative.
    static int digits(long v) {
        int digits = 1;
        for (long x = v; x >= 10; x /= 10) {
            digits++;
        }
        return digits;
    }

    public SipWriter number(long v) {
        if (v < 0) {
            throw new IllegalArgumentException("negative: " + v);
        }
        int digits = digits(v);
        room(digits);
        long x = v;
        for (int i = n + digits - 1; i >= n; i--) {
            a[i] = (byte) ('0' + x % 10);
            x /= 10;
        }
        n += digits;
        return this;
    }

    /// The lowest digits of a number as lower-case hex.
    public SipWriter hex(long v, int digits) {
        room(digits);
        for (int shift = digits * 4 - 4; shift >= 0; shift -= 4) {
            a[n++] = (byte) Character.forDigit((int) (v >>> shift) & 15, 16);
        }
        return this;
    }

    public SipWriter crlf() {
        room(2);
        a[n++] = '\r';
        a[n++] = '\n';
        return this;
    }

    /// Starts a field: name, colon, blank.
    public SipWriter name(HeaderName name) {
        bytes(name.bytes());
        room(2);
        a[n++] = ':';
        a[n++] = ' ';
        return this;
    }

    /// A whole field.
    ///
    /// @throws IllegalArgumentException when the value would break the message apart (CR, LF or
    ///   NUL)
    public SipWriter header(HeaderName name, String value) {
        return name(name).text(checkValue(value)).crlf();
    }

    /// A whole field of any name.
    ///
    /// @throws IllegalArgumentException when the name is no token or the value would break the
    ///   message apart
    public SipWriter header(String name, String value) {
        checkToken(name);
        return text(name).put(':').put(' ').text(checkValue(value)).crlf();
    }

    /// Copies field `i` of a message byte for byte.
    public SipWriter field(SipMessage m, int i) {
        // not up to the next field: lines that are no fields may lie between
        return bytes(m.head(), m.lineStart(i), m.headerValue(i).end()).crlf();
    }

    /// Copies all fields of a name byte for byte, in order.
    public SipWriter fields(SipMessage m, HeaderName name) {
        for (int i = m.indexOf(name, 0); i >= 0; i = m.indexOf(name, i + 1)) {
            field(m, i);
        }
        return this;
    }

    /// Throws what [#header] throws when what was written since then would break the message apart.
    void checkValue(int from) {
        for (int i = from; i < n; i++) {
            if (a[i] == '\r' || a[i] == '\n' || a[i] == 0) {
                throw new IllegalArgumentException("line break or NUL in a header value");
            }
        }
    }

    static String checkValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("line break or NUL in a header value");
            }
        }
        return value;
    }

    static String checkToken(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c >= 0x80 || !Chars.isToken((byte) c)) {
                throw new IllegalArgumentException("not a token: " + token);
            }
        }
        if (token.isEmpty()) {
            throw new IllegalArgumentException("empty token");
        }
        return token;
    }
}
