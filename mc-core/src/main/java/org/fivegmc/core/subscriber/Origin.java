package org.fivegmc.core.subscriber;

import java.util.List;
import java.util.Optional;

/// What an edge knows of the device that something came from.
@FunctionalInterface
public interface Origin {

    /// Nothing is known of it.
    Origin UNKNOWN = _ -> Optional.empty();

    /// Which of these devices of one user it is, as far as that can be told. Asked on a shard
    /// writer: quick, pure, and perhaps more than once.
    Optional<DeviceId> among(List<Binding> devices);
}
