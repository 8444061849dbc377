package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.RefuseReason;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the SIP stack does. Thread-safe.
public final class SipMeters implements SipEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.sip");
    private static final int CLASSES = 7;

    private final Metrics metrics;
    private final Counter[] transactions =
            new Counter[SipMethod.values().length * Direction.values().length * CLASSES];
    private final Counter faults;
    private final Map<SipEvents.Drop, Counter> dropped = new EnumMap<>(SipEvents.Drop.class);
    private final Map<SipEvents.Kind, Counter> timeouts = new EnumMap<>(SipEvents.Kind.class);
    private final Map<SipEvents.CapabilityLookup, Counter> lookups =
            new EnumMap<>(SipEvents.CapabilityLookup.class);
    private final Map<SipEvents.MessageFault, Counter> refusedMessages =
            new EnumMap<>(SipEvents.MessageFault.class);
    private final Map<SipTransport, Map<CloseReason, Counter>> closed =
            new EnumMap<>(SipTransport.class);
    private final Map<SipTransport, Map<RefuseReason, Counter>> refused =
            new EnumMap<>(SipTransport.class);
    private final Counter retransmissionsIn;
    private final Counter retransmissionsOut;
    private final Map<SipTransport, Counter> malformed = new ConcurrentHashMap<>();
    private final Map<SipTransport, AtomicInteger> connections = new ConcurrentHashMap<>();

    public SipMeters(Metrics metrics) {
        this.metrics = metrics;
        for (SipMethod method : SipMethod.values()) {
            for (Direction direction : Direction.values()) {
                for (int c = 2; c < CLASSES; c++) {
                    transactions[index(direction, method, c)] =
                            transaction(method, direction, c + "xx");
                }
            }
        }
        faults = metrics.counter(MetricCatalogue.FAULTS, "sip");
        retransmissionsIn = metrics.counter(MetricCatalogue.SIP_RETRANSMISSIONS, "in");
        retransmissionsOut = metrics.counter(MetricCatalogue.SIP_RETRANSMISSIONS, "out");
        for (SipEvents.Drop reason : SipEvents.Drop.values()) {
            dropped.put(reason, metrics.counter(MetricCatalogue.SIP_DROPPED, Metric.label(reason)));
        }
        for (SipEvents.Kind kind : SipEvents.Kind.values()) {
            timeouts.put(kind, metrics.counter(MetricCatalogue.SIP_TIMEOUTS, Metric.label(kind)));
        }
        for (SipEvents.CapabilityLookup result : SipEvents.CapabilityLookup.values()) {
            lookups.put(
                    result,
                    metrics.counter(MetricCatalogue.CAPABILITY_REQUESTS, Metric.label(result)));
        }
        for (SipEvents.MessageFault fault : SipEvents.MessageFault.values()) {
            refusedMessages.put(
                    fault,
                    metrics.counter(
                            MetricCatalogue.REFUSED, fault.name().toLowerCase(Locale.ROOT)));
        }
        for (SipTransport transport : SipTransport.values()) {
            String name = transport.toString().toLowerCase(Locale.ROOT);
            malformed.put(transport, metrics.counter(MetricCatalogue.SIP_MALFORMED, name));
            if (transport != SipTransport.UDP) {
                var open = new AtomicInteger();
                connections.put(transport, open);
                metrics.gauge(MetricCatalogue.SIP_CONNECTIONS, open::get, name);
                var ends = new EnumMap<CloseReason, Counter>(CloseReason.class);
                for (CloseReason reason : CloseReason.values()) {
                    ends.put(
                            reason,
                            metrics.counter(
                                    MetricCatalogue.SIP_CLOSED, name, Metric.label(reason)));
                }
                closed.put(transport, ends);
                var refusals = new EnumMap<RefuseReason, Counter>(RefuseReason.class);
                for (RefuseReason reason : RefuseReason.values()) {
                    refusals.put(
                            reason,
                            metrics.counter(
                                    MetricCatalogue.SIP_REFUSED, name, Metric.label(reason)));
                }
                refused.put(transport, refusals);
            }
        }
    }

    private Counter transaction(SipMethod method, Direction direction, String codeClass) {
        String name =
                switch (method) {
                    case REGISTER, MESSAGE, OPTIONS, INVITE, SUBSCRIBE, NOTIFY -> method.name();
                    default -> "other";
                };
        return metrics.counter(
                MetricCatalogue.SIP_TRANSACTIONS,
                name,
                direction == Direction.IN ? "in" : "out",
                codeClass);
    }

    @SuppressWarnings("EnumOrdinal") // an index that lives as long as the process
    private static int index(Direction direction, SipMethod method, int statusClass) {
        return (direction.ordinal() * SipMethod.values().length + method.ordinal()) * CLASSES
                + statusClass;
    }

    @Override
    public void answered(Direction direction, SipMethod method, int statusClass) {
        if (statusClass >= 2 && statusClass < CLASSES) {
            transactions[index(direction, method, statusClass)].increment();
        }
    }

    @Override
    public void retransmission(Direction direction, SipMethod method) {
        (direction == Direction.IN ? retransmissionsIn : retransmissionsOut).increment();
    }

    @Override
    public void malformed(SipTransport transport, String rule) {
        Counter counter = malformed.get(transport);
        if (counter != null) {
            counter.increment();
        }
        LOG.debug("malformed over {}: {}", transport, rule);
    }

    @Override
    public void connectionOpened(SipTransport transport, Direction direction) {
        move(transport, 1);
    }

    @Override
    public void connectionClosed(SipTransport transport, CloseReason reason) {
        move(transport, -1);
        count(closed, transport, reason);
    }

    private static <E> void count(
            Map<SipTransport, Map<E, Counter>> counters, SipTransport transport, E reason) {
        Counter counter = counters.getOrDefault(transport, Map.of()).get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void dropped(Drop reason) {
        increment(dropped.get(reason));
    }

    @Override
    public void capabilitiesAsked(CapabilityLookup result) {
        increment(lookups.get(result));
    }

    @Override
    public void messageRefused(MessageFault fault) {
        increment(refusedMessages.get(fault));
    }

    @Override
    public void transactionTimedOut(Kind kind) {
        increment(timeouts.get(kind));
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }

    private void move(SipTransport transport, int by) {
        AtomicInteger open = connections.get(transport);
        if (open != null) {
            open.addAndGet(by);
        }
    }

    @Override
    public void connectionRefused(SipTransport transport, RefuseReason reason) {
        // a peer at its limit could fill the log
        LOG.debug("connection over {} refused: {}", transport, reason);
        count(refused, transport, reason);
    }

    @Override
    public void handlerFailed(Throwable cause) {
        faults.increment();
        LOG.error("a request could not be handled", cause);
    }
}
