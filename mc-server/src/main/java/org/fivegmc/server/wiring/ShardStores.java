package org.fivegmc.server.wiring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.server.config.StorageConfig;
import org.fivegmc.store.RowShardStore;

/// Gives each writer its store over the common engine.
final class ShardStores implements IntFunction<ShardStore> {

    private final StorageEngine engine;
    private final long residentBytes;
    private final List<RowShardStore> stores = new CopyOnWriteArrayList<>();

    ShardStores(StorageEngine engine, StorageConfig config) {
        this.engine = engine;
        // what is in memory needs no second copy there
        boolean inMemory = config.store().engine() == StorageConfig.Engine.MEMORY;
        this.residentBytes =
                inMemory ? 0 : config.store().subscriberBytes() / config.shards().writers();
    }

    @Override
    public ShardStore apply(int writer) {
        var store = new RowShardStore(engine, residentBytes);
        stores.add(store);
        return store;
    }

    List<RowShardStore> all() {
        return stores;
    }
}
