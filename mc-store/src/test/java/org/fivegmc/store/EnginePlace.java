package org.fivegmc.store;

import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;

/// Rows in an engine, for the contract of shard stores.
public final class EnginePlace implements ShardStoreContract.Place {

    private final FailingLogEngine engine;
    private final long residentBytes;

    public EnginePlace(StorageEngine engine) {
        this(engine, 0);
    }

    /// @param residentBytes of each writer for the rows of subscribers
    public EnginePlace(StorageEngine engine, long residentBytes) {
        this.engine = new FailingLogEngine(engine);
        this.residentBytes = residentBytes;
    }

    @Override
    public ShardStore writer() {
        return new RowShardStore(engine, residentBytes);
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
