package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// RFC 3261 section 17.2.1 with RFC 6026.
///
/// ```
///             +--(no answer in 200 ms: 100)
///             v
///        PROCEEDING --2xx--> ACCEPTED --Timer L--> gone
///          |  repetition: last 1xx again   2xx is repeated at T1, 2*T1 .. T2 until acknowledged();
///          |                               then it counts as pending no longer
///          +--300-699--> COMPLETED --ACK--> CONFIRMED --Timer I--> gone
///                          |  Timer G (UDP): answer again at T1, 2*T1 .. T2; repetition: answer again
///                          +--Timer H--> gone, timed out
/// ```
///
/// Once it is acknowledged it keeps what tells repetitions of the INVITE, and neither that nor the
/// answer.
final class InviteServer extends ServerTransaction {
    /// An INVITE without an answer gets a 100 after this (RFC 3261 section 17.2.1), in
    /// milliseconds.
    private static final int TRYING_MS = 200;

    private enum State {
        WAITING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED
    }

    private static final SipReply TRYING = SipReply.of(100);

    private State state = State.WAITING;

    /// What a repetition of the INVITE is answered with, null for nothing.
    private @Nullable SipReply last;

    private boolean acknowledged;
    private long endMs;
    private long intervalMs;

    InviteServer(TransactionLayer layer, SipRequest request, Flow flow, long key, long nowMs) {
        super(layer, request, flow, key);
        this.endMs = nowMs + layer.limits().inviteMs();
        layer.timers().start(this, nowMs + TRYING_MS);
    }

    @Override
    void answer(SipReply reply) {
        if (!layer.serverSide().isActive(this)
                || (state != State.WAITING && state != State.PROCEEDING)) {
            return;
        }
        last = reply;
        send(reply);
        if (reply.status() < 200) {
            state = State.PROCEEDING;
            // a call that rings is no sign of overload
            layer.serverSide().answered(this);
            layer.timers().start(this, endMs);
            return;
        }
        layer.events().answered(SipEvents.Direction.IN, SipMethod.INVITE, reply.status() / 100);
        long now = layer.nowMs();
        state = reply.status() < 300 ? State.ACCEPTED : State.COMPLETED;
        endMs = now + layer.config().timers().transactionMs();
        intervalMs = layer.config().timers().t1();
        layer.serverSide().answered(this);
        // a 2xx is repeated over any transport, since its ACK is end to end (RFC 3261 section
        // 13.3.1.4)
        boolean repeat = state == State.ACCEPTED || !answerBy.transport().isReliable();
        layer.timers().start(this, repeat ? now + intervalMs : endMs);
    }

    @Override
    void repeated() {
        switch (state) {
            case WAITING -> {}
            case PROCEEDING, COMPLETED -> sendLast();
            // ACCEPTED repeats by itself
            case ACCEPTED, CONFIRMED -> {}
        }
    }

    private void sendLast() {
        SipReply reply = last;
        if (reply != null) {
            send(reply);
        }
    }

    @Override
    void acked() {
        if (state == State.ACCEPTED) {
            if (!acknowledged) {
                acknowledged = true;
                last = null;
                forgetRequest();
                layer.serverSide().absorbs(this, endMs);
            }
        } else if (state == State.COMPLETED) {
            state = State.CONFIRMED;
            if (answerBy.transport().isReliable()) {
                layer.serverSide().finished(this, null);
            } else {
                layer.timers().start(this, layer.nowMs() + layer.config().timers().t4());
            }
        }
    }

    /// Whether its ACK ends here: the answer was no 2xx.
    boolean wasRefused() {
        return state == State.COMPLETED || state == State.CONFIRMED;
    }

    /// Whether it only keeps repetitions of the INVITE from being taken for new ones.
    boolean isAbsorbing() {
        return acknowledged;
    }

    /// Whether a CANCEL still has something to cancel.
    boolean isPending() {
        return state == State.WAITING || state == State.PROCEEDING;
    }

    @Override
    void fire(long nowMs) {
        switch (state) {
            case WAITING -> {
                state = State.PROCEEDING;
                layer.serverSide().answered(this);
                last = TRYING;
                sendLast();
                layer.timers().start(this, endMs);
            }
            case PROCEEDING -> {
                // the roles forgot it: the peer must not hang for ever
                layer.events().dropped(SipEvents.Drop.UNANSWERED);
                respond(408);
            }
            case ACCEPTED, COMPLETED -> {
                if (nowMs >= endMs) {
                    if (!acknowledged) {
                        layer.events().transactionTimedOut(SipEvents.Kind.SERVER_INVITE);
                    }
                    layer.serverSide().finished(this, null);
                } else {
                    layer.events().retransmission(SipEvents.Direction.OUT, SipMethod.INVITE);
                    sendLast();
                    intervalMs = Math.min(intervalMs * 2, layer.config().timers().t2());
                    layer.timers().start(this, Math.min(nowMs + intervalMs, endMs));
                }
            }
            case CONFIRMED -> layer.serverSide().finished(this, null);
        }
    }
}
