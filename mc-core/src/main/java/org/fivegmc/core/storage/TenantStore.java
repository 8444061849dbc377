package org.fivegmc.core.storage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps what is known of those who send through this center without being users of it. Values are
/// their reader's own form. There are few rows, seldom changed: whoever needs them often keeps them
/// in memory. Thread-safe.
public interface TenantStore {

    /// Returns when it is durable.
    ///
    /// @throws StorageException when it is not, or not certainly
    default void put(TenantKey key, byte[] value) {
        change(Map.of(key, value), List.of());
    }

    /// Puts and removes rows, all of them or none, and returns when that is durable.
    ///
    /// @param gone rows that may or may not be there
    /// @throws StorageException when it is not, or not certainly
    void change(Map<TenantKey, byte[]> put, Collection<TenantKey> gone);

    /// The same for a row that may or may not be there.
    default void remove(TenantKey key) {
        change(Map.of(), List.of(key));
    }

    Optional<byte[]> get(TenantKey key);

    /// All rows, in no particular order.
    void scan(Visitor visitor);

    /// Receives the rows of a scan.
    @FunctionalInterface
    interface Visitor {
        void row(TenantKey key, byte[] value);
    }
}
