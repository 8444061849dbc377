package org.fivegmc.loadtest.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.loadtest.bench.result.Mark;
import org.fivegmc.loadtest.bench.result.Spread;
import org.fivegmc.loadtest.bench.row.Row;

/// Which plots there are for what was measured.
final class Plots {
    static final String RATIOS = "ratios.svg";
    static final String MARKS = "marks.svg";

    /// A bar that is longer says no more.
    private static final double LONGEST_BAR = 4;

    private static final String COST = "cpuMicros";

    /// The figures of a latency plot and what its lines are called.
    private static final Map<String, String> LATENCIES = latencies();

    private static final double MICROS_PER_MILLI = 1e3;

    private Plots() {}

    private static Map<String, String> latencies() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("p50Us", "p50");
        names.put("p99Us", "p99");
        names.put("p999Us", "p99.9");
        return names;
    }

    /// SVG texts by file name, in the order of the page.
    static Map<String, String> of(List<Measured> all) {
        Map<String, String> plots = new LinkedHashMap<>();
        ratios(all).ifPresent(svg -> plots.put(RATIOS, svg));
        marks(all).ifPresent(svg -> plots.put(MARKS, svg));
        for (Measured curve : all) {
            curve.row()
                    .axis()
                    .ifPresent(axis -> {
                        cost(curve, axis).ifPresent(svg -> plots.put(file(curve, "cost"), svg));
                        latency(curve, axis)
                                .ifPresent(svg -> plots.put(file(curve, "latency"), svg));
                    });
        }
        return plots;
    }

    /// The file of a curve's plot; `kind` is `cost` or `latency`.
    static String file(Measured curve, String kind) {
        String variant = curve.reduced() ? "-" + curve.variant().replaceAll("[^a-z0-9.]", "-") : "";
        return curve.row().id() + variant + "-" + kind + ".svg";
    }

    private static Optional<String> ratios(List<Measured> all) {
        List<BarPlot.Bar> bars = new ArrayList<>();
        for (Measured measured : all) {
            Optional<Double> ratio = measured.ratio();
            Optional<Spread> spread = Spread.of(measured.ratios());
            if (ratio.isPresent() && spread.isPresent()) {
                Optional<Mark> mark =
                        measured.row().marks().stream()
                                .filter(one -> one.figure().equals(Mark.RATIO))
                                .findFirst();
                bars.add(
                        new BarPlot.Bar(
                                measured.name(),
                                ratio.get(),
                                spread.get().least(),
                                spread.get().most(),
                                mark.map(Mark::value).orElse(0.0),
                                mark.map(one -> one.reachedBy(ratio.get())).orElse(true),
                                FigureText.number(ratio.get())));
            }
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BarPlot(
                                        "Beside its peers, per CPU-second",
                                        "5GMC by its peer, ratio of medians; whiskers: the rounds;"
                                                + " red: the mark",
                                        bars)
                                .svg());
    }

    private static Optional<String> marks(List<Measured> all) {
        List<BarPlot.Bar> bars = new ArrayList<>();
        for (Measured measured : all) {
            for (Measured.Verdict verdict : measured.verdicts()) {
                if (verdict.value().isPresent() && verdict.mark().value() > 0) {
                    double share = verdict.mark().share(verdict.value().get());
                    double drawn = Math.min(share, LONGEST_BAR);
                    bars.add(
                            new BarPlot.Bar(
                                    measured.name() + ": " + ResultsPage.figure(verdict.mark()),
                                    drawn,
                                    drawn,
                                    drawn,
                                    1,
                                    verdict.reached(),
                                    share > LONGEST_BAR
                                            ? FigureText.number(share) + " (cut)"
                                            : FigureText.number(share)));
                }
            }
        }
        return bars.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BarPlot(
                                        "How much of each mark is reached",
                                        "measured by mark (mark by measured where less is better);"
                                                + " red: the mark",
                                        bars)
                                .svg());
    }

    private static Optional<String> cost(Measured curve, Row.Axis axis) {
        List<LinePlot.Point> points = points(curve, COST, 1);
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LinePlot(
                                        capital(curve.row().title()) + ": cost",
                                        axis.label(),
                                        "CPU time of the server per message (µs)",
                                        axis.logarithmic(),
                                        false,
                                        List.of(new LinePlot.Series("median of rounds", points)))
                                .svg());
    }

    private static Optional<String> latency(Measured curve, Row.Axis axis) {
        List<LinePlot.Series> series = new ArrayList<>();
        LATENCIES.forEach((figure, name) -> {
            List<LinePlot.Point> points = points(curve, figure, MICROS_PER_MILLI);
            if (!points.isEmpty()) {
                series.add(new LinePlot.Series(name, points));
            }
        });
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new LinePlot(
                                        capital(curve.row().title()) + ": latency",
                                        axis.label(),
                                        "time until the 202 (ms)",
                                        axis.logarithmic(),
                                        true,
                                        series)
                                .svg());
    }

    private static List<LinePlot.Point> points(Measured curve, String figure, double divisor) {
        List<LinePlot.Point> points = new ArrayList<>();
        for (double at : curve.places()) {
            curve.spread(at, figure)
                    .ifPresent(spread ->
                            points.add(
                                    new LinePlot.Point(
                                            at,
                                            spread.median() / divisor,
                                            spread.least() / divisor,
                                            spread.most() / divisor)));
        }
        return points;
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
