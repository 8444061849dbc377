package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.quota.Level;
import org.fivegmc.maap.quota.Period;
import org.fivegmc.maap.quota.QuotaEvents;
import org.fivegmc.maap.webhook.WebhookEvents;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what chatbots do and what they are told. Thread-safe.
public final class ChatbotMeters implements HttpEvents, WebhookEvents, QuotaEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.chatbots");

    private final Map<Result, Counter> called = new EnumMap<>(Result.class);
    private final Timer duration;
    private final Counter putOff;
    private final Counter counted;
    private final Map<Level, Map<Period, Counter>> exceeded = new EnumMap<>(Level.class);
    private final Counter connectionsRefused;
    private final Counter faults;
    private final AtomicInteger connections = new AtomicInteger();

    public ChatbotMeters(Metrics metrics) {
        for (Result result : Result.values()) {
            called.put(
                    result, metrics.counter(MetricCatalogue.WEBHOOK_CALLS, Metric.label(result)));
        }
        duration = metrics.histogram(MetricCatalogue.WEBHOOK_DURATION);
        putOff = metrics.counter(MetricCatalogue.WEBHOOK_PUT_OFF);
        counted = metrics.counter(MetricCatalogue.QUOTA_COUNTED);
        for (Level level : Level.values()) {
            var periods = new EnumMap<Period, Counter>(Period.class);
            for (Period period : Period.values()) {
                periods.put(
                        period,
                        metrics.counter(
                                MetricCatalogue.QUOTA_EXCEEDED,
                                Metric.label(level),
                                Metric.label(period)));
            }
            exceeded.put(level, periods);
        }
        connectionsRefused = metrics.counter(MetricCatalogue.CHATBOT_CONNECTIONS_REFUSED);
        faults = metrics.counter(MetricCatalogue.FAULTS, "chatbots");
        metrics.gauge(MetricCatalogue.CHATBOT_CONNECTIONS, connections::get);
    }

    @Override
    public void called(Result result, long nanos) {
        Counter counter = called.get(result);
        if (counter != null) {
            counter.increment();
        }
        duration.record(Duration.ofNanos(nanos));
    }

    @Override
    public void putOff() {
        putOff.increment();
    }

    @Override
    public void counted(int recipients) {
        counted.increment(recipients);
    }

    @Override
    public void overQuota(Level level, Period period, int recipients) {
        exceeded.getOrDefault(level, Map.of())
                .computeIfPresent(
                        period,
                        (_, counter) -> {
                            counter.increment(recipients);
                            return counter;
                        });
    }

    @Override
    public void notSaved(RuntimeException cause) {
        faults.increment();
        LOG.error("counts of chatbots could not be saved; it is tried again", cause);
    }

    @Override
    public void connections(int open) {
        connections.set(open);
    }

    @Override
    public void connectionRefused() {
        connectionsRefused.increment();
    }

    @Override
    public void fault(Throwable cause) {
        faults.increment();
        LOG.error("a call of a chatbot could not be handled", cause);
    }
}
