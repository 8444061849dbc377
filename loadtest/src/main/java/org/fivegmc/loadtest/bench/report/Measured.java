package org.fivegmc.loadtest.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.result.Comparison;
import org.fivegmc.loadtest.bench.result.Mark;
import org.fivegmc.loadtest.bench.result.Results;
import org.fivegmc.loadtest.bench.result.Round;
import org.fivegmc.loadtest.bench.result.Spread;
import org.fivegmc.loadtest.bench.result.Variant;
import org.fivegmc.loadtest.bench.row.Row;

/// A row with its stored rounds.
///
/// @param rounds at least one, all of one run
record Measured(Row row, String variant, List<Round> rounds) {
    /// A mark and what was measured.
    ///
    /// @param value empty when no round has it
    record Verdict(Mark mark, Optional<Double> value) {
        boolean reached() {
            return value.isPresent() && mark.reachedBy(value.get());
        }
    }

    Measured {
        rounds = List.copyOf(rounds);
    }

    /// What is stored of the rows, in their order. Of a row there is the full run or, without one,
    /// each reduced one.
    static List<Measured> all(List<Row> rows, Results results) {
        List<Measured> all = new ArrayList<>();
        for (Row row : rows) {
            List<String> variants = results.variants(row.id());
            List<String> shown = variants.contains(Variant.FULL) ? List.of(Variant.FULL) : variants;
            for (String variant : shown) {
                List<Round> rounds = results.read(row.id(), variant);
                if (!rounds.isEmpty()) {
                    all.add(new Measured(row, variant, rounds));
                }
            }
        }
        return List.copyOf(all);
    }

    boolean reduced() {
        return !variant.equals(Variant.FULL);
    }

    /// Its identifier, with how it was reduced.
    String name() {
        return reduced() ? "%s (%s)".formatted(row.id(), variant) : row.id();
    }

    Round first() {
        return rounds.getFirst();
    }

    Round last() {
        return rounds.getLast();
    }

    Optional<Spread> spread(String figure) {
        return Spread.of(Round.values(rounds, figure));
    }

    Optional<Spread> spread(double at, String figure) {
        return Spread.of(Round.values(rounds, at, figure));
    }

    Optional<Double> ratio() {
        return row.comparison().flatMap(peer -> peer.ofMedians(rounds));
    }

    List<Double> ratios() {
        return row.comparison().map((Comparison peer) -> peer.perRound(rounds)).orElse(List.of());
    }

    List<Verdict> verdicts() {
        return row.marks().stream().map(mark -> new Verdict(mark, value(mark))).toList();
    }

    private Optional<Double> value(Mark mark) {
        return mark.figure().equals(Mark.RATIO) ? ratio() : spread(mark.figure()).map(mark::counts);
    }

    /// Names of all single figures, in the order of the first round that has them.
    List<String> figures() {
        return rounds.stream()
                .flatMap(round -> round.figures().keySet().stream())
                .distinct()
                .toList();
    }

    /// Where a curve was measured, ascending.
    List<Double> places() {
        return rounds.stream()
                .flatMap(round -> round.points().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /// Names of a curve's figures.
    List<String> pointFigures() {
        return rounds.stream()
                .flatMap(round -> round.points().values().stream())
                .flatMap(figures -> figures.keySet().stream())
                .distinct()
                .toList();
    }
}
