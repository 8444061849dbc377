package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// When and how long a JVM stood still, read from its unified log. It must have been started with
/// [#LOG_OPTION], whose lines look so:
///
/// ```
/// [12.034s] GC(7) Pause Young (Allocation Failure) 86M->9M(494M) 3.271ms
/// [12.035s] Safepoint "SerialCollectForAllocation", ..., Total: 3310561 ns
/// ```
///
/// The safepoint holds the collection and the time to reach it, so it is what is counted.
///
/// @param pauses in the order of the log
public record Pauses(List<Pause> pauses) {
    /// Behind it comes the name of the file.
    public static final String LOG_OPTION = "-Xlog:gc,safepoint:file=";

    /// Behind the name of the file. One file, without limit: a day of it is a few megabytes.
    public static final String LOG_DECORATION = ":uptime:filecount=0";

    private static final Pattern SAFEPOINT =
            Pattern.compile("\\[([0-9.]+)s] *Safepoint \"([^\"]*)\".* Total: *([0-9]+) ns.*");

    /// @param atSeconds since the start of the JVM
    /// @param cause as the JVM names it
    public record Pause(double atSeconds, String cause, double millis) {}

    public Pauses {
        pauses = List.copyOf(pauses);
    }

    /// What a log holds; nothing when there is no such file.
    public static Pauses read(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            return parse(lines);
        } catch (IOException _) {
            return new Pauses(List.of());
        }
    }

    static Pauses parse(Stream<String> lines) {
        return new Pauses(lines.flatMap(line -> pause(line).stream()).toList());
    }

    private static Optional<Pause> pause(String line) {
        Matcher found = SAFEPOINT.matcher(line);
        return found.matches()
                ? Optional.of(
                        new Pause(
                                Double.parseDouble(found.group(1)),
                                found.group(2),
                                Long.parseLong(found.group(3)) / 1e6))
                : Optional.empty();
    }

    /// Those within a time, in seconds since the start of the JVM.
    public Pauses between(double fromSeconds, double toSeconds) {
        return new Pauses(
                pauses.stream()
                        .filter(pause -> pause.atSeconds() >= fromSeconds)
                        .filter(pause -> pause.atSeconds() <= toSeconds)
                        .toList());
    }

    /// The longest, 0 without any.
    public double longestMillis() {
        return pauses.stream().mapToDouble(Pause::millis).max().orElse(0);
    }

    public double totalMillis() {
        return pauses.stream().mapToDouble(Pause::millis).sum();
    }
}
