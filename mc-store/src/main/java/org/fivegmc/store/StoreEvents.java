package org.fivegmc.store;

import org.fivegmc.core.storage.StorageException;

/// What an engine tells whoever counts. Called on the committing thread: must be quick and must not
/// throw.
public interface StoreEvents {

    /// Nobody counts.
    StoreEvents NONE = new StoreEvents() {};

    /// A record became durable.
    ///
    /// @param nanos from the call to the return, the flush included
    /// @param changes rows changed
    /// @param bytes size of the record
    default void committed(long nanos, int changes, int bytes) {}

    /// A commit or a read did not work.
    default void failed(StorageException.Kind kind) {}

    /// The engine took itself out of service.
    default void degraded(String reason) {}

    /// The engine is back in service.
    default void healed() {}
}
