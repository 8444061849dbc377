package org.fivegmc.loadtest.bench.machine;

import java.util.Collection;
import java.util.List;

/// CPU time that some processes use from one moment to another. A process that ends in between
/// counts with nothing.
public final class CpuMeter {
    private final List<Long> pids;
    private final double startSeconds;
    private final long startNanos = System.nanoTime();

    private CpuMeter(List<Long> pids) {
        this.pids = pids;
        this.startSeconds = total(pids);
    }

    public static CpuMeter start(Collection<Long> pids) {
        return new CpuMeter(List.copyOf(pids));
    }

    /// User and system time of them all since the start.
    public double cpuSeconds() {
        return Math.max(0, total(pids) - startSeconds);
    }

    /// Wall time since the start.
    public double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static double total(List<Long> pids) {
        return pids.stream()
                .flatMap(pid -> ProcStat.of(pid).stream())
                .mapToDouble(ProcStat::cpuSeconds)
                .sum();
    }
}
