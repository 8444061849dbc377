package org.fivegmc.core.storage;

/// Whether the engine takes commits now.
public sealed interface StorageHealth {

    record Healthy() implements StorageHealth {}

    /// New messages are refused; what is stored can still be delivered and removed as far as the
    /// medium allows.
    record Degraded(String reason) implements StorageHealth {}

    StorageHealth HEALTHY = new Healthy();
}
