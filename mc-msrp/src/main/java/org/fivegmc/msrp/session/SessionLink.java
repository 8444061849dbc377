package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.msrp.codec.TransactionIds;

/// The connection as sessions see it. On its thread unless said otherwise.
public interface SessionLink {
    /// Whether the peer reads fast enough for more content. Answers may be sent always.
    boolean isWritable();

    /// The writer for the next frame; valid until [#send].
    MsrpWriter writer();

    /// Sends the frame in the writer, which may be used again afterwards.
    void send(MsrpWriter frame);

    TransactionIds ids();

    /// Monotonic milliseconds.
    long nowMs();

    /// Since when the connection is read without a pause, in the same milliseconds;
    /// `Long.MAX_VALUE` while it is not read. Nobody can be late while nobody listens.
    long readingSinceMs();

    /// Runs a task on the thread of the connection, unless that is gone. Any thread.
    void execute(Runnable task);

    /// Stops reading, until [#resume] was called as often.
    void pause();

    void resume();
}
