package org.fivegmc.store;

import org.fivegmc.core.storage.CommitLog;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StorageHealth;

/// Another engine whose next commit can be made to fail before it reaches it.
public final class FailingLogEngine implements StorageEngine {

    private final StorageEngine inner;
    private boolean failNext;
    private StorageException.Kind kind = StorageException.Kind.UNAVAILABLE;

    public FailingLogEngine(StorageEngine inner) {
        this.inner = inner;
    }

    public void failNextCommit(StorageException.Kind with) {
        failNext = true;
        kind = with;
    }

    @Override
    public CommitLog log() {
        return new CommitLog() {
            @Override
            public long append(CommitRecord record) {
                if (failNext) {
                    failNext = false;
                    throw new StorageException(kind, "injected");
                }
                return inner.log().append(record);
            }

            @Override
            public void close() {
                inner.log().close();
            }
        };
    }

    @Override
    public StateStore state() {
        return inner.state();
    }

    @Override
    public StorageHealth health() {
        return inner.health();
    }

    @Override
    public void close() {
        inner.close();
    }
}
