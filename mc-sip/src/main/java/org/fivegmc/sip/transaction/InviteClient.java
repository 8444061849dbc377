package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.CSeq;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// RFC 3261 section 17.1.1 with RFC 6026, and the CANCEL of section 9.1.
///
/// ```
/// CALLING --1xx--> PROCEEDING            cancel(): CANCEL at once, from CALLING with the first 1xx
///   |  Timer A (UDP): again at T1, 2*T1, 4*T1 ..
///   |  Timer B = 64*T1 --> TimedOut      PROCEEDING longer than inviteMs --> CANCEL, TimedOut after 64*T1
///   +-- 2xx --> ACCEPTED --Timer M--> gone    further 2xx: told to the listener, who sends the ACK
///   +-- 300-699 --> ACK, COMPLETED --Timer D (32 s UDP, 0 TCP)--> gone    repetition: ACK again
/// ```
final class InviteClient extends ClientTransaction {
    private static final int TIMER_D_MS = 32_000;

    private enum State {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED
    }

    private State state = State.CALLING;
    private long endMs;
    private long intervalMs;
    private @Nullable String cancelWanted;
    private @Nullable OutgoingRequest cancel;
    private @Nullable OutgoingRequest ack;

    InviteClient(
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
        return answered.method() == SipMethod.INVITE || answered.method() == SipMethod.CANCEL;
    }

    @Override
    void onResponse(SipResponse r) {
        if (r.cSeq().method() == SipMethod.CANCEL) {
            // the peer knows of the CANCEL: it need not be repeated
            if (!r.isProvisional() && state == State.PROCEEDING) {
                layer.timers().start(this, endMs);
            }
            return;
        }
        if (state == State.COMPLETED) {
            if (r.status() >= 300) {
                acknowledge();
            }
            return;
        }
        if (state == State.ACCEPTED) {
            if (r.isSuccess()) {
                layer.tellFurther(listener, r);
            }
            return;
        }
        if (r.isProvisional()) {
            if (state == State.CALLING) {
                state = State.PROCEEDING;
                endMs = layer.nowMs() + layer.limits().inviteMs();
                layer.timers().start(this, endMs);
                String reason = cancelWanted;
                if (reason != null) {
                    sendCancel(reason);
                }
            }
            if (r.status() > 100) {
                layer.tellProvisional(listener, r);
            }
            return;
        }
        long now = layer.nowMs();
        if (r.isSuccess()) {
            state = State.ACCEPTED;
            layer.timers().start(this, now + layer.config().timers().transactionMs());
        } else {
            state = State.COMPLETED;
            ack = OutgoingRequest.ackTo(layer.encode(request(), id, flow), r);
            acknowledge();
            if (flow.transport().isReliable()) {
                layer.finished(this);
            } else {
                layer.timers().start(this, now + TIMER_D_MS);
            }
        }
        forgetRequest();
        cancel = null;
        layer.events().answered(SipEvents.Direction.OUT, SipMethod.INVITE, r.status() / 100);
        end(new ClientOutcome.Response(r));
    }

    private void acknowledge() {
        OutgoingRequest a = ack;
        if (a != null) {
            layer.sendRequest(a, id, flow);
        }
    }

    @Override
    void cancel(String reason) {
        cancelWanted = reason;
        if (state == State.PROCEEDING && cancel == null) {
            sendCancel(reason);
        }
    }

    private void sendCancel(String reason) {
        OutgoingRequest c = OutgoingRequest.cancelOf(layer.encode(request(), id, flow), reason);
        cancel = c;
        long now = layer.nowMs();
        endMs = now + layer.config().timers().transactionMs();
        intervalMs = layer.config().timers().t1();
        layer.sendRequest(c, id, flow);
        layer.timers().start(this, flow.transport().isReliable() ? endMs : now + intervalMs);
    }

    @Override
    SipEvents.Kind kind() {
        return SipEvents.Kind.CLIENT_INVITE;
    }

    @Override
    void fire(long nowMs) {
        switch (state) {
            case CALLING -> {
                if (nowMs >= endMs) {
                    timedOut();
                } else {
                    layer.events().retransmission(SipEvents.Direction.OUT, SipMethod.INVITE);
                    transmit();
                    intervalMs *= 2;
                    layer.timers().start(this, Math.min(nowMs + intervalMs, endMs));
                }
            }
            case PROCEEDING -> {
                OutgoingRequest c = cancel;
                if (nowMs >= endMs) {
                    if (c != null) {
                        timedOut();
                    } else {
                        sendCancel("");
                    }
                } else if (c != null) {
                    layer.events().retransmission(SipEvents.Direction.OUT, SipMethod.CANCEL);
                    layer.sendRequest(c, id, flow);
                    intervalMs = Math.min(intervalMs * 2, layer.config().timers().t2());
                    layer.timers().start(this, Math.min(nowMs + intervalMs, endMs));
                }
            }
            case ACCEPTED, COMPLETED -> layer.finished(this);
        }
    }

    private void timedOut() {
        layer.events().transactionTimedOut(kind());
        layer.finished(this);
        end(new ClientOutcome.TimedOut());
    }
}
