package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Counter;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of faults of the program on shard writers: each one is a line in the log and counts.
public final class WriterFaults implements Thread.UncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger("mc.core");

    private final Counter faults;

    public WriterFaults(Metrics metrics) {
        faults = metrics.counter(MetricCatalogue.FAULTS, "shard-writer");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        faults.increment();
        LOG.error(
                fault instanceof Error ? "{} ends by a fault" : "{} met a fault and goes on",
                thread.getName(),
                fault);
    }
}
