package org.fivegmc.maap.quota;

import java.time.LocalDate;

/// What was counted for somebody: its members are the stored form.
///
/// @param date the last day something was counted on, and so the month
/// @param day recipients on that day
/// @param month recipients in the month of that day
public record Usage(LocalDate date, long day, long month) {

    /// The same on a later day.
    Usage on(LocalDate today) {
        if (date.equals(today)) {
            return this;
        }
        boolean sameMonth =
                date.getYear() == today.getYear() && date.getMonth() == today.getMonth();
        return new Usage(today, 0, sameMonth ? month : 0);
    }

    Usage plus(int recipients) {
        return new Usage(date, day + recipients, month + recipients);
    }

    /// Not below zero, if a day has begun between.
    Usage minus(int recipients) {
        return new Usage(date, Math.max(0, day - recipients), Math.max(0, month - recipients));
    }
}
