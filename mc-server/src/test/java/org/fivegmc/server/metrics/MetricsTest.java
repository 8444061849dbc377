package org.fivegmc.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics("1.2.3");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void closedLabelsExistFromTheStart() {
        assertThat(metrics.scrape())
                .contains("mc_messages_submitted_total{origin=\"p2p\"} 0.0")
                .contains(
                        "mc_sip_transactions_total{code_class=\"6xx\",direction=\"out\",method=\"MESSAGE\"} 0.0")
                .contains("mc_build_info{git=\"unknown\",jdk=")
                .contains("version=\"1.2.3\"");
    }

    @Test
    void everyNameOfTheCatalogueIsPrintedAsItStandsThere() {
        for (Metric metric : MetricCatalogue.ALL) {
            String[] values =
                    metric.labels().stream()
                            .map(label -> label.open() ? "x" : label.values().getFirst())
                            .toArray(String[]::new);
            switch (metric.kind()) {
                case COUNTER -> metrics.counter(metric, values).increment();
                case HISTOGRAM -> metrics.histogram(metric, values).record(Duration.ofMillis(3));
                case GAUGE -> metrics.gauge(metric, () -> 7, values);
                case INFO -> assertThat(metric).isEqualTo(MetricCatalogue.BUILD_INFO);
            }
        }
        String text = metrics.scrape();
        for (Metric metric : MetricCatalogue.ALL) {
            String suffix = metric.kind() == Metric.Kind.HISTOGRAM ? "_bucket" : "";
            assertThat(text).containsPattern("(?m)^" + metric.name() + suffix + "[ {]");
            assertThat(text).contains("# HELP " + metric.name() + " ");
        }
    }

    @Test
    void countersCountAndHistogramsSort() {
        var submitted = metrics.counter(MetricCatalogue.SUBMITTED, "p2p");
        submitted.increment();
        submitted.increment();
        metrics.histogram(MetricCatalogue.ACCEPT_LATENCY).record(Duration.ofMillis(3));

        assertThat(metrics.scrape())
                .contains("mc_messages_submitted_total{origin=\"p2p\"} 2.0")
                .contains("mc_accept_latency_seconds_bucket{le=\"0.0025\"} 0")
                .contains("mc_accept_latency_seconds_bucket{le=\"0.005\"} 1")
                .contains("mc_accept_latency_seconds_count 1");
    }

    @Test
    void labelsOutsideTheCatalogueAreRefused() {
        assertThatThrownBy(() -> metrics.counter(MetricCatalogue.SUBMITTED, "+8613812340001"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.counter(MetricCatalogue.SUBMITTED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> metrics.counter(MetricCatalogue.MAILBOX_MESSAGES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void openLabelsAreCapped() {
        for (int i = 0; i <= Metrics.MAX_OPEN_VALUES; i++) {
            metrics.counter(MetricCatalogue.SMPP_THROTTLED, "peer-" + i).increment();
        }
        assertThat(metrics.scrape())
                .contains(
                        "mc_smpp_throttled_total{peer=\"peer-"
                                + (Metrics.MAX_OPEN_VALUES - 1)
                                + "\"} 1.0")
                .contains("mc_smpp_throttled_total{peer=\"" + Metrics.OVERFLOW + "\"} 1.0")
                .contains("mc_metrics_label_overflow_total 1.0")
                .doesNotContain("peer-" + Metrics.MAX_OPEN_VALUES + "\"");
    }

    @Test
    void noLabelNamesAPersonOrAMessage() {
        var forbidden = Set.of("msisdn", "number", "user", "message", "call_id", "from", "to");
        assertThat(MetricCatalogue.ALL)
                .allSatisfy(metric ->
                        assertThat(metric.labels())
                                .noneMatch(label -> forbidden.contains(label.name())));
    }

    @Test
    void theJvmIsThere() {
        assertThat(metrics.scrape())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_gc_",
                        "mc_native_memory_bytes",
                        "mc_process_resident_bytes")
                .contains("process_files_open_files");
    }
}
