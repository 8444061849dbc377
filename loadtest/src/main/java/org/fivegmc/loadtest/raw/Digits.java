package org.fivegmc.loadtest.raw;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Numbers as text of fixed width, eight characters in one `long`: written and read without a loop
/// over characters. A word holds the text as memory does, first character in the lowest byte.
final class Digits {
    /// How all words of text are read and written.
    static final ValueLayout.OfLong WORD =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long ZEROS = '0' * EACH;
    private static final long LOW_NIBBLES = 0x0f * EACH;
    private static final int TEN_THOUSAND = 10_000;

    private Digits() {}

    /// Eight lower-case hexadecimal digits of the low 32 bits.
    static long hex(long value) {
        long nibbles = Long.reverseBytes(Long.expand(value & 0xffffffffL, LOW_NIBBLES));
        long aboveNine = ((nibbles + 6 * EACH) >>> 4) & EACH;
        return nibbles + ZEROS + aboveNine * ('a' - '0' - 10);
    }

    /// The 32 bits that [#hex] wrote as this word, or -1 if it wrote no such word.
    static long fromHex(long word) {
        long letters = (word >>> 6) & EACH;
        long nibbles = (word & LOW_NIBBLES) + letters * 9;
        long value = Long.compress(Long.reverseBytes(nibbles), LOW_NIBBLES);
        return hex(value) == word ? value : -1;
    }

    /// Eight decimal digits of a number below a hundred million.
    static long decimal(int value) {
        long high = value / TEN_THOUSAND;
        long low = value % TEN_THOUSAND;
        return pairs(high) | pairs(low) << 32;
    }

    /// Four digits in the low half of a word: of 1234 first the pairs 12 and 34, then the digits.
    private static long pairs(long four) {
        long first = four / 100;
        return digits(first) | digits(four - first * 100) << 16;
    }

    private static long digits(long two) {
        long first = two / 10;
        return (first | (two - first * 10) << 8) + ('0' | '0' << 8);
    }
}
