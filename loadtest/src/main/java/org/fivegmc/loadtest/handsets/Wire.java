package org.fivegmc.loadtest.handsets;

import java.io.IOException;

/// The sockets of one loop. Handsets are counted from the first of the loop. Thread: the loop's.
interface Wire extends AutoCloseable {
    /// What comes in.
    interface Listener {
        /// One whole message in `in`, which is used again afterwards.
        void message(Flow flow, byte[] in, int from, int to) throws IOException;

        /// A handset lost its flow, and not by our doing.
        void lost(int handset);
    }

    /// Attached to selection keys.
    interface Ready {
        void ready() throws IOException;
    }

    /// The flow of a handset, opened if need be.
    Flow flow(int handset) throws IOException;

    /// The handset is out of reach from now on; what others share stays.
    void hangUp(int handset) throws IOException;

    /// What is due now and then. Times are microseconds.
    default void turn(long now) throws IOException {}

    @Override
    void close() throws IOException;
}
