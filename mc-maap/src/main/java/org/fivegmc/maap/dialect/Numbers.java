package org.fivegmc.maap.dialect;

import java.util.Optional;
import java.util.regex.Pattern;
import org.fivegmc.core.message.Msisdn;

/// Telephone numbers as chatbots write them.
public final class Numbers {

    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{5,14}");

    private Numbers() {}

    /// `tel:+86…`, and `+86…`, which clients write instead of it.
    public static Optional<Msisdn> of(String text) {
        String digits = text.strip();
        if (digits.regionMatches(true, 0, "tel:", 0, 4)) {
            digits = digits.substring(4);
        }
        return E164.matcher(digits).matches() ? Optional.of(Msisdn.of(digits)) : Optional.empty();
    }
}
