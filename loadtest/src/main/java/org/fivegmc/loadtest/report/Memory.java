package org.fivegmc.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Memory of a process, from `/proc/PID/status`.
public final class Memory {
    private static final long KIB = 1024;

    private Memory() {}

    /// Resident bytes now; empty when there is no such process.
    public static OptionalLong resident(long pid) {
        try {
            return parse(Files.readAllLines(Path.of("/proc/" + pid + "/status")), "VmRSS");
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// A line such as `VmRSS: 609716 kB`, in bytes.
    public static OptionalLong parse(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(name.length() + 1).replace("kB", "").strip())
                                * KIB)
                .findFirst();
    }
}
