package org.fivegmc.sip.transaction;

import java.util.function.IntFunction;
import org.fivegmc.sip.codec.PlainHead;
import org.fivegmc.sip.codec.ResponseWriter;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.codec.Via;
import org.fivegmc.sip.transport.Connector;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.LoopThread;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.Transports;

/// Writes and sends the answers of one event loop. Confined to that loop.
final class Answers {
    private final LoopThread thread;
    private final SipStackConfig config;
    private final KeyHash hash;
    private final SipEvents events;
    private final Reconnects reconnects;
    private final IntFunction<TransactionLayer> layers;

    Answers(
            LoopThread thread,
            SipStackConfig config,
            KeyHash hash,
            SipEvents events,
            Connector connector,
            IntFunction<TransactionLayer> layers) {
        this.thread = thread;
        this.config = config;
        this.hash = hash;
        this.events = events;
        this.reconnects =
                new Reconnects(
                        connector,
                        config.limits().reconnectingAnswers(),
                        config.timers().transactionMs());
        this.layers = layers;
    }

    /// The tag of To in answers to a request without one.
    String toTag(long key) {
        return Long.toHexString(hash.toTag(key));
    }

    /// An answer that belongs to no transaction.
    void send(SipRequest r, Flow flow, SipReply reply, long key) {
        if (!write(r, flow, flow, reply, key)) {
            events.dropped(SipEvents.Drop.FLOW_CLOSED);
        }
    }

    /// An answer to a request that was not parsed; those that are alike leave together.
    void sendAlike(PlainHead request, Flow flow, SipReply reply, long key) {
        SipWriter w = thread.writer();
        request.answer(
                w,
                reply,
                toTag(key),
                Transports.host(flow.remote().getAddress(), false),
                flow.remote().getPort());
        if (!flow(request.topVia(), flow).sendAlike(w)) {
            events.dropped(SipEvents.Drop.FLOW_CLOSED);
        }
    }

    /// The answer of a transaction. A final one also reaches a peer whose connection is gone, if it
    /// takes a new one.
    void sendOfTransaction(SipRequest r, Flow flow, SipReply reply, long key) {
        if (write(r, flow, flow, reply, key)) {
            return;
        }
        if (reply.status() < 200 || !flow.transport().isReliable() || flow.isCutOff()) {
            events.dropped(SipEvents.Drop.FLOW_CLOSED);
        } else {
            reconnects.reach(
                    r,
                    flow,
                    by -> ownerSends(r, flow, by, reply, key),
                    sent -> {
                        if (!sent) {
                            events.dropped(SipEvents.Drop.FLOW_CLOSED);
                        }
                    });
        }
    }

    /// On the loop of the flow, which need not be this one.
    private boolean ownerSends(SipRequest r, Flow from, Flow by, SipReply reply, long key) {
        TransactionLayer owner = layers.apply(by.loop().index());
        return owner != null && owner.answers().write(r, from, by, reply, key);
    }

    /// @param from the flow of the request
    /// @param by the flow of the answer
    /// @return false when that could not take it
    private boolean write(SipRequest r, Flow from, Flow by, SipReply reply, long key) {
        SipWriter w = thread.writer();
        String tag = reply.status() == 100 ? "" : toTag(key);
        ResponseWriter.write(
                w,
                r,
                reply,
                tag,
                Transports.host(from.remote().getAddress(), false),
                from.remote().getPort());
        return flow(r.topVia(), by).send(w);
    }

    /// Where an answer goes (RFC 3261 section 18.2.2, RFC 3581): over the connection, or to the
    /// source address at the port Via names, or at the source port when the client or the
    /// configuration asked for that. A `maddr` is not followed: it would let anybody point our
    /// answers at anybody.
    private Flow flow(Via via, Flow flow) {
        if (flow.transport().isReliable() || config.forceRport()) {
            return flow;
        }
        if (via.rport() != null) {
            return flow;
        }
        return flow.toPort(via.port() < 0 ? SipTransport.UDP.defaultPort() : via.port());
    }
}
