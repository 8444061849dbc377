package org.fivegmc.sip.transaction;

import java.util.Optional;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Flow;

/// The roles above the stack. Called on event loops: must not block. Requests have passed
/// [org.fivegmc.sip.codec.SipCheck].
@FunctionalInterface
public interface SipRequestHandler {
    /// A new request, not ACK and not CANCEL. Answer by [ServerTransaction#respond], now or later,
    /// from any thread.
    void onRequest(ServerTransaction transaction, SipRequest request);

    /// The answer to requests of a method that nobody here serves, or empty for one that is served.
    /// It is given without state (RFC 3261 section 8.2.7): what is always the same needs no
    /// transaction, and a flood of it no memory.
    default Optional<SipReply> refusal(SipMethod method) {
        return Optional.empty();
    }

    /// An INVITE not yet answered finally was cancelled; the CANCEL itself is answered already. The
    /// handler answers the INVITE with 487.
    default void onCancel(ServerTransaction invite, SipRequest cancel) {}

    /// An ACK to a 2xx: it belongs to a dialog, which tells the INVITE's transaction by
    /// [ServerTransaction#acknowledged].
    default void onAck(Flow flow, SipRequest ack) {}

    /// A connection ended: what was registered over it cannot be reached any more.
    default void onFlowClosed(Flow flow, CloseReason reason) {}
}
