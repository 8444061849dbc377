package org.fivegmc.core.message;

import java.util.HexFormat;

/// The message center's own id of a message, minted once at acceptance: 48 bits of milliseconds, 16
/// bits of node and writer, 64 bits of sequence. Ids of one writer sort in the order of acceptance,
/// which is the order of an inbox.
public record MessageId(long high, long low) implements Comparable<MessageId> {

    /// Milliseconds since the epoch at which the id was minted.
    public long timestampMs() {
        return high >>> 16;
    }

    @Override
    public int compareTo(MessageId other) {
        int byTime = Long.compareUnsigned(high, other.high);
        return byTime != 0 ? byTime : Long.compareUnsigned(low, other.low);
    }

    /// The 32 hexadecimal digits of [#toString()]; throws `IllegalArgumentException` otherwise.
    public static MessageId parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a message id has 32 hexadecimal digits: " + text);
        }
        return new MessageId(
                HexFormat.fromHexDigitsToLong(text, 0, 16),
                HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
