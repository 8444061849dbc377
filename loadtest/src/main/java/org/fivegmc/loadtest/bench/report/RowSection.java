package org.fivegmc.loadtest.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.fivegmc.loadtest.bench.machine.Machine;
import org.fivegmc.loadtest.bench.result.Round;

/// One row in full: its figures or its curve, what a reader has to know, and how it was measured.
final class RowSection {
    private static final double GIB = 1L << 30;

    private final Measured measured;
    private final StringBuilder text;

    RowSection(Measured measured, StringBuilder text) {
        this.measured = measured;
        this.text = text;
    }

    void write() {
        text.append("\n## ").append(measured.name()).append("\n\n");
        text.append(capital(measured.row().title()))
                .append(". Counted: ")
                .append(measured.row().unit())
                .append(".\n\n");
        figures();
        measured.row().axis().ifPresent(axis -> curve(axis.label()));
        findings();
        circumstances();
    }

    private void figures() {
        if (ResultsPage.shown(measured).isEmpty()) {
            return;
        }
        text.append("| figure | median (least .. most) |\n|---|---|\n");
        for (String figure : ResultsPage.shown(measured)) {
            measured.spread(figure)
                    .ifPresent(spread ->
                            text.append(
                                    line(
                                            List.of(
                                                    FigureText.label(figure),
                                                    FigureText.spread(figure, spread)))));
        }
    }

    private void curve(String axis) {
        List<String> names = measured.pointFigures();
        text.append('\n');
        List<String> head = new ArrayList<>(List.of(axis));
        names.forEach(name -> head.add(FigureText.label(name)));
        text.append(line(head)).append("|---".repeat(head.size())).append("|\n");
        for (double at : measured.places()) {
            List<String> cells = new ArrayList<>(List.of(FigureText.number(at)));
            for (String name : names) {
                cells.add(
                        measured.spread(at, name)
                                .map(spread -> FigureText.spread(name, spread))
                                .orElse(""));
            }
            text.append(line(cells));
        }
    }

    /// The same sentence of several rounds stands once.
    private void findings() {
        Map<String, List<Integer>> rounds = new LinkedHashMap<>();
        for (Round round : measured.rounds()) {
            for (String finding : round.findings()) {
                rounds.computeIfAbsent(finding, _ -> new ArrayList<>()).add(round.number());
            }
        }
        if (rounds.isEmpty()) {
            return;
        }
        text.append("\nTo be known:\n\n");
        rounds.forEach((finding, numbers) ->
                text.append("- round %s: %s\n".formatted(list(numbers), finding)));
    }

    private void circumstances() {
        Round last = measured.last();
        Machine machine = last.machine();
        text.append(
                String.format(
                        Locale.ROOT,
                        """

                        %d round%s, %s, commit %s. %s, %d processors, %.0f GiB; %s; JDK %s; %s, 2 KiB on the disk in \
                        %.0f µs; load average before the row %.2f. Commands of the last round:

                        ```sh
                        %s
                        ```
                        """,
                        measured.rounds().size(),
                        measured.rounds().size() == 1 ? "" : "s",
                        last.date(),
                        last.commit(),
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryBytes() / GIB,
                        machine.kernel(),
                        machine.jdk(),
                        machine.fileSystem(),
                        machine.diskSyncMicros(),
                        machine.loadBefore(),
                        String.join("\n", last.commands())));
    }

    static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String list(List<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
