package org.fivegmc.store;

import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.store.memory.MemoryEngine;

/// With the rows of subscribers kept in memory.
class ResidentRowShardStoreTest implements ShardStoreContract {

    @Override
    public Place place() {
        return new EnginePlace(new MemoryEngine(), 8 << 20);
    }
}
