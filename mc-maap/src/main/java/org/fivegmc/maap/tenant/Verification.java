package org.fivegmc.maap.tenant;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Who has looked into whose a chatbot is; the operator says so. Empty texts for nothing said.
///
/// @param by the organisation that did; without it nobody has
/// @param as the name under which it knows the chatbot's owner
/// @param until the last day on which that holds, in China's time; without it there is no end
public record Verification(String by, String as, String until) {

    public static final Verification NONE = new Verification("", "", "");

    private static final int TEXT_MAX = 100;
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    public Verification {
        check("verified-by", by);
        check("verified-as", as);
        if (by.isEmpty() && !(as.isEmpty() && until.isEmpty())) {
            throw new TenantFault("verified-by: who has verified the chatbot is missing");
        }
        if (!until.isEmpty()) {
            day(until);
        }
    }

    private static void check(String name, String value) {
        if (value.length() > TEXT_MAX) {
            throw new TenantFault(name + ": at most " + TEXT_MAX + " characters");
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            throw new TenantFault("verified-until: '" + text + "' is no day such as 2027-12-31");
        }
    }

    /// Whether somebody has, and it still holds.
    public boolean holds(Instant now) {
        return !by.isEmpty()
                && (until.isEmpty() || !LocalDate.ofInstant(now, CHINA).isAfter(day(until)));
    }
}
