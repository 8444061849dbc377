package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the system lets a process have, from `/proc/self/limits`.
public final class Limits {
    private static final String OPEN_FILES = "Max open files";

    private Limits() {}

    /// Files a process that is started from here may have open, connections among them: a JVM takes
    /// what the hard limit allows. [Long#MAX_VALUE] when nothing is known.
    public static long openFiles() {
        try {
            return openFiles(Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException _) {
            return Long.MAX_VALUE;
        }
    }

    static long openFiles(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(OPEN_FILES))
                .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +", -1)[1])
                .filter(hard -> hard.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
