package org.fivegmc.core.storage;

/// A log and a store that belong together. Embedded engines are both at once: one synced write.
public interface StorageEngine extends AutoCloseable {

    CommitLog log();

    StateStore state();

    StorageHealth health();

    /// Log first, then store. Native resources are freed; later calls fail with
    /// [StorageException.Kind#UNAVAILABLE].
    @Override
    void close();
}
