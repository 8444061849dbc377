package org.fivegmc.server.observe;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.store.StoreEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what the storage engine does, and says when it goes out of service. Thread-safe.
public final class StoreMeters implements StoreEvents {

    private static final Logger LOG = LoggerFactory.getLogger("mc.store");

    private final Timer commits;

    public StoreMeters(Metrics metrics) {
        commits = metrics.histogram(MetricCatalogue.STORE_FSYNC);
    }

    @Override
    public void committed(long nanos, int changes, int bytes) {
        commits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(StorageException.Kind kind) {
        LOG.debug("a commit or read failed: {}", kind);
    }

    @Override
    public void degraded(String reason) {
        LOG.warn("the store takes no commits: {}", reason);
    }

    @Override
    public void healed() {
        LOG.info("the store takes commits again");
    }
}
