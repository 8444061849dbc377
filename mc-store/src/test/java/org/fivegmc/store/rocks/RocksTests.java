package org.fivegmc.store.rocks;

import java.nio.file.Path;

/// What the tests of this package have in common.
final class RocksTests {

    private RocksTests() {}

    /// Buffers of a size that tests fill, and no guard of free space.
    static RocksSettings small(Path directory) {
        return RocksSettings.defaults(directory)
                .withBuffers(1 << 20, 1 << 20, 2 << 20)
                .withMinFreeBytes(0);
    }
}
