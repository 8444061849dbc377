package org.fivegmc.sip.transaction;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.PlainHead;
import org.fivegmc.sip.codec.ResponseWriter;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipReply;
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
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.Transports;
import org.jspecify.annotations.Nullable;

/// The transactions of one event loop: matches what arrives, holds the tables and the timers.
/// Confined to that loop, without locks.
///
/// What happens to a request:
///
/// ```
/// too many pending, and plain --> 503 Retry-After before it is parsed, unless its transaction is known
/// malformed --> 400 (413, 414, 513) when it can be answered          check fails --> its answer, without state
/// ACK: INVITE transaction known --> there, else --> handler.onAck    CANCEL: INVITE known --> 200, handler.onCancel, else 481
/// method not served --> its refusal, without state
/// final answer kept --> sent again      transaction known --> repeated      same request by another way --> 482
/// too many pending --> 503 Retry-After, without state      else --> new transaction --> handler.onRequest
/// ```
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
    private final Reconnects reconnects;
    private final IntFunction<TransactionLayer> layers;
    private final TimerWheel timers;
    private final KeptFinals kept;
    private final LongMap<ServerTransaction> servers = new LongMap<>();
    private final LongMap<ServerTransaction> merging = new LongMap<>();
    private final LongMap<ClientTransaction> clients = new LongMap<>();
    private final Map<Flow, Set<ClientTransaction>> byConnection = new HashMap<>();
    private final SipReply[] overloaded;
    private final PlainHead plain = new PlainHead();
    private final Admission admission;
    private int pending;

    /// Server transactions that wait for nothing but repetitions.
    private int absorbing;

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
        this.reconnects =
                new Reconnects(
                        connector,
                        config.limits().reconnectingAnswers(),
                        config.timers().transactionMs());
        this.layers = layers;
        this.timers = new TimerWheel(SipLoop.TICK_MS, thread.nowMs());
        this.kept =
                new KeptFinals(
                        config.limits().keptFinals(),
                        KeptFinals.DEFAULT_OCTETS,
                        config.timers().transactionMs());
        this.overloaded = overloaded(config.limits().retryAfterSeconds());
        this.admission = new Admission(config.limits().admission(), thread.nowMs());
        // counts of different loops never meet
        this.branches = (long) thread.index() << 56;
    }

    private static SipReply[] overloaded(int seconds) {
        SipReply[] replies = new SipReply[seconds + 1];
        for (int i = 0; i <= seconds; i++) {
            replies[i] =
                    SipReply.of(503).with(HeaderName.RETRY_AFTER, Integer.toString(seconds + i));
        }
        return replies;
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

    /// Server transactions that nobody has answered yet.
    int pendingServer() {
        return pending;
    }

    int clientCount() {
        return clients.size();
    }

    int serverCount() {
        return servers.size();
    }

    int keptCount() {
        return kept.size();
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
        if (!isFull() && admission.admitsAll(pending, thread.backlog())) {
            return false;
        }
        if (!plain.read(datagram, length)) {
            return false;
        }
        SipMethod method = plain.method();
        if (method == SipMethod.ACK
                || method == SipMethod.CANCEL
                || (!isFull() && admission.admits(method, pending, thread.backlog()))
                || handler.refusal(method).isPresent()) {
            return false;
        }
        long key = hash.transaction(plain);
        // what was taken on is answered, however often it comes
        if (kept.contains(key) || servers.get(key) != null) {
            return false;
        }
        events.request(SipEvents.Direction.IN, flow.transport(), method);
        events.dropped(SipEvents.Drop.OVERLOAD);
        SipWriter w = thread.writer();
        plain.answer(
                w,
                overload(key),
                toTag(key),
                Transports.host(flow.remote().getAddress(), false),
                flow.remote().getPort());
        if (!answerFlow(plain.topVia(), flow).sendAlike(w)) {
            events.dropped(SipEvents.Drop.FLOW_CLOSED);
        }
        events.answered(SipEvents.Direction.IN, method, 5);
        return true;
    }

    /// Answered INVITEs count too: they wait for their ACK, which nobody has to send.
    private boolean isFull() {
        return servers.size() - absorbing >= config.limits().pendingServer();
    }

    private SipReply overload(long key) {
        return overloaded[Math.floorMod(key, overloaded.length)];
    }

    @Override
    public void onMessage(Flow flow, SipParse parse) {
        switch (parse) {
            case SipRequest r -> onRequest(flow, r);
            case SipResponse r -> onResponse(r);
            case Malformed m -> onMalformed(flow, m);
        }
    }

    private void onMalformed(Flow flow, Malformed m) {
        events.malformed(flow.transport(), m.rule().label());
        m.answerable()
                .ifPresent(r ->
                        refuse(
                                r,
                                flow,
                                SipReply.of(m.rule().status(), m.rule().label()),
                                hash.transaction(r)));
    }

    private void onRequest(Flow flow, SipRequest r) {
        events.request(SipEvents.Direction.IN, flow.transport(), r.method());
        switch (check.check(r)) {
            case SipCheck.Rejected(SipReply reply, String rule) -> {
                events.malformed(flow.transport(), rule);
                if (r.method() != SipMethod.ACK && r.topViaOrNull() != null) {
                    refuse(
                            r,
                            flow,
                            reply,
                            r.cSeqOrNull() == null
                                            || r.fromOrNull() == null
                                            || r.callIdOrNull() == null
                                            || r.toOrNull() == null
                                    ? 1
                                    : hash.transaction(r));
                }
            }
            case SipCheck.Passed _ -> onChecked(flow, r);
        }
    }

    private void onChecked(Flow flow, SipRequest r) {
        long key = hash.transaction(r);
        ServerTransaction known = servers.get(key);
        if (r.method() == SipMethod.ACK) {
            onAck(flow, r, known);
            return;
        }
        if (r.method() == SipMethod.CANCEL) {
            onCancel(flow, r, known, key);
            return;
        }
        Optional<SipReply> refusal = handler.refusal(r.method());
        if (refusal.isPresent()) {
            refuse(r, flow, refusal.get(), key);
            return;
        }
        SipReply answered = kept.get(key);
        if (answered != null) {
            events.retransmission(SipEvents.Direction.IN, r.method());
            sendReply(r, flow, answered, key);
            return;
        }
        if (known != null) {
            events.retransmission(SipEvents.Direction.IN, r.method());
            known.repeated(flow);
            return;
        }
        long merge = r.to().tag() == null ? hash.merge(r) : 0;
        if (merge != 0 && merging.get(merge) != null) {
            refuse(r, flow, SipReply.of(482), key);
            return;
        }
        if (isFull() || !admission.admits(r, pending, thread.backlog())) {
            events.dropped(SipEvents.Drop.OVERLOAD);
            refuse(r, flow, overload(key), key);
            return;
        }
        open(flow, r, key, merge);
    }

    private void open(Flow flow, SipRequest r, long key, long merge) {
        boolean invite = r.method() == SipMethod.INVITE;
        ServerTransaction t;
        if (invite) {
            t = new InviteServer(this, r, flow, key, nowMs());
        } else {
            t = new NonInviteServer(this, r, flow, key);
            timers.start(t, nowMs() + config.timers().transactionMs());
        }
        t.mergeKey = merge;
        t.receivedMs = nowMs();
        servers.put(key, t);
        if (merge != 0) {
            merging.put(merge, t);
        }
        pending++;
        events.transactionCreated(
                invite ? SipEvents.Kind.SERVER_INVITE : SipEvents.Kind.SERVER_NON_INVITE);
        try {
            handler.onRequest(t, r);
        } catch (RuntimeException e) {
            t.failed(e);
        }
    }

    private void onAck(Flow flow, SipRequest r, @Nullable ServerTransaction known) {
        if (known instanceof InviteServer invite && invite.wasRefused()) {
            invite.acked();
        } else {
            guarded(() -> handler.onAck(flow, r));
        }
    }

    private void onCancel(Flow flow, SipRequest r, @Nullable ServerTransaction known, long key) {
        if (known instanceof InviteServer invite) {
            refuse(r, flow, SipReply.of(200), key);
            if (invite.isPending()) {
                guarded(() -> handler.onCancel(invite, r));
            }
        } else {
            refuse(r, flow, SipReply.of(481), key);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            events.handlerFailed(e);
        }
    }

    /// The final answer to a request that left no state.
    private void refuse(SipRequest r, Flow flow, SipReply reply, long key) {
        sendReply(r, flow, reply, key);
        events.answered(SipEvents.Direction.IN, r.method(), reply.status() / 100);
    }

    /// Writes and sends an answer.
    void sendReply(SipRequest r, Flow flow, SipReply reply, long key) {
        if (!write(r, flow, flow, reply, key)) {
            events.dropped(SipEvents.Drop.FLOW_CLOSED);
        }
    }

    /// Writes and sends the answer of a transaction. A final one also reaches a peer whose
    /// connection is gone, if it takes a new one.
    void sendAnswer(SipRequest r, Flow flow, SipReply reply, long key) {
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
        return owner != null && owner.write(r, from, by, reply, key);
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
        return answerFlow(r.topVia(), by).send(w);
    }

    /// Where an answer goes (RFC 3261 section 18.2.2, RFC 3581): over the connection, or to the
    /// source address at the port Via names, or at the source port when the client or the
    /// configuration asked for that. A `maddr` is not followed: it would let anybody point our
    /// answers at anybody.
    private Flow answerFlow(Via via, Flow flow) {
        if (flow.transport().isReliable() || config.forceRport()) {
            return flow;
        }
        if (via.rport() != null) {
            return flow;
        }
        return flow.toPort(via.port() < 0 ? SipTransport.UDP.defaultPort() : via.port());
    }

    String toTag(long key) {
        return Long.toHexString(hash.toTag(key));
    }

    boolean isActive(ServerTransaction t) {
        return t.equals(servers.get(t.key));
    }

    /// A final answer was sent, or what shows that an INVITE is in hand; the transaction lives on.
    void answered(ServerTransaction t) {
        if (!t.counted) {
            t.counted = true;
            pending--;
            admission.answered(t.receivedMs, nowMs());
        }
    }

    /// The 2xx to an INVITE was acknowledged: repetitions are absorbed until Timer L (RFC 6026
    /// section 7.1), by half a minute's worth of calls. Those must not use up the room for requests
    /// that wait for an answer; for as many as finals are kept.
    void absorbs(InviteServer t, long untilMs) {
        absorbing++;
        if (absorbing > config.limits().keptFinals()) {
            finished(t, null);
        } else {
            timers.start(t, untilMs);
        }
    }

    /// The transaction is over.
    ///
    /// @param keep the reply for repetitions, or null for none
    void finished(ServerTransaction t, @Nullable SipReply keep) {
        timers.stop(t);
        servers.remove(t.key);
        if (t instanceof InviteServer invite && invite.isAbsorbing()) {
            absorbing--;
        }
        answered(t);
        if (t.mergeKey != 0) {
            merging.remove(t.mergeKey);
        }
        if (keep != null && kept.put(t.key, keep, nowMs())) {
            events.dropped(SipEvents.Drop.KEPT_FINALS_FULL);
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
        kept.expire(nowMs);
    }

    @Override
    public boolean isBusy() {
        return timers.size() > 0 || kept.size() > 0;
    }
}
