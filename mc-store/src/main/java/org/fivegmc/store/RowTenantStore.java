package org.fivegmc.store;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TenantStore;
import org.fivegmc.store.key.Keys;

/// The rows of tenants in an engine, each change a commit of its own.
public final class RowTenantStore implements TenantStore {

    private static final int RECORD_BYTES = 1024;

    private final StorageEngine engine;

    public RowTenantStore(StorageEngine engine) {
        this.engine = engine;
    }

    @Override
    public synchronized void change(Map<TenantKey, byte[]> put, Collection<TenantKey> gone) {
        if (put.isEmpty() && gone.isEmpty()) {
            return;
        }
        var record = new CommitRecord(RECORD_BYTES);
        var keys = new Keys();
        put.forEach((key, value) -> {
            keys.tenant(key).appendTo(record.put(Family.TENANT));
            record.value().raw(value).end();
        });
        for (TenantKey key : gone) {
            keys.tenant(key).appendTo(record.delete(Family.TENANT));
            record.end();
        }
        commit(record);
    }

    private void commit(CommitRecord record) {
        engine.state().apply(engine.log().append(record), record);
    }

    @Override
    public Optional<byte[]> get(TenantKey key) {
        return Optional.ofNullable(
                engine.state().get(Family.TENANT, new Keys().tenant(key).bytes()));
    }

    @Override
    public void scan(Visitor visitor) {
        engine.state()
                .scan(
                        Family.TENANT,
                        new Keys().first().bytes(),
                        new Keys().last().bytes(),
                        (key, value) -> {
                            visitor.row(Keys.tenantKey(key), value);
                            return true;
                        });
    }
}
