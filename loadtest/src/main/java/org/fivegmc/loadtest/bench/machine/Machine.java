package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fivegmc.loadtest.report.Memory;

/// What a figure was measured on. Figures of different machines are not compared.
///
/// @param diskSyncMicros see [Disk#syncMicros]
/// @param loadBefore the load average of one minute before the row began: who else was at work
public record Machine(
        String cpu,
        int cores,
        long memoryBytes,
        String kernel,
        String jdk,
        String fileSystem,
        double diskSyncMicros,
        double loadBefore) {

    /// @param data a directory on the disk that the servers write to
    public static Machine here(Path data) {
        return new Machine(
                field("/proc/cpuinfo", "model name"),
                processors(),
                Memory.parse(lines("/proc/meminfo"), "MemTotal").orElse(0),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version", "")
                        + " "
                        + System.getProperty("java.runtime.version"),
                Disk.fileSystem(data),
                Disk.syncMicros(data),
                loadAverage());
    }

    /// All of the machine, whatever this process is pinned to.
    private static int processors() {
        return (int)
                lines("/proc/cpuinfo").stream()
                        .filter(line -> line.startsWith("processor"))
                        .count();
    }

    private static double loadAverage() {
        return lines("/proc/loadavg").stream()
                .map(line -> Double.parseDouble(line.substring(0, line.indexOf(' '))))
                .findFirst()
                .orElse(0.0);
    }

    private static String field(String file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException _) {
            return List.of();
        }
    }
}
