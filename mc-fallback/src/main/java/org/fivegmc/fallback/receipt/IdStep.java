package org.fivegmc.fallback.receipt;

import java.math.BigInteger;
import java.util.Locale;

/// One step of making two spellings of a message id equal. An id a step cannot read stays as it is.
public enum IdStep {
    /// `1c26eaaa` becomes `472312490`.
    HEX_TO_DEC,
    /// `472312490` becomes `1c26eaaa`.
    DEC_TO_HEX,
    /// `00042` becomes `42`; `000` becomes `0`.
    STRIP_ZEROS,
    /// For ids with letters.
    LOWER_CASE,
    /// For ids with letters.
    UPPER_CASE;

    /// Longest id taken for a number; message_id has at most 64 characters.
    static final int MAX_NUMBER = 64;

    /// The id after this step.
    public String apply(String id) {
        return switch (this) {
            case HEX_TO_DEC -> convert(id, 16, 10);
            case DEC_TO_HEX -> convert(id, 10, 16);
            case STRIP_ZEROS -> stripZeros(id);
            case LOWER_CASE -> id.toLowerCase(Locale.ROOT);
            case UPPER_CASE -> id.toUpperCase(Locale.ROOT);
        };
    }

    private static String convert(String id, int from, int to) {
        boolean number =
                !id.isEmpty()
                        && id.length() <= MAX_NUMBER
                        && id.chars().allMatch(c -> c < 0x80 && Character.digit(c, from) >= 0);
        return number ? new BigInteger(id, from).toString(to) : id;
    }

    private static String stripZeros(String id) {
        int at = 0;
        while (at < id.length() - 1 && id.charAt(at) == '0') {
            at++;
        }
        return id.substring(at);
    }
}
