package org.fivegmc.maap.tenant;

/// How many messages somebody may send, each recipient counted. 0 stands for no limit.
///
/// @param perSecond as many may also come at once
/// @param perDay from midnight to midnight
/// @param perMonth of the calendar
public record Quota(long perSecond, long perDay, long perMonth) {

    public static final Quota NONE = new Quota(0, 0, 0);

    /// Largest limit a second.
    public static final long MOST_PER_SECOND = 1_000_000;

    /// Largest limit a day or a month.
    public static final long MOST = 1_000_000_000_000L;

    public Quota {
        check("per second", perSecond, MOST_PER_SECOND);
        check("per day", perDay, MOST);
        check("per month", perMonth, MOST);
    }

    private static void check(String name, long value, long most) {
        if (value < 0 || value > most) {
            throw new TenantFault("quota " + name + ": 0 to " + most + ", not " + value);
        }
    }
}
