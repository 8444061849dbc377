package org.fivegmc.sip.codec;

import org.jspecify.annotations.Nullable;

/// CSeq: number below 2^31 and method (RFC 3261 section 20.16).
///
/// @param number the sequence number
/// @param method the method, [SipMethod#EXTENSION] when unknown
/// @param methodText the method as written
public record CSeq(long number, SipMethod method, Span methodText) {
    static final long MAX = 0x7fff_ffffL;

    static @Nullable CSeq parse(Span s) {
        byte[] a = s.array();
        int end = s.end();
        int i = s.start();
        while (i < end && Chars.isDigit(a[i])) {
            i++;
        }
        long number = Chars.decimal(a, s.start(), i, MAX);
        int m = Chars.skipLws(a, i, end);
        int mEnd = Chars.skipToken(a, m, end);
        if (number < 0 || m == i || mEnd == m || mEnd != end) {
            return null;
        }
        return new CSeq(number, SipMethod.find(a, m, mEnd), new Span(a, m, mEnd));
    }
}
