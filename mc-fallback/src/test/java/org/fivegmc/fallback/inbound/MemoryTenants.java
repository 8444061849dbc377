package org.fivegmc.fallback.inbound;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;

/// Rows in memory.
final class MemoryTenants implements TenantStore {
    final Map<TenantKey, byte[]> rows = new ConcurrentHashMap<>();
    volatile boolean broken;

    @Override
    public void change(Map<TenantKey, byte[]> put, Collection<TenantKey> gone) {
        if (broken) {
            throw new StorageException(StorageException.Kind.UNAVAILABLE, "broken");
        }
        rows.putAll(put);
        rows.keySet().removeAll(gone);
    }

    @Override
    public Optional<byte[]> get(TenantKey key) {
        return Optional.ofNullable(rows.get(key));
    }

    @Override
    public void scan(Visitor visitor) {
        rows.forEach(visitor::row);
    }
}
