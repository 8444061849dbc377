package org.fivegmc.loadtest.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.result.Results;
import org.fivegmc.loadtest.bench.row.Row;

/// Writes the page and its plots. What was written before is replaced as a whole.
public final class Report {
    private Report() {}

    /// @param directory gets `results.md` and `plots/`
    /// @param micro the section of the micro-benchmarks, if they were run
    /// @return how many rows there are in it
    public static int write(
            List<Row> rows, Results results, Optional<String> micro, Path directory) {
        List<Measured> all = Measured.all(rows, results);
        Map<String, String> plots = Plots.of(all);
        Path pictures = directory.resolve("plots");
        try {
            Files.createDirectories(pictures);
            try (Stream<Path> old = Files.list(pictures)) {
                for (Path file : old.filter(one -> one.toString().endsWith(".svg")).toList()) {
                    Files.delete(file);
                }
            }
            for (Map.Entry<String, String> plot : plots.entrySet()) {
                Files.writeString(pictures.resolve(plot.getKey()), plot.getValue());
            }
            Files.writeString(
                    directory.resolve("results.md"), ResultsPage.of(all, plots.keySet(), micro));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return all.size();
    }
}
