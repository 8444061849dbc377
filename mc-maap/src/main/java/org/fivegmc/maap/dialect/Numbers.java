package org.fivegmc.maap.dialect;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;

/// Telephone numbers as chatbots write them.
public final class Numbers {

    private Numbers() {}

    /// `tel:+86…`, and `+86…`, which clients write instead of it.
    public static Optional<Msisdn> of(String text) {
        String digits = text.strip();
        if (digits.regionMatches(true, 0, "tel:", 0, 4)) {
            digits = digits.substring(4);
        }
        return isE164(digits) ? Optional.of(Msisdn.of(digits)) : Optional.empty();
    }

    /// `+` and 6 to 15 digits, the first of which is no 0.
    private static boolean isE164(String text) {
        if (text.length() < 7
                || text.length() > 16
                || text.charAt(0) != '+'
                || text.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
