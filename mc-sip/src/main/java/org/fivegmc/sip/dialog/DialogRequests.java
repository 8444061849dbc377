package org.fivegmc.sip.dialog;

import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transaction.Transactions;
import org.fivegmc.sip.transport.Flow;

/// What the edge hands to whoever serves INVITE sessions. Called on event loops but for
/// [#onInvite].
public interface DialogRequests {
    /// Serves no sessions: their methods are refused without state.
    DialogRequests NONE =
            new DialogRequests() {
                @Override
                public boolean areServed() {
                    return false;
                }

                @Override
                public void started(Transactions stack, HopTargets targets) {}

                @Override
                public void onInvite(ServerTransaction invite, UserAddress caller) {
                    invite.respond(405);
                }

                @Override
                public void onRequest(ServerTransaction transaction, SipRequest request) {
                    transaction.respond(405);
                }

                @Override
                public void onCancel(ServerTransaction invite, SipRequest cancel) {
                    invite.respond(487);
                }

                @Override
                public void onAck(Flow flow, SipRequest ack) {}
            };

    /// Whether INVITE, BYE and UPDATE are served.
    default boolean areServed() {
        return true;
    }

    /// The stack is open. What arrives before is refused for now.
    void started(Transactions stack, HopTargets targets);

    /// An INVITE outside of dialogs, whose sender is settled. Any thread.
    void onInvite(ServerTransaction invite, UserAddress caller);

    /// A BYE or an UPDATE, or an INVITE with a tag in To.
    void onRequest(ServerTransaction transaction, SipRequest request);

    /// An INVITE not yet answered was cancelled; the CANCEL is answered already.
    void onCancel(ServerTransaction invite, SipRequest cancel);

    /// The ACK to a 2xx.
    void onAck(Flow flow, SipRequest ack);
}
