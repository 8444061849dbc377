package org.fivegmc.sip.transport;

import org.fivegmc.sip.codec.SipWriter;

/// The one thread some state is confined to, as that state sees it.
public interface LoopThread {
    /// Number of this loop, from 0.
    int index();

    /// Monotonic milliseconds. Any thread.
    long nowMs();

    /// Whether the caller is on it.
    boolean inLoop();

    /// Runs a task on it, in the order offered; a batch of tasks costs one wake-up and one flush.
    /// Any thread.
    ///
    /// @return false when the queue is full or the loop is gone; the task will not run
    boolean execute(Runnable task);

    /// The writer of this loop, empty. On the loop only; valid until the next call.
    SipWriter writer();
}
