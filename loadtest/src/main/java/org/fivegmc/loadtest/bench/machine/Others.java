package org.fivegmc.loadtest.bench.machine;

import java.util.stream.Stream;

/// How much of the machine went to processes that are none of this bench and its children, from one
/// moment to another. A figure measured beside other work is worth less, and its reader is told.
public final class Others {
    private final SystemCpu before = SystemCpu.now();
    private final double oursBefore = ours();
    private final long startNanos = System.nanoTime();

    /// @param cores used by others on average
    /// @param stolen cores the hypervisor gave to other machines
    public record Share(double cores, double stolen) {}

    public Share share() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        SystemCpu now = SystemCpu.now();
        double busy = now.busySeconds() - before.busySeconds();
        double others = Math.max(0, busy - (ours() - oursBefore));
        return new Share(
                others / seconds, (now.stolenSeconds() - before.stolenSeconds()) / seconds);
    }

    /// Of this process and its descendants, those that have ended included: parents inherit what
    /// their children used.
    private static double ours() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .flatMap(handle -> ProcStat.of(handle.pid()).stream())
                .mapToDouble(ProcStat::cpuSecondsWithEnded)
                .sum();
    }
}
