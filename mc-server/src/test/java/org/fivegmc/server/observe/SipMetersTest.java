package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.sip.transport.SipEvents.Drop;
import org.junit.jupiter.api.Test;

class SipMetersTest {

    @Test
    void everyDropIsCounted() {
        try (var metrics = new Metrics("test")) {
            var meters = new SipMeters(metrics);
            for (Drop reason : Drop.values()) {
                meters.dropped(reason);
                assertThat(metrics.scrape())
                        .contains(
                                "mc_sip_dropped_total{reason=\""
                                        + reason.name().toLowerCase(Locale.ROOT)
                                        + "\"} 1.0");
            }
        }
    }
}
