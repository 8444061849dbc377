package org.fivegmc.store.rocks;

import java.nio.file.Path;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageEngineContract;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.io.TempDir;

class RocksEngineContractTest implements StorageEngineContract {

    @TempDir Path directory;

    @Override
    public StorageEngine engine() {
        return RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE);
    }
}
