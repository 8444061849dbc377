package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.spi.FallbackEvents;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.server.log.LineLimit;
import org.fivegmc.server.log.NumberMask;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what gateways do. Thread-safe.
public final class GatewayMeters implements FallbackEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.fallback");

    /// One line per gateway about messages nobody takes.
    private static final Duration REFUSED_LINES = Duration.ofSeconds(10);

    private static final int SHORTEST_NUMBER = 7;
    private static final int LONGEST_NUMBER = 15;

    private final Metrics metrics;
    private final LongSupplier nanos;
    private final Counter faults;
    private final Map<String, AtomicInteger> windows = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> links = new ConcurrentHashMap<>();
    private final Map<String, Counter> throttled = new ConcurrentHashMap<>();
    private final Map<String, Counter> late = new ConcurrentHashMap<>();
    private final Map<String, Map<TrafficClass, AtomicInteger>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Refused> refused = new ConcurrentHashMap<>();

    /// Messages from handsets that one gateway brought in vain.
    private record Refused(Counter counter, LineLimit lines) {}

    public GatewayMeters(Metrics metrics) {
        this(metrics, System::nanoTime);
    }

    /// @param nanos as `System.nanoTime()`
    GatewayMeters(Metrics metrics, LongSupplier nanos) {
        this.metrics = metrics;
        this.nanos = nanos;
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
    public void waiting(String gateway, TrafficClass trafficClass, int units) {
        waiting.computeIfAbsent(gateway, _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(trafficClass, one -> waiting(gateway, one))
                .set(units);
    }

    private AtomicInteger waiting(String gateway, TrafficClass trafficClass) {
        var value = new AtomicInteger();
        metrics.gauge(
                MetricCatalogue.SMPP_WAITING,
                value::get,
                gateway,
                trafficClass.name().toLowerCase(Locale.ROOT));
        return value;
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
        refused(gateway); // its counter begins at zero
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
                "gateway {} refuses our account (status 0x{}): check system-id and password or secret",
                gateway,
                Integer.toHexString(status));
    }

    @Override
    public void accountRefused(String gateway, String status) {
        LOG.warn(
                "gateway {} refuses our account ({}): check mm7.path, system-id, mm7.password and"
                        + " mm7.vasp-id",
                gateway,
                status);
    }

    @Override
    public void inboundRefused(InboundSms message) {
        String gateway = message.gateway();
        Refused all = refused(gateway);
        all.counter().increment();
        all.lines()
                .log(heldBack ->
                        LOG.warn(
                                "gateway {} brought an SMS from {} to {}: refused, since no chatbot has"
                                        + " this code, or it is no text ({} more since the last such line)",
                                gateway,
                                masked(message.source()),
                                masked(message.destination()),
                                heldBack));
    }

    private Refused refused(String gateway) {
        return refused.computeIfAbsent(
                gateway,
                id ->
                        new Refused(
                                metrics.counter(MetricCatalogue.SMPP_INBOUND_REFUSED, id),
                                new LineLimit(REFUSED_LINES, nanos)));
    }

    /// Also where `log.mask-numbers` is off. Service codes are nobody's number; what is no number
    /// at all is the peer's text.
    private static String masked(SmsAddress address) {
        String digits = address.digits();
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return "no number";
        }
        if (digits.length() < SHORTEST_NUMBER) {
            return digits;
        }
        return digits.length() <= LONGEST_NUMBER
                ? NumberMask.mask("+" + digits)
                : address.toString();
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
