package org.fivegmc.msrp.session;

import org.fivegmc.wire.ByteSlice;

/// Where an incoming message goes. Called on the thread of the session; [#complete] or [#abort] is
/// the last call, and exactly one of them comes.
public interface BodySink {
    /// Takes octets. Each octet of a message comes once: what is repeated by overlapping chunks is
    /// left out, the first to come counts. Offsets grow unless the sender's chunks do not.
    ///
    /// @param offset of the first octet in the message, from 0
    /// @param octets valid during the call
    /// @return false to be left alone until [MessageStart#resume] is run; what the socket has
    ///   already given, a few reads at most, still comes
    boolean write(long offset, ByteSlice octets);

    /// Every octet has been written.
    ///
    /// @param total octets of the message
    /// @param completion to be called when the message is durable, or refused
    void complete(long total, Completion completion);

    /// No more will come.
    void abort(AbortReason reason);
}
