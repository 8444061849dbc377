package org.fivegmc.msrp.session;

import org.fivegmc.msrp.codec.MsrpMethod;
import org.fivegmc.msrp.codec.MsrpRule;
import org.fivegmc.msrp.codec.MsrpStatus;

/// What sessions and connections report for meters and logs. Called on event loops: implementations
/// count and return.
///
/// Every label is from a fixed set; no address, session or message passes through here.
public interface MsrpEvents {
    /// Counts nothing.
    MsrpEvents NONE = new MsrpEvents() {};

    /// Which way something went.
    enum Direction {
        IN,
        OUT
    }

    /// Why a connection was not even served.
    enum Refused {
        TOO_MANY_CONNECTIONS,
        /// Too many connections wait for their first request.
        TOO_MANY_UNMATCHED,
        /// Accepting failed, for want of descriptors as a rule.
        ACCEPT_FAILED
    }

    default void request(Direction direction, MsrpMethod method) {}

    /// @param direction of the request
    default void answered(Direction direction, MsrpStatus status) {}

    /// A response that belongs to no request, or comes too late.
    default void strayResponse() {}

    default void malformed(MsrpRule rule) {}

    /// A message is complete: IN when the owner has it, OUT when every chunk was answered.
    default void messageComplete(Direction direction, long octets) {}

    default void messageAborted(AbortReason reason) {}

    /// The peer told of a failure, by response or REPORT, when the message was over already: it has
    /// been told as delivered before, or as failed.
    default void failedLate(MsrpStatus status) {}

    /// A chunk of ours was not answered in time.
    default void timedOut() {}

    /// Reading from a peer stops because somebody here is slow.
    default void readingPaused() {}

    default void connectionOpened(Direction direction) {}

    default void connectionRefused(Refused reason) {}

    default void connectionClosed(CloseReason reason) {}

    default void sessionBound() {}

    default void sessionClosed(CloseReason reason) {}

    /// An owner threw; its message or session was given up. From any thread.
    default void ownerFailed(Throwable cause) {}
}
