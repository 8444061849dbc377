package org.fivegmc.wire.imdn;

import org.fivegmc.wire.ByteSlice;

/// Reads the reports that handsets really send, which is most of all traffic, without an XML
/// parser: elements, attributes and plain UTF-8 text. Anything else (references, comments, CDATA, a
/// document type, another encoding, tags that do not match) makes it step aside for the real
/// parser, so it never accepts more than that one does.
final class PlainXmlReader {
    private static final int MAX_DEPTH = 8;
    private static final String[] DECLARATIONS = {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
        "<?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
    };

    private final byte[] array;
    private final int end;
    private int at;
    private final int[] opened = new int[MAX_DEPTH * 2];
    private int depth;
    private boolean rootSeen;

    private PlainXmlReader(ByteSlice document) {
        this.array = document.array();
        this.at = document.offset();
        this.end = at + document.length();
    }

    /// Whether the document was plain and is now all in the builder.
    static boolean read(ByteSlice document, ReportBuilder builder) {
        return new PlainXmlReader(document).document(builder);
    }

    private boolean document(ReportBuilder builder) {
        if (matches("\u00ef\u00bb\u00bf")) {
            at += 3;
        }
        if (matches("<?xml") && !declaration()) {
            return false;
        }
        while (at < end) {
            int open = find('<', at);
            if (depth == 0 && !blank(at, open)) {
                return false;
            }
            if (open == end) {
                at = end;
            } else if (open + 1 < end && array[open + 1] == '/') {
                if (!close(open)) {
                    return false;
                }
            } else if (!open(open, builder)) {
                return false;
            }
        }
        return rootSeen && depth == 0;
    }

    private boolean declaration() {
        for (String usual : DECLARATIONS) {
            if (matches(usual)) {
                at += usual.length();
                return true;
            }
        }
        return false;
    }

    private boolean open(int open, ReportBuilder builder) {
        int nameEnd = nameEnd(open + 1);
        if (nameEnd == open + 1
                || array[open + 1] < 'A'
                || (depth == 0 && rootSeen)
                || depth == MAX_DEPTH) {
            return false;
        }
        int close = find('>', nameEnd);
        if (close == end) {
            return false;
        }
        boolean empty = array[close - 1] == '/';
        if (!attributes(nameEnd, empty ? close - 1 : close)) {
            return false;
        }
        rootSeen = true;
        String name = local(open + 1, nameEnd);
        builder.element(name);
        at = close + 1;
        if (empty) {
            return true;
        }
        opened[depth * 2] = open + 1;
        opened[depth * 2 + 1] = nameEnd;
        depth++;
        int next = find('<', at);
        boolean leaf = next > at && next + 1 < end && array[next + 1] == '/';
        for (int i = at; i < next; i++) {
            if (!isPlain(array[i]) || (leaf && array[i] == '\r') || isNoCharacter(i, next)) {
                return false;
            }
        }
        if (leaf) {
            builder.text(name, ByteSlice.of(array, at, next - at).text());
        }
        return true;
    }

    /// Neither a reference nor part of `]]>` nor a character XML forbids.
    private static boolean isPlain(byte octet) {
        return octet < 0 || (octet >= ' ' && octet != '&' && octet != '>') || isBlank(octet);
    }

    /// U+FFFE and U+FFFF, which are UTF-8 and yet no characters of XML.
    private boolean isNoCharacter(int at, int to) {
        return array[at] == (byte) 0xef
                && at + 2 < to
                && array[at + 1] == (byte) 0xbf
                && (array[at + 2] & 0xff) >= 0xbe;
    }

    /// Accepts `xmlns="uri"` and `xmlns:prefix="uri"` only.
    private boolean attributes(int from, int to) {
        int i = from;
        while (i < to) {
            int start = i;
            while (i < to && isBlank(array[i])) {
                i++;
            }
            if (i == to) {
                return true;
            }
            if (i == start || !ByteSlice.of(array, i, to - i).startsWithIgnoreCase("xmlns")) {
                return false;
            }
            while (i < to && (isName(array[i]) || array[i] == ':')) {
                i++;
            }
            if (i + 1 >= to || array[i] != '=' || array[i + 1] != '"') {
                return false;
            }
            i += 2;
            while (i < to && array[i] != '"') {
                if (array[i] <= ' ' || array[i] == '&' || array[i] == '<') {
                    return false;
                }
                i++;
            }
            if (i == to) {
                return false;
            }
            i++;
        }
        return true;
    }

    private boolean close(int open) {
        int nameEnd = nameEnd(open + 2);
        if (depth == 0 || nameEnd == end || array[nameEnd] != '>') {
            return false;
        }
        depth--;
        int from = opened[depth * 2];
        int to = opened[depth * 2 + 1];
        boolean same =
                ByteSlice.of(array, from, to - from)
                        .equals(ByteSlice.of(array, open + 2, nameEnd - open - 2));
        at = nameEnd + 1;
        return same;
    }

    private String local(int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (array[i] == ':') {
                start = i + 1;
            }
        }
        return ByteSlice.of(array, start, to - start).text();
    }

    private int nameEnd(int from) {
        int i = from;
        while (i < end && (isName(array[i]) || (array[i] == ':' && i > from))) {
            i++;
        }
        return i;
    }

    private static boolean isName(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '_'
                || octet == '.';
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isBlank(array[i])) {
                return false;
            }
        }
        return true;
    }

    private int find(char c, int from) {
        int i = from;
        while (i < end && array[i] != c) {
            i++;
        }
        return i;
    }

    private boolean matches(String octets) {
        if (end - at < octets.length()) {
            return false;
        }
        for (int i = 0; i < octets.length(); i++) {
            if (array[at + i] != (byte) octets.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
