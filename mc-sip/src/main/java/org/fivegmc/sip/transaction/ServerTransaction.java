package org.fivegmc.sip.transaction;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/// A request that was received and its answers.
///
/// [#respond] may be called by any thread; everything else happens on the loop of the flow.
public abstract sealed class ServerTransaction extends TimerWheel.Timer
        permits NonInviteServer, InviteServer {
    private static final AtomicIntegerFieldUpdater<ServerTransaction> ANSWERED =
            AtomicIntegerFieldUpdater.newUpdater(ServerTransaction.class, "answered");

    final TransactionLayer layer;
    final Flow flow;
    final long key;

    /// Where answers go: the flow the request last came by, since an earlier connection may be
    /// gone.
    Flow answerBy;

    /// What finds merged requests, 0 for none.
    long mergeKey;

    long receivedMs;

    /// Whether it no longer counts as pending.
    boolean counted;

    private volatile int answered;
    private volatile @Nullable SipRequest request;

    ServerTransaction(TransactionLayer layer, SipRequest request, Flow flow, long key) {
        this.layer = layer;
        this.request = request;
        this.flow = flow;
        this.answerBy = flow;
        this.key = key;
    }

    /// The request. Any thread.
    ///
    /// @throws IllegalStateException after the ACK to a 2xx: half a minute's worth of calls waits
    ///   for repetitions, and would keep as many INVITEs. Whoever needs one for longer keeps it.
    public SipRequest request() {
        SipRequest r = request;
        if (r == null) {
            throw new IllegalStateException("the INVITE is not kept after the ACK to its 2xx");
        }
        return r;
    }

    /// Nobody asks for the request any more.
    final void forgetRequest() {
        request = null;
    }

    /// The flow the request came by.
    public Flow flow() {
        return flow;
    }

    /// The tag answers put into To when the request has none: the local tag of a dialog. The same
    /// for repetitions of the request.
    public String toTag() {
        return layer.answers().toTag(key);
    }

    /// Answers. Any thread; at most one final answer counts.
    ///
    /// Calls by other threads in quick succession leave together: one wake-up and one flush for the
    /// batch.
    ///
    /// @return false when a final answer was given before
    public boolean respond(SipReply reply) {
        if (reply.status() >= 200) {
            if (!ANSWERED.compareAndSet(this, 0, 1)) {
                return false;
            }
        } else if (answered != 0) {
            return false;
        }
        layer.onLoop(() -> answer(reply));
        return true;
    }

    /// Answers with the usual reason phrase and nothing more.
    public boolean respond(int status) {
        return respond(SipReply.of(status));
    }

    /// The role failed: a 500 unless it has answered, and a word to the events. Any thread.
    public void failed(RuntimeException fault) {
        layer.events().handlerFailed(fault);
        respond(500);
    }

    /// Whether a final answer was given.
    public boolean isAnswered() {
        return answered != 0;
    }

    /// Tells that the ACK to a 2xx came, so that the 2xx is not repeated any more; nothing for
    /// other requests. Any thread.
    public void acknowledged() {
        layer.onLoop(this::acked);
    }

    /// Sends an answer, on the loop.
    abstract void answer(SipReply reply);

    /// Sends it to where the request last came from.
    final void send(SipReply reply) {
        layer.answers().sendOfTransaction(request(), answerBy, reply, key);
    }

    /// The request came again.
    final void repeated(Flow by) {
        answerBy = by;
        repeated();
    }

    abstract void repeated();

    /// Its ACK came.
    abstract void acked();
}
