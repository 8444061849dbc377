package org.fivegmc.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/// Holds the meters of [MetricCatalogue] and prints them for Prometheus.
///
/// Resolve a meter once, when things are wired, and keep it: a [Counter] is striped (no contention,
/// no allocation), a [Timer] has fixed buckets. Resolving by label values takes a look-up and
/// belongs on no hot path. Safe for all threads.
public final class Metrics implements AutoCloseable {
    /// Values one open label may take; further ones are counted as [#OVERFLOW].
    public static final int MAX_OPEN_VALUES = 64;

    /// What a value beyond the cap is counted as.
    public static final String OVERFLOW = "other";

    /// The content type of [#scrape()].
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, Set<String>> openValues = new ConcurrentHashMap<>();
    private final JvmMetrics jvm;

    public Metrics(String version) {
        for (Metric metric : MetricCatalogue.ALL) {
            if (appearsByItself(metric.kind())
                    && metric.labels().stream().noneMatch(Metric.Label::open)) {
                combinations(metric.labels()).forEach(values -> register(metric, values));
            }
        }
        info(MetricCatalogue.BUILD_INFO, version, Build.commit(), Runtime.version().toString());
        jvm = new JvmMetrics(registry);
    }

    /// The counter with these label values, in the order of the catalogue.
    public Counter counter(Metric metric, String... labelValues) {
        require(metric, Metric.Kind.COUNTER);
        return Counter.builder(withoutTotal(metric.name()))
                .description(metric.help())
                .tags(tags(metric, List.of(labelValues)))
                .register(registry);
    }

    /// The histogram with these label values.
    public Timer histogram(Metric metric, String... labelValues) {
        require(metric, Metric.Kind.HISTOGRAM);
        Duration[] buckets =
                metric.buckets().stream()
                        .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new);
        return Timer.builder(withoutUnit(metric.name()))
                .description(metric.help())
                .tags(tags(metric, List.of(labelValues)))
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    /// Reads `value` at every scrape, on the thread of the scrape; the supplier is held strongly.
    public void gauge(Metric metric, DoubleSupplier value, String... labelValues) {
        require(metric, Metric.Kind.GAUGE);
        Gauge.builder(metric.name(), value::getAsDouble)
                .description(metric.help())
                .tags(tags(metric, List.of(labelValues)))
                .strongReference(true)
                .register(registry);
    }

    /// All metrics in the Prometheus text format.
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }

    private void register(Metric metric, List<String> values) {
        switch (metric.kind()) {
            case COUNTER -> counter(metric, values.toArray(String[]::new));
            case HISTOGRAM -> histogram(metric, values.toArray(String[]::new));
            case GAUGE, INFO ->
                    throw new IllegalArgumentException("no value by itself: " + metric.name());
        }
    }

    private static boolean appearsByItself(Metric.Kind kind) {
        return kind == Metric.Kind.COUNTER || kind == Metric.Kind.HISTOGRAM;
    }

    private void info(Metric metric, String... values) {
        // Micrometer has no such kind, and the Prometheus client drops `_info` from the name of a
        // gauge.
        Info.builder()
                .name(metric.name())
                .help(metric.help())
                .labelNames(metric.labels().stream().map(Metric.Label::name).toArray(String[]::new))
                .register(registry.getPrometheusRegistry())
                .addLabelValues(values);
    }

    private static void require(Metric metric, Metric.Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(metric.name() + " is no " + kind);
        }
    }

    private List<Tag> tags(Metric metric, List<String> values) {
        if (values.size() != metric.labels().size()) {
            throw new IllegalArgumentException(
                    metric.name() + " has the labels " + metric.labels() + ", not " + values);
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            tags.add(
                    Tag.of(
                            metric.labels().get(i).name(),
                            permitted(metric, metric.labels().get(i), values.get(i))));
        }
        return tags;
    }

    private String permitted(Metric metric, Metric.Label label, String value) {
        if (!label.open()) {
            if (!label.values().contains(value)) {
                throw new IllegalArgumentException(
                        metric.name() + ": " + value + " is no value of " + label);
            }
            return value;
        }
        Set<String> known =
                openValues.computeIfAbsent(
                        metric.name() + " " + label.name(), _ -> ConcurrentHashMap.newKeySet());
        synchronized (known) {
            if (known.contains(value) || known.size() < MAX_OPEN_VALUES) {
                known.add(value);
                return value;
            }
        }
        counter(MetricCatalogue.LABEL_OVERFLOW).increment();
        return OVERFLOW;
    }

    private static Set<List<String>> combinations(List<Metric.Label> labels) {
        Set<List<String>> all = Set.of(List.of());
        for (Metric.Label label : labels) {
            Set<List<String>> longer = new HashSet<>();
            for (List<String> start : all) {
                for (String value : label.values()) {
                    var combination = new ArrayList<>(start);
                    combination.add(value);
                    longer.add(combination);
                }
            }
            all = longer;
        }
        return all;
    }

    /// Micrometer appends `_total` and `_seconds` itself.
    private static String withoutTotal(String name) {
        return name.substring(0, name.length() - "_total".length());
    }

    private static String withoutUnit(String name) {
        return name.substring(0, name.length() - "_seconds".length());
    }
}
