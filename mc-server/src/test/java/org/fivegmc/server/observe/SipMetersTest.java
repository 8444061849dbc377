package org.fivegmc.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.RefuseReason;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.junit.jupiter.api.Test;

class SipMetersTest {

    @Test
    void whatIsLostIsCountedWithItsReason() {
        try (var metrics = new Metrics("1")) {
            var meters = new SipMeters(metrics);
            meters.dropped(SipEvents.Drop.FLOW_CLOSED);
            meters.transactionTimedOut(SipEvents.Kind.CLIENT_NON_INVITE);
            meters.connectionOpened(SipTransport.TLS, SipEvents.Direction.IN);
            meters.connectionClosed(SipTransport.TLS, CloseReason.SLOW_READER);
            meters.connectionRefused(SipTransport.TCP, RefuseReason.TOO_MANY_FROM_ADDRESS);
            assertThat(metrics.scrape())
                    .contains(
                            "mc_sip_dropped_total{reason=\"flow-closed\"} 1.0",
                            "mc_sip_dropped_total{reason=\"overload\"} 0.0",
                            "mc_sip_timeouts_total{kind=\"client-non-invite\"} 1.0",
                            "mc_sip_connections_closed_total{reason=\"slow-reader\",transport=\"tls\"} 1.0",
                            "mc_sip_connections_refused_total{reason=\"too-many-from-address\",transport=\"tcp\"} 1.0");
        }
    }

    @Test
    void whatIsAskedAndRefusedIsCountedWithItsReason() {
        try (var metrics = new Metrics("1")) {
            var meters = new SipMeters(metrics);
            meters.capabilitiesAsked(SipEvents.CapabilityLookup.STALE);
            meters.messageRefused(SipEvents.MessageFault.BAD_IMDN);
            assertThat(metrics.scrape())
                    .contains(
                            "mc_capability_cache_requests_total{result=\"stale\"} 1.0",
                            "mc_capability_cache_requests_total{result=\"hit\"} 0.0",
                            "mc_messages_refused_total{reason=\"bad_imdn\"} 1.0",
                            "mc_messages_refused_total{reason=\"service_not_served\"} 0.0");
        }
    }

    @Test
    void everyDropIsCounted() {
        try (var metrics = new Metrics("test")) {
            var meters = new SipMeters(metrics);
            for (SipEvents.Drop reason : SipEvents.Drop.values()) {
                meters.dropped(reason);
                assertThat(metrics.scrape())
                        .contains(
                                "mc_sip_dropped_total{reason=\""
                                        + Metric.label(reason)
                                        + "\"} 1.0");
            }
        }
    }
}
