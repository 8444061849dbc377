package org.fivegmc.core.center;

import java.util.concurrent.atomic.AtomicInteger;

/// How far the writers of a process are with what an earlier one had under way. A row of it can be
/// the matter of several, so none may go before all are done. Used by all of them.
final class TakeUp {

    private final AtomicInteger busy;

    TakeUp(int writers) {
        this.busy = new AtomicInteger(writers);
    }

    /// One writer is through.
    void done() {
        busy.decrementAndGet();
    }

    boolean isOver() {
        return busy.get() == 0;
    }
}
