package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.LoopClock;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transport.Flow;

/// What the table of dialogs leads to. Everything but the clock is for its loop only.
abstract sealed class DialogPart permits IncomingInvite, Session {
    final Dialogs home;
    final LoopClock clock;
    final Dialog dialog;

    DialogPart(Dialogs home, LoopClock clock, Dialog dialog) {
        this.home = home;
        this.clock = clock;
        this.dialog = dialog;
    }

    /// A request within the dialog, from its peer.
    abstract void onRequest(ServerTransaction transaction, SipRequest request);

    abstract void onCancel(ServerTransaction invite, SipRequest cancel);

    abstract void onAck(Flow flow, SipRequest ack);

    /// The server drains.
    abstract void drain(Reason reason);

    /// A listener's fault ends nothing but its call.
    final void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            home.stack().events().handlerFailed(e);
        }
    }
}
