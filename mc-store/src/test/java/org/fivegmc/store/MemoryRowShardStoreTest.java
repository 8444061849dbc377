package org.fivegmc.store;

import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.store.memory.MemoryEngine;

class MemoryRowShardStoreTest implements ShardStoreContract {

    @Override
    public Place place() {
        return new EnginePlace(new MemoryEngine());
    }
}
