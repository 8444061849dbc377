package org.fivegmc.sip.transport;

import org.fivegmc.sip.codec.SipWriter;

/// The one thread some state is confined to, as that state sees it.
public interface LoopThread {
    /// Number of this loop, from 0.
    int index();

    /// Monotonic milliseconds. Any thread.
    long nowMs();

    /// How full the kernel's buffer of the socket that was read last is, 0 to 1. Above 1, datagrams
    /// get lost there, answers to our own requests included. On the loop only.
    float backlog();

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
