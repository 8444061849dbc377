package org.fivegmc.loadtest.bench.result;

import java.util.List;
import java.util.Map;
import org.fivegmc.loadtest.bench.machine.Machine;

/// Rounds as a bench would have stored them, for tests.
public final class Rounds {
    private static final Machine MACHINE =
            new Machine("Example CPU", 2, 8L << 30, "Linux 6.1", "25.0.3+9", "ext4", 135.4, 0.25);

    private Rounds() {}

    public static Round of(String row, String variant, int number, Map<String, Double> figures) {
        return of(row, variant, number, figures, Map.of(), List.of());
    }

    public static Round of(
            String row,
            String variant,
            int number,
            Map<String, Double> figures,
            Map<Double, Map<String, Double>> points,
            List<String> findings) {
        return new Round(
                row,
                variant,
                number,
                "2026-11-26T08:0%d:00Z".formatted(number),
                "0123abc",
                MACHINE,
                List.of(
                        "taskset -c 0 ./5gmc run --config 5gmc.yaml",
                        "taskset -c 1 ./5gmc load raw --method message --window 256"),
                figures,
                points,
                findings);
    }
}
