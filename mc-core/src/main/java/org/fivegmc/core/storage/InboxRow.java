package org.fivegmc.core.storage;

import java.util.function.Supplier;
import org.fivegmc.core.delivery.Delivery;

/// A stored delivery, as far as it was read.
///
/// @param rest reads the whole of it; fails like a read of the store
public record InboxRow(InboxEntry entry, Supplier<Delivery> rest) {

    public Delivery delivery() {
        return rest.get();
    }
}
