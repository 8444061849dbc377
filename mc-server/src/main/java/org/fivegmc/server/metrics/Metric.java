package org.fivegmc.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One metric: name, kind and labels. Names are public and do not change; `docs/` and dashboards
/// rely on them.
///
/// A label is either closed (its values are listed, all combinations exist from the start, so that
/// rates begin at zero) or open (peers, gateways: values come from the configuration and are
/// capped). No label ever holds a number, a message id or any other text a user can choose.
///
/// @param name as Prometheus shows it, with its unit and `_total`
/// @param buckets upper bounds in seconds, for histograms
public record Metric(
        String name, Kind kind, String help, List<Label> labels, List<Double> buckets) {

    public enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        /// A constant 1 whose labels are the news.
        INFO
    }

    /// A label of a metric.
    ///
    /// @param values the permitted values; empty for an open label
    public record Label(String name, List<String> values) {
        boolean open() {
            return values.isEmpty();
        }
    }

    static Label label(String name, String... values) {
        return new Label(name, List.of(values));
    }

    /// A constant as the value of a label.
    public static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String[] names(Enum<?>... values) {
        return Arrays.stream(values).map(Metric::label).toArray(String[]::new);
    }

    static Metric counter(String name, String help, Label... labels) {
        return new Metric(name, Kind.COUNTER, help, List.of(labels), List.of());
    }

    static Metric gauge(String name, String help, Label... labels) {
        return new Metric(name, Kind.GAUGE, help, List.of(labels), List.of());
    }

    static Metric info(String name, String help, Label... labels) {
        return new Metric(name, Kind.INFO, help, List.of(labels), List.of());
    }

    static Metric histogram(String name, String help, double[] buckets, Label... labels) {
        return new Metric(
                name,
                Kind.HISTOGRAM,
                help,
                List.of(labels),
                Arrays.stream(buckets).boxed().toList());
    }
}
