package org.fivegmc.fallback.link;

import java.time.Duration;
import java.util.Locale;

/// How long a center shall try, as SMPP and CMPP write it.
public final class ValidityPeriod {
    private ValidityPeriod() {}

    /// Relative time of SMPP 3.4 clause 7.1.1.1, `YYMMDDhhmmss000R`; months and years are left at
    /// zero as their length is anybody's guess, so 99 days are the most.
    public static String relative(Duration validity) {
        if (validity.isZero()) {
            return "";
        }
        Duration bounded =
                validity.compareTo(Duration.ofDays(99)) > 0 ? Duration.ofDays(99) : validity;
        return String.format(
                Locale.ROOT,
                "0000%02d%02d%02d%02d000R",
                bounded.toDays(),
                bounded.toHoursPart(),
                bounded.toMinutesPart(),
                Math.max(bounded.toSecondsPart(), bounded.toSeconds() == 0 ? 1 : 0));
    }
}
