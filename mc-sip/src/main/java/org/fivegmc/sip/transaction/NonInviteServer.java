package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// RFC 3261 section 17.2.2.
///
/// ```
/// TRYING ------1xx-----> PROCEEDING   (repetition: last 1xx again)
///   |  repetition: absorbed   |
///   +-- 200-699 --------------+
///                 v
///   UDP: this object is dropped, its reply kept in KeptFinals until Timer J = 64*T1 (repetition: reply rebuilt)
///   TCP, TLS: done
///   401: done too (repetition: a new transaction, which is challenged anew; a challenge is large, costs
///   no state where it is made, and anybody can ask for it)
///
/// not answered within 64*T1: dropped without an answer, since the client has given up (RFC 4320)
/// ```
final class NonInviteServer extends ServerTransaction {
    private @Nullable SipReply provisional;

    NonInviteServer(TransactionLayer layer, SipRequest request, Flow flow, long key) {
        super(layer, request, flow, key);
    }

    @Override
    void answer(SipReply reply) {
        if (!layer.serverSide().isActive(this)) {
            return;
        }
        send(reply);
        if (reply.status() < 200) {
            provisional = reply;
        } else {
            layer.events()
                    .answered(SipEvents.Direction.IN, request().method(), reply.status() / 100);
            boolean keep = !answerBy.transport().isReliable() && reply.status() != 401;
            layer.serverSide().finished(this, keep ? reply : null);
        }
    }

    @Override
    void repeated() {
        SipReply p = provisional;
        if (p != null) {
            send(p);
        }
    }

    @Override
    void acked() {
        // no such thing
    }

    @Override
    void fire(long nowMs) {
        layer.events().dropped(SipEvents.Drop.UNANSWERED);
        layer.serverSide().finished(this, null);
    }
}
