package org.fivegmc.loadtest.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Metrics METRICS =
            Metrics.parse(
                    """
                    # HELP mc_messages_terminal_total Deliveries that reached an end.
                    # TYPE mc_messages_terminal_total counter
                    mc_messages_terminal_total{channel="rcs",state="delivered"} 12.0
                    mc_messages_terminal_total{channel="sms",state="delivered"} 30.0
                    mc_messages_terminal_total{channel="sms",state="unconfirmed"} 1.0
                    mc_overload_level 2.0
                    mc_overload_level_of_something 7.0
                    """);

    @Test
    void linesWithAllLabelsAreSummed() {
        assertThat(METRICS.sum("mc_messages_terminal_total")).isEqualTo(43);
        assertThat(METRICS.sum("mc_messages_terminal_total", "channel=\"sms\"")).isEqualTo(31);
        assertThat(
                        METRICS.sum(
                                "mc_messages_terminal_total",
                                "state=\"delivered\"",
                                "channel=\"sms\""))
                .isEqualTo(30);
    }

    @Test
    void aNameIsAWholeName() {
        assertThat(METRICS.sum("mc_overload_level")).isEqualTo(2);
        assertThat(METRICS.sum("mc_overload")).isZero();
    }
}
