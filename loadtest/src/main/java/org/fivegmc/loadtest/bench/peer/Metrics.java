package org.fivegmc.loadtest.bench.peer;

import java.util.List;
import java.util.stream.Stream;

/// What a server's `/metrics` says, in the Prometheus text format.
record Metrics(List<String> lines) {
    Metrics {
        lines = List.copyOf(lines);
    }

    static Metrics parse(String text) {
        return new Metrics(text.lines().toList());
    }

    /// The sum over all lines of a metric that have all the labels, each as `name="value"`; 0
    /// without any.
    double sum(String name, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
