package org.fivegmc.loadtest.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.machine.Machine;
import org.fivegmc.loadtest.bench.report.FigureText;
import org.fivegmc.loadtest.micro.Micro;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The micro-benchmarks as they were run last, kept beside the rows. A run of some of them or a
/// quick one is named so.
///
/// @param scope `full`, or what was left out
record MicroRun(
        String scope, String date, String commit, Machine machine, List<Micro.Finding> findings) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String FULL = "full";

    MicroRun {
        findings = List.copyOf(findings);
    }

    /// Runs them and keeps what they found. What is not a full run does not replace one.
    static MicroRun measure(String pattern, boolean quick, String commit, Path results) {
        try {
            Files.createDirectories(results);
            Machine machine = Machine.here(results);
            List<Micro.Finding> findings = Micro.run(pattern, quick);
            MicroRun run =
                    new MicroRun(
                            scope(pattern, quick),
                            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                            commit,
                            machine,
                            findings);
            Files.writeString(file(results, run.full()), JSON.writeValueAsString(run) + "\n");
            return run;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The full run that is kept, or else the reduced one.
    static Optional<MicroRun> read(Path results) {
        for (boolean full : new boolean[] {true, false}) {
            Path file = file(results, full);
            if (Files.isRegularFile(file)) {
                return Optional.of(JSON.readValue(file.toFile(), MicroRun.class));
            }
        }
        return Optional.empty();
    }

    private boolean full() {
        return scope.equals(FULL);
    }

    private static String scope(String pattern, boolean quick) {
        if (quick) {
            return pattern.isEmpty() ? "quick" : "quick, " + pattern;
        }
        return pattern.isEmpty() ? FULL : pattern;
    }

    private static Path file(Path results, boolean full) {
        return results.resolve(full ? "micro.json" : "micro@reduced.json");
    }

    /// For the page of results.
    String section() {
        StringBuilder text =
                new StringBuilder(
                        """
                        ## Steps of a message

                        JMH, one thread, each benchmark in JVMs of its own: what single steps cost without a network, a
                        disk or another thread.

                        | step | ns a call (± 99.9 %) | bytes allocated |
                        |---|---|---|
                        """);
        for (Micro.Finding finding : findings) {
            text.append(
                    "| %s | %s (± %s) | %s |\n"
                            .formatted(
                                    finding.name(),
                                    FigureText.number(finding.nanos()),
                                    FigureText.number(finding.error()),
                                    FigureText.number(Math.rint(finding.bytes()))));
        }
        text.append(
                "\n%s%s, commit %s. %s, JDK %s. `./5gmc bench --micro`\n"
                        .formatted(
                                full() ? "" : "Reduced run (" + scope + "). ",
                                date,
                                commit,
                                machine.cpu(),
                                machine.jdk()));
        return text.toString();
    }
}
