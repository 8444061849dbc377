package org.fivegmc.server.log;

/// Takes the middle out of telephone numbers in a text: `+8613812340001` becomes `+86138****0001`.
///
/// A number is `+` and [#MIN_DIGITS] to [#MAX_DIGITS] digits (E.164), or as many digits behind
/// `sip:`, `sips:` or `tel:`. One pass, and the text itself comes back when there is nothing to
/// mask.
public final class NumberMask {
    static final int MIN_DIGITS = 7;
    static final int MAX_DIGITS = 15;
    private static final int SHOWN_FRONT = 5;
    private static final int SHOWN_END = 4;

    private NumberMask() {}

    public static String mask(String text) {
        StringBuilder out = null;
        int copied = 0;
        int i = 0;
        while (i < text.length()) {
            int digits = isNumberStart(text, i) ? digitsFrom(text, i) : 0;
            if (digits >= MIN_DIGITS && digits <= MAX_DIGITS) {
                out = out == null ? new StringBuilder(text.length()) : out;
                int front = Math.min(SHOWN_FRONT, digits - SHOWN_END);
                out.append(text, copied, i + front)
                        .append("****")
                        .append(text, i + digits - SHOWN_END, i + digits);
                copied = i + digits;
            }
            i += Math.max(1, digits);
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private static boolean isNumberStart(String text, int i) {
        if (!isDigit(text.charAt(i)) || i == 0) {
            return false;
        }
        char before = text.charAt(i - 1);
        return before == '+'
                || (before == ':'
                        && (endsWith(text, i, "sip:")
                                || endsWith(text, i, "sips:")
                                || endsWith(text, i, "tel:")));
    }

    private static boolean endsWith(String text, int end, String scheme) {
        return end >= scheme.length()
                && text.regionMatches(true, end - scheme.length(), scheme, 0, scheme.length());
    }

    private static int digitsFrom(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end - start;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
