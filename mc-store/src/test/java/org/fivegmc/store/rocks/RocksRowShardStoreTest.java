package org.fivegmc.store.rocks;

import java.nio.file.Path;
import org.fivegmc.core.storage.ShardStoreContract;
import org.fivegmc.store.EnginePlace;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.io.TempDir;

class RocksRowShardStoreTest implements ShardStoreContract {

    @TempDir Path directory;

    @Override
    public Place place() {
        return new EnginePlace(RocksEngine.open(RocksTests.small(directory), StoreEvents.NONE));
    }
}
