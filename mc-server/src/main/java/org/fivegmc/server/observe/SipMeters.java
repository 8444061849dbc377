package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.RefuseReason;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
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
    private final Counter retransmissionsIn;
    private final Counter retransmissionsOut;
    private final Map<SipTransport, Counter> malformed = new ConcurrentHashMap<>();
    private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
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
        for (Drop reason : Drop.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            dropped.put(reason, metrics.counter(MetricCatalogue.SIP_DROPPED, name));
        }
        for (SipTransport transport : SipTransport.values()) {
            String name = transport.toString().toLowerCase(Locale.ROOT);
            malformed.put(transport, metrics.counter(MetricCatalogue.SIP_MALFORMED, name));
            if (transport != SipTransport.UDP) {
                var open = new AtomicInteger();
                connections.put(transport, open);
                metrics.gauge(MetricCatalogue.SIP_CONNECTIONS, open::get, name);
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

    /// A response that goes out ends a transaction that came in, and the other way round.
    @Override
    public void response(
            Direction direction, SipTransport transport, SipMethod method, int statusClass) {
        if (statusClass >= 2 && statusClass < CLASSES) {
            Direction ofTransaction = direction == Direction.OUT ? Direction.IN : Direction.OUT;
            transactions[index(ofTransaction, method, statusClass)].increment();
        }
    }

    @Override
    public void retransmission(Direction direction, SipMethod method) {
        (direction == Direction.IN ? retransmissionsIn : retransmissionsOut).increment();
    }

    @Override
    public void dropped(Drop reason) {
        Counter counter = dropped.get(reason);
        if (counter != null) {
            counter.increment();
        }
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
    }

    private void move(SipTransport transport, int by) {
        AtomicInteger open = connections.get(transport);
        if (open != null) {
            open.addAndGet(by);
        }
    }

    @Override
    public void connectionRefused(SipTransport transport, RefuseReason reason) {
        LOG.info("connection over {} refused: {}", transport, reason);
    }

    @Override
    public void handlerFailed(Throwable cause) {
        faults.increment();
        LOG.error("a request could not be handled", cause);
    }
}
