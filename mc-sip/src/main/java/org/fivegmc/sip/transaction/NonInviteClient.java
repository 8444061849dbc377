package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.CSeq;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;

/// RFC 3261 section 17.1.2.
///
/// ```
/// TRYING --1xx--> PROCEEDING
///   |  Timer E (UDP): again at T1, 2*T1 .. T2; in PROCEEDING every T2
///   +-- 200-699 --> gone: Timer K is not needed, as a repeated response finds no transaction and is dropped just so
///   +-- Timer F = 64*T1 --> TimedOut
/// ```
final class NonInviteClient extends ClientTransaction {
    private long endMs;
    private long intervalMs;
    private boolean proceeding;

    NonInviteClient(
            TransactionLayer layer,
            OutgoingRequest request,
            Flow flow,
            long id,
            ResponseListener listener) {
        super(layer, request, flow, id, listener);
    }

    @Override
    boolean begin(long nowMs) {
        endMs = nowMs + layer.config().timers().transactionMs();
        intervalMs = layer.config().timers().t1();
        layer.timers().start(this, flow.transport().isReliable() ? endMs : nowMs + intervalMs);
        return transmit();
    }

    @Override
    boolean isOurs(CSeq answered) {
        return answered.methodText().contentEquals(request().methodText());
    }

    @Override
    void onResponse(SipResponse response) {
        if (response.isProvisional()) {
            if (!proceeding) {
                proceeding = true;
                intervalMs = layer.config().timers().t2();
            }
            layer.tellProvisional(listener, response);
            return;
        }
        layer.events()
                .answered(SipEvents.Direction.OUT, request().method(), response.status() / 100);
        layer.finished(this);
        end(new ClientOutcome.Response(response));
    }

    @Override
    void cancel(String reason) {
        // only INVITE can be cancelled (RFC 3261 section 9.1)
    }

    @Override
    SipEvents.Kind kind() {
        return SipEvents.Kind.CLIENT_NON_INVITE;
    }

    @Override
    void fire(long nowMs) {
        if (nowMs >= endMs) {
            layer.events().transactionTimedOut(kind());
            layer.finished(this);
            end(new ClientOutcome.TimedOut());
            return;
        }
        layer.events().retransmission(SipEvents.Direction.OUT, request().method());
        transmit();
        intervalMs =
                proceeding
                        ? layer.config().timers().t2()
                        : Math.min(intervalMs * 2, layer.config().timers().t2());
        layer.timers().start(this, Math.min(nowMs + intervalMs, endMs));
    }
}
