package org.fivegmc.core.storage;

/// Keeps what is known of those who send through this center without being users of it. Values are
/// their reader's own form. There are few rows, seldom changed: whoever needs them often keeps them
/// in memory. Thread-safe.
public interface TenantStore {

    /// Returns when it is durable.
    ///
    /// @throws StorageException when it is not, or not certainly
    void put(TenantKey key, byte[] value);

    /// The same for a row that may or may not be there.
    void remove(TenantKey key);

    /// All rows, in no particular order.
    void scan(Visitor visitor);

    /// Receives the rows of a scan.
    @FunctionalInterface
    interface Visitor {
        void row(TenantKey key, byte[] value);
    }
}
