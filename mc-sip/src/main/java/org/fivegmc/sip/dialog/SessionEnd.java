package org.fivegmc.sip.dialog;

import java.util.List;

/// How a session, or an INVITE that waited for its owner, ended.
public sealed interface SessionEnd {
    /// The peer's BYE, or its CANCEL of an INVITE that was not answered yet.
    ///
    /// @param reasons what the peer said about it
    record ByPeer(List<Reason> reasons) implements SessionEnd {
        public ByPeer {
            reasons = List.copyOf(reasons);
        }
    }

    /// Ended here.
    record ByUs(Reason reason) implements SessionEnd {}

    /// The ACK to our 2xx never came.
    record NoAck() implements SessionEnd {}

    /// Nobody refreshed it in time (RFC 4028 section 10).
    record Expired() implements SessionEnd {}

    /// The peer does not know it any more, or does not answer.
    ///
    /// @param status of its answer; 408 when there was none
    record Lost(int status) implements SessionEnd {}

    /// Nobody here answered the INVITE in time.
    record Unanswered() implements SessionEnd {}
}
