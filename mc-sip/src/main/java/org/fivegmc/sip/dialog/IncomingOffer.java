package org.fivegmc.sip.dialog;

import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.ServerTransaction;

/// The peer's offer to change a session, by re-INVITE or UPDATE. The first answer counts; any
/// thread.
public final class IncomingOffer {
    private final OfferExchange exchange;
    private final ServerTransaction transaction;
    private final SipRequest request;
    private final SessionTimer.Agreed timer;

    IncomingOffer(
            OfferExchange exchange, ServerTransaction transaction, SessionTimer.Agreed timer) {
        this.exchange = exchange;
        this.transaction = transaction;
        // as long as this is kept, not only until the ACK
        this.request = transaction.request();
        this.timer = timer;
    }

    /// The re-INVITE or UPDATE.
    public SipRequest request() {
        return request;
    }

    ServerTransaction transaction() {
        return transaction;
    }

    SessionTimer.Agreed timer() {
        return timer;
    }

    /// Accepts.
    ///
    /// @param answer a 2xx with SDP
    public void accept(SipReply answer) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw new IllegalArgumentException("no 2xx: " + answer.status());
        }
        exchange.answer(this, answer);
    }

    /// Refuses with 300 to 699; the session goes on as it was (488: the offer is not acceptable).
    public void refuse(SipReply reply) {
        if (reply.status() < 300) {
            throw new IllegalArgumentException("no refusal: " + reply.status());
        }
        exchange.answer(this, reply);
    }
}
