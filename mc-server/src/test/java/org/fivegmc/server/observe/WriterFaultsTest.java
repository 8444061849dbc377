package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.server.metrics.Metrics;
import org.junit.jupiter.api.Test;

class WriterFaultsTest {

    @Test
    void aFaultCounts() {
        try (var metrics = new Metrics("1.2.3")) {
            var faults = new WriterFaults(metrics);
            faults.uncaughtException(
                    Thread.currentThread(), new IllegalStateException("a fault for the test"));
            assertThat(metrics.scrape()).contains("mc_faults_total{where=\"shard-writer\"} 1.0");
        }
    }
}
