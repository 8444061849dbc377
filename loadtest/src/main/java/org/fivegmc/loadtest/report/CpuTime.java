package org.fivegmc.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// User and system time that processes have used, all their threads together, as the kernel counts
/// it in `/proc/PID/stat`. Its unit is a hundredth of a second, so a span to be measured wants
/// seconds.
public final class CpuTime {
    // USER_HZ: what the kernel tells user space is in hundredths on every platform Java runs on.
    private static final double TICKS_PER_SECOND = 100;

    // Fields 14 and 15 of proc_pid_stat(5), counted behind the name in brackets, which ends field
    // 2.
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private CpuTime() {}

    /// Seconds used so far; a process that is gone counts nothing.
    public static double seconds(List<Long> pids) {
        double sum = 0;
        for (long pid : pids) {
            sum += read(Path.of("/proc", Long.toString(pid), "stat"));
        }
        return sum;
    }

    /// The same of this process.
    public static double own() {
        return read(Path.of("/proc/self/stat"));
    }

    private static double read(Path stat) {
        try {
            return parse(Files.readString(stat));
        } catch (IOException _) {
            return 0;
        }
    }

    static double parse(String stat) {
        // The name may hold blanks and brackets: the last bracket ends it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM + 2);
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
    }
}
