package org.fivegmc.core.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.UserAddress;

/// Keeps nothing, and knows what it was told to delete.
public final class RecordingBodyStore implements BodyStore {

    public final List<BodyRef> deleted = new CopyOnWriteArrayList<>();

    @Override
    public Draft draft(UserAddress owner, long keepUntilMs) {
        return NONE.draft(owner, keepUntilMs);
    }

    @Override
    public Reader open(BodyRef ref) {
        return NONE.open(ref);
    }

    @Override
    public void delete(BodyRef ref) {
        deleted.add(ref);
    }
}
