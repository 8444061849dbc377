package org.fivegmc.msrp.codec;

import org.fivegmc.wire.ByteSlice;

/// Value of Byte-Range (RFC 4975 section 7.1.1), `1-2048/4000`. Positions count from 1.
///
/// @param start first octet of the chunk in the message; 0 when the header can not be read
/// @param end last octet, [#OPEN] when not told
/// @param total octets of the message, [#OPEN] when not told
public record ByteRange(long start, long end, long total) {
    /// What is written `*`.
    public static final long OPEN = -1;

    /// What a chunk without the header is (RFC 4975 section 7.1.1).
    public static final ByteRange ABSENT = new ByteRange(1, OPEN, OPEN);

    /// A header that can not be read.
    public static final ByteRange UNREADABLE = new ByteRange(0, OPEN, OPEN);

    private static final long MOST = 1L << 60;

    public boolean isReadable() {
        return start != 0;
    }

    static ByteRange parse(ByteSlice value) {
        if (value.isEmpty()) {
            return ABSENT;
        }
        int dash = value.indexOf('-', 0);
        int slash = value.indexOf('/', 0);
        if (dash < 0 || slash < dash) {
            return UNREADABLE;
        }
        long start = number(value.slice(0, dash));
        long end = number(value.slice(dash + 1, slash));
        long total = number(value.slice(slash + 1, value.length()));
        // "0" as start or a start of "*" occurs in keep-alives only
        boolean sound = start > 0 && end >= OPEN && total >= OPEN;
        return sound ? new ByteRange(start, end, total) : UNREADABLE;
    }

    /// The number, [#OPEN] for `*`, -2 for anything else.
    private static long number(ByteSlice text) {
        ByteSlice digits = text.trim();
        if (digits.length() == 1 && digits.at(0) == '*') {
            return OPEN;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.at(i) - '0';
            if (digit < 0 || digit > 9 || value > MOST / 10) {
                return -2;
            }
            value = value * 10 + digit;
        }
        return digits.isEmpty() ? -2 : value;
    }
}
