package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What `/proc/PID/stat` (proc(5)) tells of a process.
///
/// @param command as the kernel shortens it; it may hold blanks and brackets
/// @param userTicks,systemTicks CPU time of all its threads, ended ones included, in ticks of
///   [#TICKS_PER_SECOND]
/// @param endedTicks the same of its children that have ended, user and system together
public record ProcStat(
        long pid, String command, long parent, long userTicks, long systemTicks, long endedTicks) {

    /// USER_HZ, which Linux fixes for user space on every architecture a JVM of today runs on.
    public static final int TICKS_PER_SECOND = 100;

    // Fields of proc(5), counted from the one behind the command, which is number 3.
    private static final int FIRST = 3;
    private static final int PARENT = 4 - FIRST;
    private static final int USER = 14 - FIRST;
    private static final int SYSTEM = 15 - FIRST;
    private static final int ENDED_USER = 16 - FIRST;
    private static final int ENDED_SYSTEM = 17 - FIRST;

    /// Throws [IllegalArgumentException] when it is no such line.
    public static ProcStat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open) {
            throw new IllegalArgumentException("not a line of /proc/PID/stat: " + line);
        }
        String[] rest = line.substring(close + 1).strip().split(" ", -1);
        if (rest.length <= ENDED_SYSTEM) {
            throw new IllegalArgumentException("too short for /proc/PID/stat: " + line);
        }
        return new ProcStat(
                Long.parseLong(line.substring(0, open).strip()),
                line.substring(open + 1, close),
                Long.parseLong(rest[PARENT]),
                Long.parseLong(rest[USER]),
                Long.parseLong(rest[SYSTEM]),
                Long.parseLong(rest[ENDED_USER]) + Long.parseLong(rest[ENDED_SYSTEM]));
    }

    /// Empty when there is no such process.
    public static Optional<ProcStat> of(long pid) {
        try {
            return Optional.of(parse(Files.readString(Path.of("/proc/" + pid + "/stat"))));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// User and system time of the process itself.
    public double cpuSeconds() {
        return (double) (userTicks + systemTicks) / TICKS_PER_SECOND;
    }

    /// The same with its children that have ended.
    public double cpuSecondsWithEnded() {
        return cpuSeconds() + (double) endedTicks / TICKS_PER_SECOND;
    }
}
