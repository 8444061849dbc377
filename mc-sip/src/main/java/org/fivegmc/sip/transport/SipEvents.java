package org.fivegmc.sip.transport;

import org.fivegmc.sip.codec.SipMethod;

/// What the stack reports for meters and logs. Called on event loops: implementations count and
/// return.
///
/// Every label is from a fixed set; no address or identity passes through here.
public interface SipEvents {
    /// Counts nothing.
    SipEvents NONE = new SipEvents() {};

    /// Which way a message went.
    enum Direction {
        IN,
        OUT
    }

    /// Kinds of transactions.
    enum Kind {
        SERVER_NON_INVITE,
        SERVER_INVITE,
        CLIENT_NON_INVITE,
        CLIENT_INVITE
    }

    /// Why a message went nowhere.
    enum Drop {
        /// A response that belongs to no transaction, as a repetition of one that is done.
        STRAY_RESPONSE,
        /// A response that fails the check.
        BAD_RESPONSE,
        /// The UDP socket's buffer is full.
        UDP_BACKLOG,
        /// The flow an answer belongs to is closed, and its peer was not reached in another way.
        FLOW_CLOSED,
        /// More than can be answered in time, or than is kept: answered 503 without state.
        OVERLOAD,
        /// The oldest kept final answer made room for a new one before its time.
        KEPT_FINALS_FULL,
        /// A server transaction nobody answered in time.
        UNANSWERED,
        /// A message above what a datagram carries, with no TCP to carry it.
        TOO_LARGE
    }

    /// What was known of a user whose capabilities were asked for.
    enum CapabilityLookup {
        HIT,
        /// They were told too long ago.
        STALE,
        /// Nothing is known, or no RCS user.
        MISS
    }

    /// Why a MESSAGE was not even handed to the core.
    enum MessageFault {
        /// A CPIM that can't be read, octets that are no UTF-8 in its head among them.
        BAD_CPIM,
        /// An imdn.Message-ID that is missing, or longer than is kept.
        BAD_MESSAGE_ID,
        /// A disposition notification that can't be read.
        BAD_IMDN,
        /// A revocation that can't be read, or that is an answer to one.
        BAD_REVOCATION,
        /// A text that is not in the charset it says.
        BAD_CHARSET,
        /// A Content-Encoding that is known, around octets that are none.
        BAD_ENCODING,
        /// A body that inflates beyond the limits.
        INFLATES_TOO_LARGE,
        BODY_TOO_LARGE,
        TOO_MANY_REPORTS,
        UNKNOWN_ENCODING,
        UNKNOWN_TYPE,
        /// The recipient is no telephone number.
        NOT_A_NUMBER,
        SERVICE_NOT_SERVED
    }

    default void request(Direction direction, SipTransport transport, SipMethod method) {}

    /// A transaction got its final answer; once for each, however often it is repeated. What is
    /// refused without state counts each time.
    ///
    /// @param direction of the request
    /// @param statusClass 2 to 6
    default void answered(Direction direction, SipMethod method, int statusClass) {}

    /// A message was refused for its form.
    ///
    /// @param rule one of the fixed names of broken rules
    default void malformed(SipTransport transport, String rule) {}

    /// A capability query about a user was answered from what is known.
    default void capabilitiesAsked(CapabilityLookup result) {}

    /// A MESSAGE was refused for what it carries or asks for.
    default void messageRefused(MessageFault fault) {}

    /// A message repeated: by us (OUT) or by the peer and absorbed (IN).
    default void retransmission(Direction direction, SipMethod method) {}

    default void transactionCreated(Kind kind) {}

    default void transactionTimedOut(Kind kind) {}

    default void dropped(Drop reason) {}

    default void connectionOpened(SipTransport transport, Direction direction) {}

    default void connectionRefused(SipTransport transport, RefuseReason reason) {}

    default void connectionClosed(SipTransport transport, CloseReason reason) {}

    /// A keep-alive ping that was answered (RFC 5626 section 3.5.1).
    default void ping(SipTransport transport) {}

    /// The handler threw; the request was answered with 500. From any thread.
    default void handlerFailed(Throwable cause) {}
}
