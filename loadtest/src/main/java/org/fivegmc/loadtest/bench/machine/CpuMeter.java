package org.fivegmc.loadtest.bench.machine;

import java.util.Collection;
import java.util.List;
import org.fivegmc.loadtest.report.CpuTime;

/// CPU time that some processes use from one moment to another. A process that ends in between
/// counts with nothing.
public final class CpuMeter {
    private final List<Long> pids;
    private final double startSeconds;
    private final long startNanos = System.nanoTime();

    private CpuMeter(List<Long> pids) {
        this.pids = pids;
        this.startSeconds = CpuTime.seconds(pids);
    }

    public static CpuMeter start(Collection<Long> pids) {
        return new CpuMeter(List.copyOf(pids));
    }

    /// User and system time of them all since the start.
    public double cpuSeconds() {
        return Math.max(0, CpuTime.seconds(pids) - startSeconds);
    }

    /// Wall time since the start.
    public double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
