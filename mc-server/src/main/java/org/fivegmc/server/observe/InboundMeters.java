package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.maap.sms.Uptake;
import org.fivegmc.maap.sms.UserSms;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what users write to chatbots by SMS. Thread-safe.
public final class InboundMeters {

    private static final Logger LOG = LoggerFactory.getLogger("mc.fallback");

    private final Metrics metrics;
    private final Counter faults;
    private final Map<String, Map<Uptake, Counter>> counters = new ConcurrentHashMap<>();

    public InboundMeters(Metrics metrics) {
        this.metrics = metrics;
        faults = metrics.counter(MetricCatalogue.FAULTS, "gateway");
    }

    /// An SMS has its answer; parts of long ones count together.
    public void inbound(UserSms sms, Uptake uptake) {
        counters.computeIfAbsent(sms.gateway(), _ -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        uptake,
                        u ->
                                metrics.counter(
                                        MetricCatalogue.SMS_INBOUND,
                                        sms.gateway(),
                                        u.name().toLowerCase(Locale.ROOT)))
                .increment();
        if (uptake == Uptake.WAITS) {
            LOG.debug(
                    "gateway {} brought an SMS to {}: kept, since its chatbot is paused or has no webhook",
                    sms.gateway(),
                    sms.code());
        }
    }

    /// A message, or a part of one, could not be worked on.
    public void fault(Throwable cause) {
        faults.increment();
        LOG.error("a message from a handset can't be worked on", cause);
    }
}
