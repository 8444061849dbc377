package org.fivegmc.wire;

import java.util.Arrays;

/// An index over a block of `Name: value` lines, up to and including the empty line that ends it:
/// the shape shared by CPIM message headers (RFC 3862 section 2), content headers and MIME part
/// headers (RFC 2045).
///
/// Only positions are kept; names and values become slices when asked for. CRLF and LF may be
/// mixed, a line that begins with blank or tab continues the value before it. Nothing throws: a
/// block that breaks a rule is told by [#fault()]. Immutable after the scan.
public final class HeaderBlock {
    private static final int FIELDS = 4;
    private static final int FIRST_CAPACITY = 8;

    private final byte[] array;
    private final int start;
    private int[] marks = new int[FIRST_CAPACITY * FIELDS];
    private int count;
    private int headersEnd;
    private int bodyStart;
    private boolean closed;
    private int faultOffset = -1;
    private String fault = "";

    private HeaderBlock(byte[] array, int start) {
        this.array = array;
        this.start = start;
    }

    /// Reads header lines from `from` until an empty line or `to`.
    ///
    /// @param maxBytes most octets the block may have, the empty line included
    /// @param maxHeaders most header lines it may have
    public static HeaderBlock scan(byte[] array, int from, int to, int maxBytes, int maxHeaders) {
        var block = new HeaderBlock(array, from);
        block.read(from, to, maxBytes, maxHeaders);
        return block;
    }

    private void read(int from, int to, int maxBytes, int maxHeaders) {
        int cap = to - from > maxBytes ? from + maxBytes : to;
        int high = 0;
        int line = from;
        while (line < cap) {
            int colon = -1;
            int i = line;
            for (; i < cap; i++) {
                byte octet = array[i];
                high |= octet;
                if (octet == '\n') {
                    break;
                }
                if (octet == ':' && colon < 0) {
                    colon = i;
                } else if (octet == 0 || (octet == '\r' && (i + 1 == to || array[i + 1] != '\n'))) {
                    fail(i, "control character in a header line");
                    return;
                }
            }
            if (i == cap && cap < to) {
                fail(cap, "header block longer than " + maxBytes + " octets");
                return;
            }
            int next = i < cap ? i + 1 : cap;
            int end = i > line && array[i - 1] == '\r' ? i - 1 : i;
            if (end == line) {
                headersEnd = line;
                bodyStart = next;
                closed = true;
                break;
            }
            if (!(isBlank(array[line]) ? unfold(line, end) : add(line, colon, end, maxHeaders))) {
                return;
            }
            line = next;
        }
        if (!closed && cap < to) {
            fail(cap, "header block longer than " + maxBytes + " octets");
            return;
        }
        if (!closed) {
            headersEnd = line;
            bodyStart = line;
        }
        if (high < 0) {
            int bad = Utf8.firstInvalid(array, from, headersEnd);
            if (bad >= 0) {
                fail(bad, "header is not UTF-8");
            }
        }
    }

    private boolean add(int line, int colon, int end, int maxHeaders) {
        if (colon < 0) {
            return fail(line, "header line without a colon");
        }
        if (count == maxHeaders) {
            return fail(line, "more than " + maxHeaders + " headers");
        }
        int nameEnd = colon;
        while (nameEnd > line && isBlank(array[nameEnd - 1])) {
            nameEnd--;
        }
        if (nameEnd == line) {
            return fail(line, "header without a name");
        }
        for (int i = line; i < nameEnd; i++) {
            if (array[i] <= ' ' && array[i] >= 0) {
                return fail(i, "blank or control character in a header name");
            }
        }
        if (marks.length == count * FIELDS) {
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        int m = count * FIELDS;
        marks[m] = line;
        marks[m + 1] = nameEnd;
        setValue(m, colon + 1, end);
        count++;
        return true;
    }

    private boolean unfold(int line, int end) {
        if (count == 0) {
            return fail(line, "continuation line before the first header");
        }
        int m = (count - 1) * FIELDS;
        boolean empty = marks[m + 2] == marks[m + 3];
        int from = empty ? line : marks[m + 2];
        int to = end;
        while (to > line && isBlank(array[to - 1])) {
            to--;
        }
        if (to > line) {
            setValue(m, from, to);
        }
        return true;
    }

    private void setValue(int m, int from, int to) {
        int valueStart = from;
        int valueEnd = to;
        while (valueStart < valueEnd && isBlank(array[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && isBlank(array[valueEnd - 1])) {
            valueEnd--;
        }
        marks[m + 2] = valueStart;
        marks[m + 3] = valueEnd;
    }

    private boolean fail(int offset, String rule) {
        faultOffset = offset;
        fault = rule;
        return false;
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /// The rule the block breaks, empty when it breaks none.
    public String fault() {
        return fault;
    }

    /// Where in the array the rule is broken, -1 when none is.
    public int faultOffset() {
        return faultOffset;
    }

    /// Whether the empty line was there.
    public boolean closed() {
        return closed;
    }

    /// Index in the array of the first octet of the block.
    public int start() {
        return start;
    }

    /// Index in the array of the empty line, or of the end of the octets when there is none.
    public int headersEnd() {
        return headersEnd;
    }

    /// Index in the array of the first octet behind the empty line.
    public int bodyStart() {
        return bodyStart;
    }

    public int count() {
        return count;
    }

    public int nameStart(int header) {
        return marks[header * FIELDS];
    }

    public int nameEnd(int header) {
        return marks[header * FIELDS + 1];
    }

    public int valueStart(int header) {
        return marks[header * FIELDS + 2];
    }

    public int valueEnd(int header) {
        return marks[header * FIELDS + 3];
    }

    public ByteSlice name(int header) {
        return ByteSlice.of(array, nameStart(header), nameEnd(header) - nameStart(header));
    }

    /// The value as it is on the wire, without blanks at either side; a folded one still has its
    /// line ends.
    public ByteSlice value(int header) {
        return ByteSlice.of(array, valueStart(header), valueEnd(header) - valueStart(header));
    }

    public boolean nameIs(int header, String name) {
        int from = nameStart(header);
        int to = nameEnd(header);
        return to - from == name.length() && ByteSlice.matchesIgnoreCase(array, from, to, name);
    }

    /// Where the name of a header has this ending (any case): index in the array, or -1.
    public int endingOfName(int header, String ending) {
        int from = nameEnd(header) - ending.length();
        boolean ends =
                from >= nameStart(header)
                        && ByteSlice.matchesIgnoreCase(array, from, nameEnd(header), ending);
        return ends ? from : -1;
    }

    /// The first header of that name (any case), or -1.
    public int find(String name) {
        for (int i = 0; i < count; i++) {
            if (nameIs(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /// Value of the first header of that name, or an empty slice.
    public ByteSlice first(String name) {
        int header = find(name);
        return header < 0 ? ByteSlice.EMPTY : value(header);
    }

    /// The text of a value: folds (a line end and the blanks around it) become one blank.
    public static String unfolded(ByteSlice value) {
        if (value.indexOf('\n', 0) < 0) {
            return value.text();
        }
        String text = value.text();
        var out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
                    i++;
                }
                while (!out.isEmpty() && " \t".indexOf(out.charAt(out.length() - 1)) >= 0) {
                    out.setLength(out.length() - 1);
                }
                out.append(' ');
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }
}
