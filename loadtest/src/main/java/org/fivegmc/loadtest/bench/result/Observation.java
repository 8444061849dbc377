package org.fivegmc.loadtest.bench.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A round while it is being measured. Confined to the thread that runs the row.
public final class Observation {
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final Map<Double, Map<String, Double>> points = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    public Observation figure(String name, double value) {
        figures.put(name, value);
        return this;
    }

    /// A figure of a curve.
    public Observation point(double at, String name, double value) {
        points.computeIfAbsent(at, _ -> new LinkedHashMap<>()).put(name, value);
        return this;
    }

    /// A sentence for the reader of the result.
    public Observation finding(String sentence) {
        findings.add(sentence);
        return this;
    }

    public Map<String, Double> figures() {
        return figures;
    }

    public Map<Double, Map<String, Double>> points() {
        return points;
    }

    public List<String> findings() {
        return findings;
    }
}
