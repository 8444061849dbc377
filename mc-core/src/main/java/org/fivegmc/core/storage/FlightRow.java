package org.fivegmc.core.storage;

import java.util.List;

/// The attempts that one turn of a writer has begun: one row instead of a timer for each, since
/// nearly all of them end within milliseconds. It stays until all have ended.
///
/// @param shard where the row lies: a shard of the writer, not that of every recipient
/// @param number tells the rows of a shard apart, ascending
/// @param leases when each attempt counts as lost; all at the same time
public record FlightRow(int shard, long number, List<TimerRef> leases) {

    public FlightRow {
        leases = List.copyOf(leases);
        if (leases.isEmpty()) {
            throw new IllegalArgumentException("a flight of nobody");
        }
        long dueMs = leases.getFirst().dueMs();
        for (int i = 1; i < leases.size(); i++) {
            if (leases.get(i).dueMs() != dueMs) {
                throw new IllegalArgumentException("leases that end at different times");
            }
        }
    }

    public long dueMs() {
        return leases.getFirst().dueMs();
    }
}
