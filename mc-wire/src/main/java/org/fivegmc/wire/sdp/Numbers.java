package org.fivegmc.wire.sdp;

/// Decimal numbers of descriptions.
final class Numbers {
    private static final int MAX_DIGITS = 18;

    private Numbers() {}

    /// The number, or -1 when the text is none or has more than 18 digits.
    static long decimal(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
