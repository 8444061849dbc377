package org.fivegmc.wire.cpim;

import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.HeaderBlock;

/// The `NS` declarations of a CPIM (RFC 3862 section 3.4) as positions in its octets.
///
/// ```
/// NS: imdn <urn:ietf:params:imdn>     prefix, URI; the blank between them may be missing
/// NS: <urn:example>                   the namespace of names without prefix
/// NS: imdn urn:ietf:params:imdn       brackets forgotten: the last word is the URI
/// ```
final class NamespaceTable {
    /// What a prefix says about a namespace.
    enum Meaning {
        THIS,
        OTHER,
        UNDECLARED
    }

    /// Per declaration: prefix from, to, URI from, to, index of the header.
    private static final int FIELDS = 5;

    private final byte[] array;
    private final int[] marks;

    private NamespaceTable(byte[] array, int[] marks) {
        this.array = array;
        this.marks = marks;
    }

    static NamespaceTable read(byte[] array, HeaderBlock headers) {
        int declared = 0;
        for (int i = 0; i < headers.count(); i++) {
            if (headers.nameIs(i, "NS")) {
                declared++;
            }
        }
        var table = new NamespaceTable(array, new int[declared * FIELDS]);
        int at = 0;
        for (int i = 0; at < table.marks.length; i++) {
            if (headers.nameIs(i, "NS")) {
                table.add(at, i, headers.valueStart(i), headers.valueEnd(i));
                at += FIELDS;
            }
        }
        return table;
    }

    private void add(int at, int header, int from, int to) {
        int uriFrom = find('<', from, to);
        int uriTo = to;
        int prefixTo = uriFrom;
        if (uriFrom < to) {
            uriFrom++;
            uriTo = find('>', uriFrom, to);
        } else {
            while (uriFrom > from && !isBlank(array[uriFrom - 1])) {
                uriFrom--;
            }
            prefixTo = uriFrom;
        }
        while (prefixTo > from && isBlank(array[prefixTo - 1])) {
            prefixTo--;
        }
        marks[at] = from;
        marks[at + 1] = prefixTo;
        marks[at + 2] = uriFrom;
        marks[at + 3] = uriTo;
        marks[at + 4] = header;
    }

    private int find(char c, int from, int to) {
        int i = from;
        while (i < to && array[i] != c) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte octet) {
        return octet >= 0 && octet <= ' ';
    }

    int size() {
        return marks.length / FIELDS;
    }

    /// What a prefix means at a header: the last declaration above it counts, else the first below
    /// it.
    Meaning meaning(int header, ByteSlice prefix, String namespace) {
        int chosen = -1;
        for (int n = 0; n < marks.length; n += FIELDS) {
            boolean above = marks[n + 4] < header;
            if (!above && chosen >= 0) {
                break;
            }
            if (isPrefix(n, prefix)) {
                chosen = n;
            }
        }
        if (chosen < 0) {
            return Meaning.UNDECLARED;
        }
        int from = marks[chosen + 2];
        ByteSlice uri = ByteSlice.of(array, from, marks[chosen + 3] - from).trim();
        return CpimNamespaces.same(uri, namespace) ? Meaning.THIS : Meaning.OTHER;
    }

    private boolean isPrefix(int n, ByteSlice prefix) {
        if (marks[n + 1] - marks[n] != prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            int declared = array[marks[n] + i];
            if (Character.toLowerCase(declared) != Character.toLowerCase(prefix.at(i))) {
                return false;
            }
        }
        return true;
    }
}
