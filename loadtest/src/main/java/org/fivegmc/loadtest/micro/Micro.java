package org.fivegmc.loadtest.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the benchmarks of this package, each in a JVM of its own.
public final class Micro {
    private static final int FORKS = 2;
    private static final int WARMUPS = 4;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue ITERATION = TimeValue.seconds(1);
    private static final TimeValue QUICK_ITERATION = TimeValue.milliseconds(200);
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Micro() {}

    /// What one benchmark found.
    ///
    /// @param name class and method
    /// @param nanos mean time of one call, `error` half of its confidence interval (99.9 %)
    /// @param bytes allocated by one call
    public record Finding(String name, double nanos, double error, double bytes) {}

    /// @param pattern regular expression that names contain; empty for all
    /// @param quick fewer and shorter measurements
    /// @throws IllegalStateException when nothing has such a name, or a benchmark fails
    public static List<Finding> run(String pattern, boolean quick) {
        var options =
                new OptionsBuilder()
                        .include(
                                Micro.class.getPackageName().replace(".", "\\.")
                                        + ".*("
                                        + pattern
                                        + ")")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(quick ? 1 : FORKS)
                        .warmupIterations(WARMUPS)
                        .warmupTime(quick ? QUICK_ITERATION : ITERATION)
                        .measurementIterations(MEASUREMENTS)
                        .measurementTime(quick ? QUICK_ITERATION : ITERATION)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.NORMAL)
                        .shouldFailOnError(true)
                        .build();
        try {
            return findings(new Runner(options).run());
        } catch (RunnerException failed) {
            throw new IllegalStateException(failed.getMessage(), failed);
        }
    }

    private static List<Finding> findings(Collection<RunResult> results) {
        List<Finding> findings = new ArrayList<>();
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
            findings.add(
                    new Finding(
                            name(result.getParams().getBenchmark()),
                            time.getScore(),
                            time.getScoreError(),
                            allocated == null ? 0 : allocated.getScore()));
        }
        return List.copyOf(findings);
    }

    /// `org.fivegmc...micro.CpimBench.parseCpim` as `Cpim.parseCpim`.
    private static String name(String benchmark) {
        String[] parts = benchmark.split("\\.", -1);
        return String.format(
                Locale.ROOT,
                "%s.%s",
                parts[parts.length - 2].replace("Bench", ""),
                parts[parts.length - 1]);
    }
}
