package org.fivegmc.fallback.text;

/// Which part of which concatenated message; `total` 1 means a message of its own.
///
/// @param reference same in all parts of one message to one destination: 8 or 16 bits
/// @param sequence from 1 to `total`
/// @param total number of parts, at most 255
public record PartNumber(int reference, int sequence, int total) {
    /// What one octet can count.
    public static final int MAX_TOTAL = 255;

    private static final PartNumber ONLY = new PartNumber(0, 1, 1);

    /// Checks the ranges.
    public PartNumber {
        if (total < 1 || total > MAX_TOTAL || sequence < 1 || sequence > total) {
            throw new IllegalArgumentException("part " + sequence + " of " + total);
        }
        if (reference < 0 || reference > 0xffff) {
            throw new IllegalArgumentException("reference " + reference);
        }
    }

    /// A message that needs no header.
    public static PartNumber only() {
        return ONLY;
    }

    /// Whether a concatenation header is needed.
    public boolean concatenated() {
        return total > 1;
    }
}
