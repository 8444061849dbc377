package org.fivegmc.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// CPU seconds that processes have used, user and system time together, from `/proc/PID/stat`.
public final class CpuTime {
    // Linux tells it in hundredths of a second on every platform the JDK runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private CpuTime() {}

    /// The sum over processes; one that has ended counts 0.
    public static double seconds(List<Long> pids) {
        return pids.stream().mapToDouble(CpuTime::seconds).sum();
    }

    public static double own() {
        return seconds(ProcessHandle.current().pid());
    }

    private static double seconds(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        } catch (IOException _) {
            return 0;
        }
    }

    /// The name of the process stands in parentheses and may hold anything, so fields are counted
    /// from the last one.
    static double parse(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }
}
