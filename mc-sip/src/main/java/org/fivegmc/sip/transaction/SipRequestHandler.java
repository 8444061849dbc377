package org.fivegmc.sip.transaction;

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

    /// An INVITE not yet answered finally was cancelled; the CANCEL itself is answered already. The
    /// handler answers the INVITE with 487.
    default void onCancel(ServerTransaction invite, SipRequest cancel) {}

    /// An ACK to a 2xx: it belongs to a dialog, which tells the INVITE's transaction by
    /// [ServerTransaction#acknowledged].
    default void onAck(Flow flow, SipRequest ack) {}

    /// A connection ended: what was registered over it cannot be reached any more.
    default void onFlowClosed(Flow flow, CloseReason reason) {}
}
