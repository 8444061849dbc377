package org.fivegmc.loadtest.bench.result;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// The same figure of several rounds. With an even number of rounds the median is the mean of the
/// two in the middle.
public record Spread(double median, double least, double most, int rounds) {

    /// Empty without any value.
    public static Optional<Spread> of(Collection<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int upper = sorted.length / 2;
        int lower = (sorted.length - 1) / 2;
        return Optional.of(
                new Spread(
                        (sorted[lower] + sorted[upper]) / 2,
                        sorted[0],
                        sorted[sorted.length - 1],
                        sorted.length));
    }
}
