package org.fivegmc.server.observe;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.metrics.Metrics;
import org.fivegmc.store.RowShardStore;
import org.fivegmc.store.body.FileBodyStore;
import org.fivegmc.store.rocks.RocksEngine;
import org.fivegmc.store.rocks.RocksStats;

/// Gauges of queues and store, read at each scrape.
public final class CenterGauges {

    private static final double MICROS = 1e6;

    private CenterGauges() {}

    public static void register(Metrics metrics, MessageCenter center, StorageEngine engine) {
        for (int i = 0; i < center.writers(); i++) {
            int writer = i;
            metrics.gauge(
                    MetricCatalogue.WRITER_QUEUE,
                    () -> center.queued(writer),
                    Integer.toString(writer));
        }
        metrics.gauge(MetricCatalogue.MAILBOX_MESSAGES, () -> rows(engine, Family.INBOX));
        metrics.gauge(MetricCatalogue.SUBSCRIBERS, () -> rows(engine, Family.SUBSCRIBER));
        if (engine instanceof RocksEngine rocks) {
            register(metrics, rocks::stats);
        }
    }

    /// What the writers keep of the store in memory.
    public static void registerStores(Metrics metrics, Supplier<List<RowShardStore>> stores) {
        metrics.gauge(
                MetricCatalogue.RESIDENT_SUBSCRIBERS,
                () -> stores.get().stream().mapToLong(s -> s.residents().size().rows()).sum());
        metrics.gauge(
                MetricCatalogue.RESIDENT_BYTES,
                () -> stores.get().stream().mapToLong(s -> s.residents().size().bytes()).sum());
    }

    public static void registerBodies(Metrics metrics, FileBodyStore bodies) {
        metrics.gauge(MetricCatalogue.BODIES, bodies::bodies);
        metrics.gauge(MetricCatalogue.BODY_OCTETS, bodies::octets);
    }

    private static double rows(StorageEngine engine, Family family) {
        long rows = engine.state().estimatedRows(family);
        return rows < 0 ? Double.NaN : rows;
    }

    private static void register(Metrics metrics, Supplier<RocksStats> stats) {
        gauge(metrics, MetricCatalogue.MAILBOX_BYTES, stats, RocksStats::inboxBytes);
        gauge(metrics, MetricCatalogue.ROCKSDB_PENDING, stats, RocksStats::compactionPendingBytes);
        gauge(metrics, MetricCatalogue.ROCKSDB_CACHE, stats, RocksStats::blockCacheBytes);
        gauge(metrics, MetricCatalogue.ROCKSDB_MEMTABLES, stats, RocksStats::memtableBytes);
        gauge(metrics, MetricCatalogue.ROCKSDB_LIVE, stats, RocksStats::liveDataBytes);
        gauge(metrics, MetricCatalogue.ROCKSDB_FILES, stats, RocksStats::files);
        metrics.gauge(MetricCatalogue.ROCKSDB_STALL, () -> stats.get().stallMicros() / MICROS);
    }

    private static void gauge(
            Metrics metrics,
            Metric metric,
            Supplier<RocksStats> stats,
            ToLongFunction<RocksStats> part) {
        metrics.gauge(metric, () -> part.applyAsLong(stats.get()));
    }
}
