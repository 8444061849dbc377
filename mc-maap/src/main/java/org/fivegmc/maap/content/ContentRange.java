package org.fivegmc.maap.content;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a PUT brings: octets `first` to `last` of a file of `size` (RFC 9110 section 14.4).
record ContentRange(long first, long last, long size) {
    /// The unit is missing with some clients.
    private static final Pattern FORM =
            Pattern.compile(
                    "\\s*(?:bytes\\s)?\\s*(\\d{1,18})\\s*-\\s*(\\d{1,18})\\s*/\\s*(\\d{1,18})\\s*");

    static Optional<ContentRange> of(String header) {
        Matcher match = FORM.matcher(header);
        if (!match.matches()) {
            return Optional.empty();
        }
        var range =
                new ContentRange(
                        Long.parseLong(match.group(1)),
                        Long.parseLong(match.group(2)),
                        Long.parseLong(match.group(3)));
        return range.first() <= range.last() && range.last() < range.size()
                ? Optional.of(range)
                : Optional.empty();
    }

    long length() {
        return last - first + 1;
    }
}
