package org.fivegmc.core.center;

import org.fivegmc.core.message.RefusalReason;

/// Something a shard writer does within a turn. A task never blocks.
interface Task {

    void run(ShardWriter writer);

    /// The commit of the task's turn failed, and nothing it did took place.
    ///
    /// @return whether the task is over; false has it run again when the store works again
    boolean failed(RefusalReason reason);

    /// About how much memory it holds, for limits.
    default int octets() {
        return 0;
    }

    /// Whether nothing else would ever tell what this task tells.
    default boolean mustBeKept() {
        return false;
    }
}
