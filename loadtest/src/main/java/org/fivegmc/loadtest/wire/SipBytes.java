package org.fivegmc.loadtest.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// Reads a SIP message where it lies: no object is made, nothing is copied. It reads what a handset
/// must know to answer and to keep its books, and no more. Positions are indices into the array; -1
/// says that something is not there.
public final class SipBytes {
    private static final byte[] RESPONSE = ascii("SIP/2.0 ");
    private static final byte[] BRANCH = ascii("branch=");

    private SipBytes() {}

    public static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    public static boolean startsWith(byte[] in, int from, int to, byte[] what) {
        if (to - from < what.length) {
            return false;
        }
        for (int n = 0; n < what.length; n++) {
            if (in[from + n] != what[n]) {
                return false;
            }
        }
        return true;
    }

    public static int indexOf(byte[] in, int from, int to, byte[] what) {
        byte first = what[0];
        int last = to - what.length;
        for (int at = from; at <= last; at++) {
            if (in[at] == first && startsWith(in, at, to, what)) {
                return at;
            }
        }
        return -1;
    }

    public static boolean isResponse(byte[] in, int from, int to) {
        return startsWith(in, from, to, RESPONSE);
    }

    /// The status of a response; 0 when it has none.
    public static int status(byte[] in, int from, int to) {
        return to - from < 11 ? 0 : (int) Math.max(0, decimal(in, from + 8, from + 11));
    }

    /// Where the body begins: after the first empty line.
    public static int body(byte[] in, int from, int to) {
        for (int at = from + 3; at < to; at++) {
            if (in[at] == '\n' && in[at - 1] == '\r' && in[at - 2] == '\n' && in[at - 3] == '\r') {
                return at + 1;
            }
        }
        return -1;
    }

    /// Where the next line begins, at most `to`.
    public static int nextLine(byte[] in, int from, int to) {
        for (int at = from; at < to; at++) {
            if (in[at] == '\n') {
                return at + 1;
            }
        }
        return to;
    }

    /// Where the next header begins: folded lines belong to the one before them (RFC 3261 section
    /// 7.3.1).
    public static int nextHeader(byte[] in, int from, int head) {
        int next = nextLine(in, from, head);
        while (next < head && (in[next] == ' ' || in[next] == '\t')) {
            next = nextLine(in, next, head);
        }
        return next;
    }

    /// Where the value of the first header `name` begins, or that of its compact form; the start
    /// line is passed over. `head` ends at the body.
    public static int header(byte[] in, int from, int head, String name, char compact) {
        for (int line = nextLine(in, from, head); line < head; line = nextLine(in, line, head)) {
            int value = valueIfNamed(in, line, head, name, compact);
            if (value >= 0) {
                return value;
            }
        }
        return -1;
    }

    /// Where the value of the line at `line` begins if its name is `name` or `compact` (0: none).
    public static int valueIfNamed(byte[] in, int line, int to, String name, char compact) {
        int colon = line;
        if (compact != 0 && line + 1 < to && lower(in[line]) == compact) {
            int after = blanks(in, line + 1, to);
            if (after < to && in[after] == ':') {
                return blanks(in, after + 1, to);
            }
        }
        for (int n = 0; n < name.length(); n++, colon++) {
            if (colon >= to || lower(in[colon]) != name.charAt(n)) {
                return -1;
            }
        }
        colon = blanks(in, colon, to);
        return colon < to && in[colon] == ':' ? blanks(in, colon + 1, to) : -1;
    }

    /// A whole number without sign that begins at `at`; -1 when there is none.
    public static long decimal(byte[] in, int at, int to) {
        long value = -1;
        for (int n = at; n < to && n < at + 18 && in[n] >= '0' && in[n] <= '9'; n++) {
            value = Math.max(0, value) * 10 + in[n] - '0';
        }
        return value;
    }

    /// A number of exactly `digits` hexadecimal digits in lower case; -1 when it is none.
    public static long hex(byte[] in, int at, int digits, int to) {
        if (at < 0 || to - at < digits) {
            return -1;
        }
        long value = 0;
        for (int n = at; n < at + digits; n++) {
            int digit = Character.digit(in[n], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /// Where the branch of the topmost Via begins.
    public static int branch(byte[] in, int from, int head) {
        int via = header(in, from, head, "via", 'v');
        int at = via < 0 ? -1 : indexOf(in, via, nextLine(in, via, head), BRANCH);
        return at < 0 ? -1 : at + BRANCH.length;
    }

    /// Where a token ends: at a blank, a line end, or one of `;,>`.
    public static int tokenEnd(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] > ' ' && in[at] != ';' && in[at] != ',' && in[at] != '>') {
            at++;
        }
        return at;
    }

    /// The end of the line at `from`, without its line end.
    public static int lineEnd(byte[] in, int from, int to) {
        return end(in, from, nextLine(in, from, to));
    }

    /// Where the text between ends, without the line end it may have.
    public static int end(byte[] in, int from, int to) {
        int end = to;
        while (end > from && (in[end - 1] == '\n' || in[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    public static String text(byte[] in, int from, int to) {
        return new String(in, from, to - from, ISO_8859_1);
    }

    private static int blanks(byte[] in, int from, int to) {
        int at = from;
        while (at < to && (in[at] == ' ' || in[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static int lower(byte one) {
        return one >= 'A' && one <= 'Z' ? one + 32 : one;
    }
}
