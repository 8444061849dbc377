package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.util.EnumMap;
import java.util.Map;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.AbortReason;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MsrpEvents;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what MSRP does. Thread-safe.
public final class MsrpMeters implements MsrpEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.msrp");

    private final Map<Direction, Counter> messages = new EnumMap<>(Direction.class);
    private final Map<Direction, Counter> octets = new EnumMap<>(Direction.class);
    private final Map<AbortReason, Counter> aborted = new EnumMap<>(AbortReason.class);
    private final Map<CloseReason, Counter> sessions = new EnumMap<>(CloseReason.class);
    private final Map<Refused, Counter> refused = new EnumMap<>(Refused.class);
    private final Counter failedLate;
    private final Counter malformed;
    private final Counter faults;

    public MsrpMeters(Metrics metrics) {
        for (Direction direction : Direction.values()) {
            String label = Metric.label(direction);
            messages.put(direction, metrics.counter(MetricCatalogue.MSRP_MESSAGES, label));
            octets.put(direction, metrics.counter(MetricCatalogue.MSRP_BYTES, label));
        }
        for (AbortReason reason : AbortReason.values()) {
            aborted.put(
                    reason, metrics.counter(MetricCatalogue.MSRP_ABORTED, Metric.label(reason)));
        }
        for (CloseReason reason : CloseReason.values()) {
            sessions.put(reason, metrics.counter(MetricCatalogue.MSRP_ENDED, Metric.label(reason)));
        }
        for (Refused reason : Refused.values()) {
            refused.put(
                    reason, metrics.counter(MetricCatalogue.MSRP_REFUSED, Metric.label(reason)));
        }
        failedLate = metrics.counter(MetricCatalogue.MSRP_FAILED_LATE);
        malformed = metrics.counter(MetricCatalogue.MSRP_MALFORMED);
        faults = metrics.counter(MetricCatalogue.FAULTS, "msrp");
    }

    private static void add(@Nullable Counter counter, double more) {
        if (counter != null) {
            counter.increment(more);
        }
    }

    @Override
    public void messageComplete(Direction direction, long length) {
        add(messages.get(direction), 1);
        add(octets.get(direction), (double) length);
    }

    @Override
    public void messageAborted(AbortReason reason) {
        add(aborted.get(reason), 1);
    }

    @Override
    public void failedLate(MsrpStatus status) {
        failedLate.increment();
        LOG.debug("a message that had been taken failed: {}", status);
    }

    @Override
    public void sessionClosed(CloseReason reason) {
        add(sessions.get(reason), 1);
        LOG.debug("a session ended: {}", reason);
    }

    @Override
    public void connectionRefused(Refused reason) {
        add(refused.get(reason), 1);
    }

    @Override
    public void malformed(MsrpRule rule) {
        malformed.increment();
        LOG.debug("malformed: {}", rule);
    }

    @Override
    public void ownerFailed(Throwable cause) {
        faults.increment();
        LOG.error("a message of a session could not be handled", cause);
    }
}
