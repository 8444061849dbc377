package org.fivegmc.server.wiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.config.StorageConfig;
import org.fivegmc.store.StoreEvents;
import org.fivegmc.store.memory.MemoryEngine;
import org.fivegmc.store.rocks.RocksEngine;
import org.fivegmc.store.rocks.RocksSettings;

/// The storage engine of the configuration.
final class Engines {

    private Engines() {}

    static StorageEngine open(ServerConfig config, StoreEvents events) {
        StorageConfig.Store store = config.storage().store();
        return switch (store.engine()) {
            case MEMORY -> new MemoryEngine();
            case ROCKSDB -> rocks(config.identity().dataDirectory(), store, events);
        };
    }

    private static StorageEngine rocks(
            Path directory, StorageConfig.Store store, StoreEvents events) {
        Path database = directory.resolve("store");
        try {
            Files.createDirectories(database);
            RocksSettings defaults = RocksSettings.defaults(database);
            return RocksEngine.open(
                    new RocksSettings(
                            database,
                            store.writeBufferBytes(),
                            store.blockCacheBytes(),
                            store.walSizeLimitBytes(),
                            defaults.compactions(),
                            store.walRecycledFiles(),
                            defaults.blobMinBytes(),
                            store.minFreeDiskBytes(),
                            defaults.guardIntervalMs()),
                    events);
        } catch (IOException | StorageException e) {
            throw new ServerLifecycle.StartException(
                    "the store in " + database + " can't be opened: " + e.getMessage(), e);
        }
    }
}
