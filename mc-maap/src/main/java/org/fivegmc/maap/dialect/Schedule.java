package org.fivegmc.maap.dialect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.Function;

/// When a chatbot may have a message delivered: now, or at a time not too far away. Thread-safe.
///
/// @param farthest how far from now that may be; zero for no scheduling at all
public record Schedule(Duration farthest, InstantSource clock) {

    /// What requests have the time in, as an element or a member. No dialect has one of its own;
    /// the name is that of MM7 (TS 23.140).
    public static final String FIELD = "earliestDeliveryTime";

    /// Characters of a time.
    public static final int TIME_MAX = 40;

    /// @param text a time of ISO 8601 with its offset; empty for now
    /// @param wrong makes the dialect's refusal of what follows the name of the field
    /// @return milliseconds since the epoch; 0 for now, which a time that has passed is too
    public long notBeforeMs(String text, Function<String, ? extends RuntimeException> wrong) {
        if (text.isEmpty()) {
            return 0;
        }
        long wanted = parse(text, wrong);
        long now = clock.millis();
        if (wanted <= now) {
            return 0;
        }
        if (farthest.isZero()) {
            throw wrong.apply("is there, and this server does not deliver later");
        }
        if (wanted - now > farthest.toMillis()) {
            throw wrong.apply(
                    "is "
                            + text
                            + ", the latest is "
                            + Instant.ofEpochMilli(now + farthest.toMillis()));
        }
        return wanted;
    }

    private static long parse(String text, Function<String, ? extends RuntimeException> wrong) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli(); // not all years have them
        } catch (DateTimeException | ArithmeticException _) {
            throw wrong.apply(
                    "is no time of ISO 8601 with an offset, such as 2026-12-01T08:00:00+08:00");
        }
    }
}
