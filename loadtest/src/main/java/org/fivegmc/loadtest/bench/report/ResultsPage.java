package org.fivegmc.loadtest.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fivegmc.loadtest.bench.result.Mark;
import org.fivegmc.loadtest.bench.result.Spread;

/// `docs/perf/results.md`: what was measured, beside what it should reach and beside its peers.
final class ResultsPage {
    /// Figures that say how a measurement went, not what it found; the tables of a row leave them
    /// out, its findings speak of them where they matter.
    private static final Set<String> CIRCUMSTANCES =
            Set.of("seconds", "cpuSeconds", "toolCpuSeconds", "accepted", "delivered");

    private static final String INTRODUCTION =
            """
            # Results

            Written by `./5gmc bench --report` from the rounds that `./5gmc bench` has stored. Do not edit: change what
            is measured, or measure again. [README.md](README.md) says how it is measured and what a mark is.

            A figure is the median of its rounds, in brackets the least and the most of them. *per CPU-second* is what
            was done by the user and system time that all processes of the server, or of the peer with its database,
            took for it. A row in brackets is a reduced run: it shows that the row works, not what the server reaches.
            Rows are measured on their own days; compare within a row.
            """;

    private final List<Measured> all;
    private final Optional<String> micro;
    private final StringBuilder text = new StringBuilder();

    private ResultsPage(List<Measured> all, Optional<String> micro) {
        this.all = all;
        this.micro = micro;
    }

    /// @param plots which plots there are, by file name
    /// @param micro the section of the micro-benchmarks
    static String of(List<Measured> all, Set<String> plots, Optional<String> micro) {
        return new ResultsPage(all, micro).write(plots);
    }

    private String write(Set<String> plots) {
        text.append(INTRODUCTION);
        marks();
        picture(plots, Plots.MARKS, "How much of each mark is reached");
        peers();
        picture(plots, Plots.RATIOS, "Ratios to the peers");
        for (Measured measured : all) {
            new RowSection(measured, text).write();
            curvePictures(plots, measured);
        }
        micro.ifPresent(section -> text.append('\n').append(section));
        return text.toString();
    }

    private void curvePictures(Set<String> plots, Measured measured) {
        for (String kind : List.of("cost", "latency")) {
            picture(plots, Plots.file(measured, kind), measured.row().title() + ", " + kind);
        }
    }

    private void marks() {
        text.append("\n## Marks\n\n");
        if (all.stream().allMatch(measured -> measured.row().marks().isEmpty())) {
            text.append("Nothing was measured that has a mark.\n");
            return;
        }
        text.append("| row | figure | measured | mark | |\n|---|---|---|---|---|\n");
        for (Measured measured : all) {
            for (Measured.Verdict verdict : measured.verdicts()) {
                line(
                        measured.name(),
                        figure(verdict.mark()),
                        measured(measured, verdict),
                        asked(verdict.mark()),
                        judged(verdict));
            }
        }
    }

    static String figure(Mark mark) {
        return mark.figure().equals(Mark.RATIO)
                ? "ratio to the peer"
                : FigureText.label(mark.figure());
    }

    private static String measured(Measured measured, Measured.Verdict verdict) {
        Mark mark = verdict.mark();
        if (verdict.value().isEmpty()) {
            return "";
        }
        if (mark.figure().equals(Mark.RATIO)) {
            return FigureText.number(verdict.value().get()) + " x";
        }
        return mark.taken() == Mark.Taken.WORST
                ? FigureText.value(mark.figure(), verdict.value().get()) + " in the worst round"
                : measured.spread(mark.figure())
                        .map(spread -> FigureText.spread(mark.figure(), spread))
                        .orElse("");
    }

    static String asked(Mark mark) {
        String sign = mark.direction() == Mark.Direction.AT_LEAST ? "≥ " : "≤ ";
        if (mark.value() == 0) {
            return "none";
        }
        return mark.figure().equals(Mark.RATIO)
                ? sign + FigureText.number(mark.value()) + " x"
                : sign + FigureText.value(mark.figure(), mark.value());
    }

    static String judged(Measured.Verdict verdict) {
        if (verdict.value().isEmpty()) {
            return "not measured";
        }
        double value = verdict.value().get();
        double margin = verdict.mark().margin(value);
        if (verdict.mark().value() == 0) {
            return verdict.reached() ? "reached" : "**missed** by " + FigureText.number(-margin);
        }
        String percent = String.format(Locale.ROOT, "%.0f %%", Math.abs(margin) * 100);
        return verdict.reached()
                ? "reached, %s better".formatted(percent)
                : "**missed** by %s".formatted(percent);
    }

    private void peers() {
        List<Measured> compared =
                all.stream().filter(measured -> measured.ratio().isPresent()).toList();
        if (compared.isEmpty()) {
            return;
        }
        text.append(
                "\n## Beside the peers\n\nMeasured in turns on the same core, round by round.\n\n");
        text.append("| row | 5GMC | peer | | ratio of medians | round by round |\n");
        text.append("|---|---|---|---|---|---|\n");
        for (Measured measured : compared) {
            measured.row()
                    .comparison()
                    .ifPresent(peer ->
                            line(
                                    measured.name(),
                                    spread(measured, peer.ours()),
                                    peer.peer(),
                                    spread(measured, peer.theirs()),
                                    measured.ratio().map(FigureText::number).orElse(""),
                                    measured.ratios().stream()
                                            .map(FigureText::number)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private static String spread(Measured measured, String figure) {
        Optional<Spread> spread = measured.spread(figure);
        return spread.map(one -> FigureText.spread(figure, one)).orElse("");
    }

    private void picture(Set<String> plots, String file, String words) {
        if (plots.contains(file)) {
            text.append("\n![%s](plots/%s)\n".formatted(words, file));
        }
    }

    private void line(String... cells) {
        text.append(RowSection.line(List.of(cells)));
    }

    /// The figures of a row that its table shows.
    static List<String> shown(Measured measured) {
        List<String> shown = new ArrayList<>();
        for (String figure : measured.figures()) {
            String bare = figure.substring(figure.indexOf('.') + 1);
            if (!CIRCUMSTANCES.contains(bare)) {
                shown.add(figure);
            }
        }
        return shown;
    }
}
