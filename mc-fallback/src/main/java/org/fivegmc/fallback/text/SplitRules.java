package org.fivegmc.fallback.text;

/// How a gateway wants texts cut.
///
/// @param concatenation header kind, decides the capacity of a part
/// @param maxParts most short messages for one text, 1 to 255
/// @param keepLinks move a web link that would be cut whole into the next part, if the limit allows
///   that extra part; handsets recognise only whole links
/// @param asciiOnly the gateway has ASCII where others have the GSM alphabet: a text with any other
///   character is sent as UCS-2
public record SplitRules(
        Concatenation concatenation, int maxParts, boolean keepLinks, boolean asciiOnly) {
    /// Default of `maxParts`.
    public static final int DEFAULT_MAX_PARTS = 8;

    /// With the GSM alphabet.
    public SplitRules(Concatenation concatenation, int maxParts, boolean keepLinks) {
        this(concatenation, maxParts, keepLinks, false);
    }

    /// Checks the range of `maxParts`.
    public SplitRules {
        if (maxParts < 1 || maxParts > PartNumber.MAX_TOTAL) {
            throw new IllegalArgumentException("maxParts " + maxParts + " is not in 1..255");
        }
    }

    /// User data header with 8-bit reference, 8 parts, whole links.
    public static SplitRules defaults() {
        return new SplitRules(Concatenation.UDH, DEFAULT_MAX_PARTS, true);
    }
}
