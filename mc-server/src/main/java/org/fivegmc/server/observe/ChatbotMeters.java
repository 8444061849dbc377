package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.maap.http.HttpEvents;
import org.fivegmc.maap.webhook.WebhookEvents;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what chatbots do and what they are told. Thread-safe.
public final class ChatbotMeters implements HttpEvents, WebhookEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.chatbots");

    private final Map<Result, Counter> called = new EnumMap<>(Result.class);
    private final Timer duration;
    private final Counter putOff;
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
