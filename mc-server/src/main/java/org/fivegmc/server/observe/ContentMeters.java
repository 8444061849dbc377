package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.maap.content.ContentEvents;
import org.fivegmc.maap.content.ContentRefusal;
import org.fivegmc.maap.content.ContentServer;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.s3.BucketEvents;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the content server does. Thread-safe.
public final class ContentMeters implements ContentEvents, BucketEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.content");

    /// First digits of a status: 2xx to 5xx.
    private static final int CLASSES = 6;

    private final Metrics metrics;
    private final Map<Operation, Counter[]> answered = new EnumMap<>(Operation.class);
    private final Map<ContentRefusal, Counter> refused = new EnumMap<>(ContentRefusal.class);
    private final Map<Call, Map<Outcome, Counter>> calls = new EnumMap<>(Call.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final Counter received;
    private final Counter sent;
    private final Counter expired;
    private final Counter abandoned;
    private final Counter firstOpened;
    private final Counter connectionsRefused;
    private final Counter faults;

    public ContentMeters(Metrics metrics) {
        this.metrics = metrics;
        for (Operation operation : Operation.values()) {
            var classes = new Counter[CLASSES];
            for (int first = 2; first < CLASSES; first++) {
                classes[first] =
                        metrics.counter(
                                MetricCatalogue.CONTENT_REQUESTS,
                                Metric.label(operation),
                                first + "xx");
            }
            answered.put(operation, classes);
        }
        for (ContentRefusal reason : ContentRefusal.values()) {
            refused.put(
                    reason, metrics.counter(MetricCatalogue.CONTENT_REFUSED, Metric.label(reason)));
        }
        for (Call call : Call.values()) {
            var outcomes = new EnumMap<Outcome, Counter>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(
                        outcome,
                        metrics.counter(
                                MetricCatalogue.CONTENT_BUCKET_CALLS,
                                Metric.label(call),
                                Metric.label(outcome)));
            }
            calls.put(call, outcomes);
        }
        received = metrics.counter(MetricCatalogue.CONTENT_BYTES, "in");
        sent = metrics.counter(MetricCatalogue.CONTENT_BYTES, "out");
        expired = metrics.counter(MetricCatalogue.CONTENT_DELETED, "expired");
        abandoned = metrics.counter(MetricCatalogue.CONTENT_DELETED, "abandoned");
        firstOpened = metrics.counter(MetricCatalogue.CONTENT_FIRST_OPENED);
        connectionsRefused = metrics.counter(MetricCatalogue.CONTENT_CONNECTIONS_REFUSED);
        faults = metrics.counter(MetricCatalogue.FAULTS, "content");
    }

    /// Gauges, once there is something to look at.
    public void watch(ContentServer server) {
        metrics.gauge(MetricCatalogue.CONTENT_CONNECTIONS, connections::get);
        metrics.gauge(MetricCatalogue.CONTENT_UPLOADS, server::uploadsUnderWay);
        metrics.gauge(MetricCatalogue.CONTENT_FILES, () -> server.usage().files());
        metrics.gauge(MetricCatalogue.CONTENT_STORED, () -> server.usage().octets());
    }

    @Override
    public void answered(Operation operation, int status) {
        Counter[] classes = answered.get(operation);
        int first = status / 100;
        if (classes != null && first >= 2 && first < CLASSES) {
            classes[first].increment();
        }
        LOG.debug("{} answered with {}", operation, status);
    }

    @Override
    public void refused(ContentRefusal reason) {
        increment(refused.get(reason));
        LOG.debug("refused: {}", reason);
    }

    @Override
    public void called(Call call, Outcome outcome) {
        increment(calls.getOrDefault(call, Map.of()).get(outcome));
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void received(long octets) {
        received.increment((double) octets);
    }

    @Override
    public void sent(long octets) {
        sent.increment((double) octets);
    }

    @Override
    public void firstOpened() {
        firstOpened.increment();
    }

    @Override
    public void swept(FileStore.Swept swept) {
        expired.increment(swept.expired());
        abandoned.increment(swept.abandoned());
        if (swept.expired() + swept.abandoned() > 0) {
            LOG.debug(
                    "deleted {} expired file(s) and {} abandoned upload(s)",
                    swept.expired(),
                    swept.abandoned());
        }
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
        LOG.error("a request to the content server could not be handled", cause);
    }
}
