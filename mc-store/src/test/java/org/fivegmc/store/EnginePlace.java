package org.fivegmc.store;

import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;

/// Rows in an engine, for the contract of shard stores.
public final class EnginePlace implements ShardStoreContract.Place {

    private final FailingLogEngine engine;

    public EnginePlace(StorageEngine engine) {
        this.engine = new FailingLogEngine(engine);
    }

    @Override
    public ShardStore writer() {
        return new RowShardStore(engine);
    }

    @Override
    public void failNextCommit(StorageException.Kind kind) {
        engine.failNextCommit(kind);
    }

    @Override
    public void close() {
        engine.close();
    }
}
