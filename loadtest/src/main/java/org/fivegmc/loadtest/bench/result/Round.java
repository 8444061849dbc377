package org.fivegmc.loadtest.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.fivegmc.loadtest.bench.machine.Machine;

/// What one round of a row gave. This is what is kept; medians and verdicts are made of it anew for
/// every report.
///
/// @param row identifier of the row
/// @param variant `full`, or how the row was reduced; see [Results]
/// @param number from 1
/// @param date when it ended, ISO 8601 in UTC
/// @param commit of the source tree, with `+` when it was changed since
/// @param commands what was started, in order, as a person would type it
/// @param figures by name; names of a peer's figures begin with its name and a dot
/// @param points of a curve: figures by where on the axis they were measured
/// @param findings what a reader has to know: a tool that was the limit, what was not clean
public record Round(
        String row,
        String variant,
        int number,
        String date,
        String commit,
        Machine machine,
        List<String> commands,
        Map<String, Double> figures,
        Map<Double, Map<String, Double>> points,
        List<String> findings) {

    public Round {
        commands = List.copyOf(commands);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        points = Collections.unmodifiableMap(new TreeMap<>(points));
        findings = List.copyOf(findings);
    }

    /// A figure of all rounds that have it.
    public static List<Double> values(List<Round> rounds, String figure) {
        return rounds.stream()
                .map(round -> round.figures().get(figure))
                .filter(Objects::nonNull)
                .toList();
    }

    /// A figure of a curve at one point, of all rounds that have it.
    public static List<Double> values(List<Round> rounds, double at, String figure) {
        return rounds.stream()
                .map(round -> round.points().getOrDefault(at, Map.of()).get(figure))
                .filter(Objects::nonNull)
                .toList();
    }
}
