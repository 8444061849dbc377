package org.fivegmc.loadtest.handsets;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// The time of a run in microseconds from its begin, the same for all loops, and what date that is.
/// Threads: any.
final class RunClock {
    private final long nanosAtBegin = System.nanoTime();
    private final Instant begin = Instant.now();

    long micros() {
        return (System.nanoTime() - nanosAtBegin) / 1000;
    }

    /// As in a CPIM DateTime header, to the second.
    String dateTime(long micros) {
        return DateTimeFormatter.ISO_INSTANT.format(
                begin.plus(micros, ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atOffset(ZoneOffset.UTC));
    }
}
