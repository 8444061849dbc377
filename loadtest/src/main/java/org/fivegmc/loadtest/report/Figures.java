package org.fivegmc.loadtest.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/// The figures of one run under their names, in the order in which they were put. Thread: one.
public final class Figures {
    private static final double ROUND = 1000.0;

    private final Map<String, Object> values = new LinkedHashMap<>();

    public Figures put(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Figures put(String name, String value) {
        values.put(name, value);
        return this;
    }

    public Figures put(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    /// Rounded to three decimals; what is no number is left out.
    public Figures put(String name, double value) {
        if (Double.isFinite(value)) {
            values.put(name, Math.round(value * ROUND) / ROUND);
        }
        return this;
    }

    /// `p50Us`, `p90Us`, `p99Us`, `p999Us` and `maxUs`, with `prefix` in front; nothing for an
    /// empty histogram.
    public Figures latency(String prefix, Histogram micros) {
        if (micros.getTotalCount() > 0) {
            put(name(prefix, "p50Us"), micros.getValueAtPercentile(50));
            put(name(prefix, "p90Us"), micros.getValueAtPercentile(90));
            put(name(prefix, "p99Us"), micros.getValueAtPercentile(99));
            put(name(prefix, "p999Us"), micros.getValueAtPercentile(99.9));
            put(name(prefix, "maxUs"), micros.getMaxValue());
        }
        return this;
    }

    public String json() {
        return JsonMapper.builder().build().writeValueAsString(values);
    }

    public void write(Path file) throws IOException {
        Files.writeString(file, json() + "\n");
    }

    /// One line for each figure.
    public void print(PrintStream out) {
        values.forEach((name, value) -> out.printf("%-28s %s%n", name, value));
    }

    private static String name(String prefix, String name) {
        return prefix.isEmpty()
                ? name
                : prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
