package org.fivegmc.sip.transaction;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Via;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.Connector;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.LoopHandler;
import org.fivegmc.sip.transport.LoopThread;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipLoop;
import org.jspecify.annotations.Nullable;

/// The transactions of one event loop: hands on what arrives, sends requests and matches their
/// responses, holds the timers. Requests that arrive are the business of [ServerSide]. Confined to
/// that loop, without locks.
///
/// Branches of our requests are `z9hG4bK` + 2 hex digits of the loop + 16 of the transaction, so a
/// response that arrives on another loop (another REUSEPORT socket) finds its owner.
final class TransactionLayer implements LoopHandler {
    private static final String BRANCH = ";branch=";
    private static final String RPORT = ";rport";
    private static final int BRANCH_LENGTH = Via.MAGIC_COOKIE.length() + 2 + 16;

    private final LoopThread thread;
    private final SipStackConfig config;
    private final SipCheck check;
    private final KeyHash hash;
    private final SipRequestHandler handler;
    private final SipEvents events;
    private final IntFunction<TransactionLayer> layers;
    private final TimerWheel timers;
    private final Answers answers;
    private final ServerSide serverSide;
    private final LongMap<ClientTransaction> clients = new LongMap<>();
    private final Map<Flow, Set<ClientTransaction>> byConnection = new HashMap<>();
    private long branches;

    TransactionLayer(
            LoopThread thread,
            SipStackConfig config,
            KeyHash hash,
            SipRequestHandler handler,
            SipEvents events,
            Connector connector,
            IntFunction<TransactionLayer> layers) {
        this.thread = thread;
        this.config = config;
        this.check = new SipCheck(config.supportedOptions());
        this.hash = hash;
        this.handler = handler;
        this.events = events;
        this.layers = layers;
        this.timers = new TimerWheel(SipLoop.TICK_MS, thread.nowMs());
        this.answers = new Answers(thread, config, hash, events, connector, layers);
        this.serverSide = new ServerSide(this, check, hash, handler, answers);
        // counts of different loops never meet
        this.branches = (long) thread.index() << 56;
    }

    SipStackConfig config() {
        return config;
    }

    TransactionLimits limits() {
        return config.limits();
    }

    TimerWheel timers() {
        return timers;
    }

    SipEvents events() {
        return events;
    }

    long nowMs() {
        return thread.nowMs();
    }

    LoopThread thread() {
        return thread;
    }

    Answers answers() {
        return answers;
    }

    ServerSide serverSide() {
        return serverSide;
    }

    int clientCount() {
        return clients.size();
    }

    /// Runs a task on the loop: at once when there already.
    void onLoop(Runnable task) {
        if (thread.inLoop()) {
            task.run();
        } else {
            // refused only when the loop is gone or hopelessly behind: then the client's timers
            // decide
            thread.execute(task);
        }
    }

    @Override
    public boolean isRefused(Flow flow, byte[] datagram, int length) {
        return serverSide.isRefused(flow, datagram, length);
    }

    @Override
    public void onMessage(Flow flow, SipParse parse) {
        switch (parse) {
            case SipRequest r -> serverSide.onRequest(flow, r);
            case SipResponse r -> onResponse(r);
            case Malformed m -> serverSide.onMalformed(flow, m);
        }
    }

    /// Sends a request by a flow of this loop. The listener hears the outcome in any case.
    ///
    /// @return the transaction, or null when there is none
    @Nullable ClientTransaction start(
            OutgoingRequest request, Flow flow, ResponseListener listener) {
        if (clients.size() >= config.limits().pendingClient()) {
            tell(listener, new ClientOutcome.TransportFailed("too many requests under way"));
            return null;
        }
        long id = hash.branch(branches++);
        if (id == 0) {
            id = hash.branch(branches++);
        }
        ClientTransaction t =
                request.method() == SipMethod.INVITE
                        ? new InviteClient(this, request, flow, id, listener)
                        : new NonInviteClient(this, request, flow, id, listener);
        clients.put(id, t);
        if (flow.transport().isReliable()) {
            byConnection.computeIfAbsent(flow, _ -> new LinkedHashSet<>()).add(t);
        }
        events.transactionCreated(t.kind());
        if (!t.begin(nowMs())) {
            finished(t);
            t.end(new ClientOutcome.TransportFailed("flow closed"));
            return null;
        }
        return t;
    }

    /// Sends a request without a transaction: the ACK to a 2xx.
    boolean sendStateless(OutgoingRequest request, Flow flow) {
        return sendRequest(request, hash.branch(branches++), flow);
    }

    /// Octets of the Via of every request by a flow.
    static int viaLength(Flow flow) {
        return flow.viaSentBy().length()
                + BRANCH.length()
                + BRANCH_LENGTH
                + (flow.transport().isReliable() ? 0 : RPORT.length());
    }

    private void via(SipWriter out, Flow flow, long id) {
        out.text(flow.viaSentBy())
                .text(BRANCH)
                .text(Via.MAGIC_COOKIE)
                .hex(thread.index(), 2)
                .hex(id, 16);
        if (!flow.transport().isReliable()) {
            out.text(RPORT);
        }
    }

    /// @param id number of the transaction, for the branch
    boolean sendRequest(OutgoingRequest request, long id, Flow flow) {
        SipWriter w = thread.writer();
        request.write(w, out -> via(out, flow, id));
        boolean sent = flow.send(w);
        if (sent) {
            events.request(SipEvents.Direction.OUT, flow.transport(), request.method());
        }
        return sent;
    }

    /// A request of ours as it was sent, read again: for the ACK and the CANCEL that copy from it.
    SipRequest encode(OutgoingRequest request, long id, Flow flow) {
        SipWriter w = thread.writer();
        request.write(w, out -> via(out, flow, id));
        if (new SipParser(SipLimits.NONE).parseDatagram(w.toByteArray()) instanceof SipRequest r) {
            return r;
        }
        throw new IllegalStateException("a request of ours that cannot be read");
    }

    private void onResponse(SipResponse r) {
        if (!check.accepts(r)) {
            events.dropped(SipEvents.Drop.BAD_RESPONSE);
            return;
        }
        Span branch = r.topVia().branch();
        if (branch == null
                || branch.length() != BRANCH_LENGTH
                || !branch.startsWith(Via.MAGIC_COOKIE)) {
            events.dropped(SipEvents.Drop.STRAY_RESPONSE);
            return;
        }
        int at = Via.MAGIC_COOKIE.length();
        long loop = hexValue(branch, at, at + 2);
        long id = hexValue(branch, at + 2, at + 18);
        if (loop == thread.index()) {
            match(id, r);
        } else {
            TransactionLayer owner = layers.apply((int) loop);
            if (owner != null) {
                owner.onLoop(() -> owner.match(id, r));
            }
        }
    }

    private static long hexValue(Span s, int from, int to) {
        long v = 0;
        for (int i = from; i < to; i++) {
            v = v << 4 | (Character.digit(s.byteAt(i), 16) & 15);
        }
        return v;
    }

    private void match(long id, SipResponse r) {
        ClientTransaction t = id == 0 ? null : clients.get(id);
        if (t == null || !t.isOurs(r.cSeq())) {
            events.dropped(SipEvents.Drop.STRAY_RESPONSE);
            return;
        }
        t.onResponse(r);
    }

    void finished(ClientTransaction t) {
        timers.stop(t);
        clients.remove(t.id);
        Set<ClientTransaction> same = byConnection.get(t.flow);
        if (same != null && same.remove(t) && same.isEmpty()) {
            byConnection.remove(t.flow);
        }
    }

    void tell(ResponseListener listener, ClientOutcome outcome) {
        guarded(() -> listener.onOutcome(outcome));
    }

    void tellProvisional(ResponseListener listener, SipResponse r) {
        if (r.status() > 100) {
            guarded(() -> listener.onProvisional(r));
        }
    }

    void tellFurther(ResponseListener listener, SipResponse r) {
        guarded(() -> listener.onFurther2xx(r));
    }

    /// A fault of a role or a listener ends nothing but its call.
    void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            events.handlerFailed(e);
        }
    }

    @Override
    public void onClosed(Flow flow, CloseReason reason) {
        Set<ClientTransaction> broken = byConnection.remove(flow);
        if (broken != null) {
            List.copyOf(broken).forEach(ClientTransaction::onFlowClosed);
        }
        guarded(() -> handler.onFlowClosed(flow, reason));
    }

    @Override
    public void onTick(long nowMs) {
        timers.advance(nowMs);
        serverSide.expire(nowMs);
    }

    @Override
    public boolean isBusy() {
        return timers.size() > 0 || serverSide.keptCount() > 0;
    }
}
