package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.CSeq;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// A request sent by one flow and its responses. Confined to the loop of the layer. The encoded
/// request is not kept: a repetition writes it anew; and none of it once it has a final answer,
/// while more of those may come.
abstract sealed class ClientTransaction extends TimerWheel.Timer
        permits NonInviteClient, InviteClient {
    final TransactionLayer layer;
    final Flow flow;
    final long id;
    final ResponseListener listener;
    private @Nullable OutgoingRequest request;
    private boolean ended;

    ClientTransaction(
            TransactionLayer layer,
            OutgoingRequest request,
            Flow flow,
            long id,
            ResponseListener listener) {
        this.layer = layer;
        this.request = request;
        this.flow = flow;
        this.id = id;
        this.listener = listener;
    }

    /// Sends the request the first time and starts the timers.
    ///
    /// @return false when the flow could not take it
    abstract boolean begin(long nowMs);

    abstract void onResponse(SipResponse response);

    /// Whether a response is to a request of this transaction (RFC 3261 section 17.1.3).
    abstract boolean isOurs(CSeq answered);

    /// @param reason value of the Reason of a CANCEL; empty for none
    abstract void cancel(String reason);

    final void cancel() {
        cancel("");
    }

    abstract SipEvents.Kind kind();

    /// The flow broke.
    void onFlowClosed() {
        end(new ClientOutcome.TransportFailed("connection closed"));
        layer.finished(this);
    }

    boolean transmit() {
        return layer.sendRequest(request(), id, flow);
    }

    /// @throws IllegalStateException when it had its final answer
    final OutgoingRequest request() {
        OutgoingRequest r = request;
        if (r == null) {
            throw new IllegalStateException("the request is not kept after its final answer");
        }
        return r;
    }

    /// It is neither sent again nor copied from any more.
    final void forgetRequest() {
        request = null;
    }

    /// Tells the outcome, once.
    void end(ClientOutcome outcome) {
        if (!ended) {
            ended = true;
            layer.tell(listener, outcome);
        }
    }

    boolean isEnded() {
        return ended;
    }
}
