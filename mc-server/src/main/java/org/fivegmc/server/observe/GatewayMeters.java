package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what gateways do. Thread-safe.
public final class GatewayMeters implements FallbackEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.fallback");

    private final Metrics metrics;
    private final Counter faults;
    private final Map<String, AtomicInteger> windows = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> links = new ConcurrentHashMap<>();
    private final Map<String, Counter> throttled = new ConcurrentHashMap<>();
    private final Map<String, Counter> late = new ConcurrentHashMap<>();

    public GatewayMeters(Metrics metrics) {
        this.metrics = metrics;
        faults = metrics.counter(MetricCatalogue.FAULTS, "gateway");
    }

    private AtomicInteger gauge(Map<String, AtomicInteger> gauges, Metric metric, String gateway) {
        return gauges.computeIfAbsent(
                gateway,
                id -> {
                    var value = new AtomicInteger();
                    metrics.gauge(metric, value::get, id);
                    return value;
                });
    }

    @Override
    public void windowInUse(String gateway, int link, int inUse) {
        gauge(windows, MetricCatalogue.SMPP_WINDOW, gateway).set(inUse);
    }

    @Override
    public void throttled(String gateway, double rate) {
        throttled
                .computeIfAbsent(gateway, id -> metrics.counter(MetricCatalogue.SMPP_THROTTLED, id))
                .increment();
        LOG.info(
                "gateway {} asked for a slower pace: {} per second now", gateway, Math.round(rate));
    }

    @Override
    public void answeredLate(String gateway, Duration elapsed) {
        late.computeIfAbsent(gateway, id -> metrics.counter(MetricCatalogue.SMPP_ANSWERED_LATE, id))
                .increment();
    }

    @Override
    public void linkUp(String gateway, int link) {
        gauge(links, MetricCatalogue.SMPP_LINK_UP, gateway).incrementAndGet();
        LOG.info("gateway {} link {} is bound", gateway, link);
    }

    @Override
    public void linkDown(String gateway, int link, String reason) {
        gauge(links, MetricCatalogue.SMPP_LINK_UP, gateway).decrementAndGet();
        LOG.warn("gateway {} link {} is down: {}", gateway, link, reason);
    }

    @Override
    public void bindRefused(String gateway, int link, int status) {
        LOG.warn(
                "gateway {} refuses our account (command_status 0x{}): check system-id and password",
                gateway,
                Integer.toHexString(status));
    }

    @Override
    public void malformed(String gateway, String rule) {
        LOG.info("gateway {} sent what can't be read: {}", gateway, rule);
    }

    @Override
    public void fault(String gateway, Throwable cause) {
        faults.increment();
        LOG.error("gateway {} could not do its work", gateway, cause);
    }
}
