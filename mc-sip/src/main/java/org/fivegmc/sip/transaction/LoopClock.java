package org.fivegmc.sip.transaction;

/// An event loop, for those who keep state of their own confined to it: its thread and its timers.
public interface LoopClock {
    /// Number of the loop, from 0.
    int index();

    /// Monotonic milliseconds. Any thread.
    long nowMs();

    /// Runs a task on the loop: at once when there already. Any thread. Tasks of one thread keep
    /// their order; one is lost only when the loop is gone or hopelessly behind.
    void execute(Runnable task);

    /// An alarm that is not set yet.
    ///
    /// @param due called on the loop; may set it again
    Alarm alarm(Runnable due);

    /// Something that is due once. On the loop only.
    interface Alarm {
        /// Sets it, in place of what was set before.
        ///
        /// @param atMs as [LoopClock#nowMs]; it may come a tick late, never early
        void set(long atMs);

        void stop();
    }
}
