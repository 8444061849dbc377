package org.fivegmc.core.storage;

/// A log and a store that belong together. Embedded engines are both at once: one synced write.
public interface StorageEngine extends AutoCloseable {

    CommitLog log();

    StateStore state();

    /// Puts the engine back in service if that is possible now.
    StorageHealth health();

    /// Changes with each return to service, when a commit in doubt may show after all.
    default long epoch() {
        return 0;
    }

    /// Log first, then store. Native resources are freed; later calls fail with
    /// [StorageException.Kind#UNAVAILABLE].
    @Override
    void close();
}
