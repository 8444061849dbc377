package org.fivegmc.loadtest.handsets;

import org.fivegmc.loadtest.wire.SipBytes;

/// What a handset sends through and is reached by: a UDP socket it shares with others, or a
/// connection. Thread: that of its loop.
abstract class Flow {
    private final byte[] local;
    private final boolean reliable;

    /// `local` is host and port as they go into Via and Contact.
    Flow(String local, boolean reliable) {
        this.local = SipBytes.ascii(local);
        this.reliable = reliable;
    }

    byte[] local() {
        return local;
    }

    /// Whether requests need not be repeated (RFC 3261 section 17.1.2.2).
    boolean reliable() {
        return reliable;
    }

    /// Never blocks; false when there is no room, and then nothing was sent.
    abstract boolean send(byte[] bytes, int length);
}
