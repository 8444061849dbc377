package org.fivegmc.maap.content;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which octets of a file are asked for (RFC 9110 section 14.2).
sealed interface ByteRange {
    /// All: no Range, one that can't be read, or several, which a server may ignore.
    record Whole() implements ByteRange {}

    /// From `first` to `last`, both included and inside the file.
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /// Nothing of it is inside the file.
    record Outside() implements ByteRange {}

    Pattern SINGLE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    static ByteRange of(String header, long size) {
        Matcher match = SINGLE.matcher(header);
        if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
            return new Whole();
        }
        if (match.group(1).isEmpty()) {
            long suffix = Long.parseLong(match.group(2));
            return suffix == 0 || size == 0
                    ? new Outside()
                    : new Part(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2).isEmpty() ? size - 1 : Long.parseLong(match.group(2));
        if (!match.group(2).isEmpty() && last < first) {
            return new Whole();
        }
        return first >= size ? new Outside() : new Part(first, Math.min(last, size - 1));
    }
}
