package org.fivegmc.core.center;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.TimerRef;

/// How far the writers of a process are with what an earlier one had under way. A row of it can be
/// the matter of several, so none may go before all are done. Used by all of them.
final class TakeUp {

    private final AtomicInteger busy;

    /// Of deliveries that can't be read; bounded by [TimerDesk].
    private final Set<TimerRef> leftAlone = ConcurrentHashMap.newKeySet();

    TakeUp(int writers) {
        this.busy = new AtomicInteger(writers);
    }

    /// One writer is through.
    void done() {
        busy.decrementAndGet();
    }

    /// Nobody has taken this up: the next start may.
    void leave(TimerRef lease) {
        leftAlone.add(lease);
    }

    boolean hasLeft() {
        return !leftAlone.isEmpty();
    }

    boolean hasLeftAnyOf(FlightRow row) {
        return row.leases().stream().anyMatch(leftAlone::contains);
    }

    boolean isOver() {
        return busy.get() == 0;
    }
}
