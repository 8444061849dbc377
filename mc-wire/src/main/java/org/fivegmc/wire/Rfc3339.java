package org.fivegmc.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Date and time of CPIM and IMDN (RFC 3339 section 5.6), read leniently: a blank or small `t`
/// between date and time, a missing or colonless offset (UTC, `+0800`, `+08`), any number of
/// fraction digits and a leap second are accepted, as handsets send them all.
public final class Rfc3339 {
    /// What [#parseMillis(ByteSlice)] answers when there is no readable time.
    public static final long ABSENT = Long.MIN_VALUE;

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private Rfc3339() {}

    /// Milliseconds since 1970, or [#ABSENT].
    public static long parseMillis(ByteSlice text) {
        return new Cursor(text).read();
    }

    /// With milliseconds, `Z` for offset zero: `2026-11-22T20:38:00.123+08:00`.
    public static String format(Instant time, ZoneOffset offset) {
        return FORMAT.format(time.atOffset(offset));
    }

    private static final class Cursor {
        private static final int BAD = -1;
        private final ByteSlice text;
        private int at;

        Cursor(ByteSlice text) {
            this.text = text;
        }

        long read() {
            int year = digits(4);
            boolean date = skip('-');
            int month = digits(2);
            date &= skip('-');
            int day = digits(2);
            boolean middle = skip('T') || skip('t') || skip(' ');
            int hour = digits(2);
            boolean time = skip(':');
            int minute = digits(2);
            time &= skip(':');
            int second = digits(2);
            if (!date || !middle || !time || (year | month | day | hour | minute | second) < 0) {
                return ABSENT;
            }
            if (hour > 23 || minute > 59 || second > 60) {
                return ABSENT;
            }
            int millis = fraction();
            int offset = offsetSeconds();
            if (millis == BAD || offset == Integer.MIN_VALUE || at != text.length()) {
                return ABSENT;
            }
            try {
                long days = LocalDate.of(year, month, day).toEpochDay();
                long seconds = days * 86_400L + hour * 3600L + minute * 60L + second - offset;
                return seconds * 1000L + millis;
            } catch (DateTimeException _) {
                return ABSENT;
            }
        }

        private int fraction() {
            if (!skip('.') && !skip(',')) {
                return 0;
            }
            int millis = 0;
            int scale = 100;
            int first = at;
            while (at < text.length() && isDigit(text.at(at))) {
                millis += (text.at(at++) - '0') * scale;
                scale /= 10;
            }
            return at == first ? BAD : millis;
        }

        private int offsetSeconds() {
            if (at == text.length() || skip('Z') || skip('z')) {
                return 0;
            }
            int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
            if (sign == 0) {
                return Integer.MIN_VALUE;
            }
            int hours = digits(2);
            boolean colon = skip(':');
            int minutes = !colon && at == text.length() ? 0 : digits(2);
            boolean fits = hours >= 0 && hours <= 23 && minutes >= 0 && minutes <= 59;
            return fits ? sign * (hours * 3600 + minutes * 60) : Integer.MIN_VALUE;
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                if (at >= text.length() || !isDigit(text.at(at))) {
                    return BAD;
                }
                value = value * 10 + text.at(at++) - '0';
            }
            return value;
        }

        private boolean skip(char c) {
            if (at < text.length() && text.at(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private static boolean isDigit(byte octet) {
            return octet >= '0' && octet <= '9';
        }
    }
}
