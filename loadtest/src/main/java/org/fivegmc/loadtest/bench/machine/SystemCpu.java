package org.fivegmc.loadtest.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The first line of `/proc/stat`: CPU time of the whole machine in ticks.
///
/// @param busy user, nice and system time; time in interrupts belongs to nobody
/// @param stolen what a hypervisor gave to others
public record SystemCpu(long busy, long stolen) {
    private static final int SYSTEM = 3;
    private static final int STEAL = 8;

    /// Throws [IllegalArgumentException] when it is no such line.
    public static SystemCpu parse(String line) {
        String[] words = line.strip().split("\\s+", -1);
        if (!words[0].equals("cpu") || words.length <= STEAL) {
            throw new IllegalArgumentException("not the first line of /proc/stat: " + line);
        }
        long busy = 0;
        for (int at = 1; at <= SYSTEM; at++) {
            busy += Long.parseLong(words[at]);
        }
        return new SystemCpu(busy, Long.parseLong(words[STEAL]));
    }

    public static SystemCpu now() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return parse(lines.findFirst().orElse(""));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public double busySeconds() {
        return (double) busy / ProcStat.TICKS_PER_SECOND;
    }

    public double stolenSeconds() {
        return (double) stolen / ProcStat.TICKS_PER_SECOND;
    }
}
