package org.fivegmc.sip.transaction;

import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.SipEvents;

/// A request sent by one flow and its responses. Confined to the loop of the layer. The encoded
/// request is not kept: a repetition writes it anew.
abstract sealed class ClientTransaction extends TimerWheel.Timer
        permits NonInviteClient, InviteClient {
    final TransactionLayer layer;
    final OutgoingRequest request;
    final Flow flow;
    final long id;
    final ResponseListener listener;
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
        return layer.sendRequest(request, id, flow);
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
