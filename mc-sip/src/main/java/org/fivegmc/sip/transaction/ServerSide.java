package org.fivegmc.sip.transaction;

import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.Malformed;
import org.fivegmc.sip.codec.PlainHead;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transport.Flow;
import org.fivegmc.sip.transport.LoopThread;
import org.fivegmc.sip.transport.SipEvents;
import org.jspecify.annotations.Nullable;

/// The requests that one event loop receives: which are answered at once, and the transactions of
/// the others. Confined to that loop, without locks.
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
final class ServerSide {
    private final TransactionLayer layer;
    private final LoopThread thread;
    private final SipStackConfig config;
    private final SipCheck check;
    private final KeyHash hash;
    private final SipRequestHandler handler;
    private final SipEvents events;
    private final Answers answers;
    private final KeptFinals kept;
    private final LongMap<ServerTransaction> transactions = new LongMap<>();
    private final LongMap<ServerTransaction> merging = new LongMap<>();
    private final SipReply[] overloaded;
    private final PlainHead plain = new PlainHead();
    private final Admission admission;
    private int pending;

    /// Transactions that wait for nothing but repetitions.
    private int absorbing;

    ServerSide(
            TransactionLayer layer,
            SipCheck check,
            KeyHash hash,
            SipRequestHandler handler,
            Answers answers) {
        this.layer = layer;
        this.thread = layer.thread();
        this.config = layer.config();
        this.check = check;
        this.hash = hash;
        this.handler = handler;
        this.events = layer.events();
        this.answers = answers;
        this.kept =
                new KeptFinals(
                        config.limits().keptFinals(),
                        KeptFinals.DEFAULT_OCTETS,
                        config.timers().transactionMs());
        this.overloaded = overloaded(config.limits().retryAfterSeconds());
        this.admission = new Admission(config.limits().admission(), thread.nowMs());
    }

    private static SipReply[] overloaded(int seconds) {
        SipReply[] replies = new SipReply[seconds + 1];
        for (int i = 0; i <= seconds; i++) {
            replies[i] =
                    SipReply.of(503).with(HeaderName.RETRY_AFTER, Integer.toString(seconds + i));
        }
        return replies;
    }

    /// Transactions that nobody has answered yet.
    int pending() {
        return pending;
    }

    /// Transactions, those included that wait for repetitions.
    int count() {
        return transactions.size();
    }

    /// Final answers that are kept without a transaction.
    int keptCount() {
        return kept.size();
    }

    /// Forgets final answers whose time is over.
    void expire(long nowMs) {
        kept.expire(nowMs);
    }

    /// Refuses a datagram on its octets alone, when it can not be answered soon.
    ///
    /// @return true when it was
    boolean isRefused(Flow flow, byte[] datagram, int length) {
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
        if (kept.contains(key) || transactions.get(key) != null) {
            return false;
        }
        events.request(SipEvents.Direction.IN, flow.transport(), method);
        events.dropped(SipEvents.Drop.OVERLOAD);
        answers.sendAlike(plain, flow, overload(key), key);
        events.answered(SipEvents.Direction.IN, method, 5);
        return true;
    }

    /// Answered INVITEs count too: they wait for their ACK, which nobody has to send.
    private boolean isFull() {
        return transactions.size() - absorbing >= config.limits().pendingServer();
    }

    private SipReply overload(long key) {
        return overloaded[Math.floorMod(key, overloaded.length)];
    }

    void onMalformed(Flow flow, Malformed m) {
        events.malformed(flow.transport(), m.rule().label());
        m.answerable()
                .ifPresent(r ->
                        refuse(
                                r,
                                flow,
                                SipReply.of(m.rule().status(), m.rule().label()),
                                hash.transaction(r)));
    }

    void onRequest(Flow flow, SipRequest r) {
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
        ServerTransaction known = transactions.get(key);
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
            answers.send(r, flow, answered, key);
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
            t = new InviteServer(layer, r, flow, key, thread.nowMs());
        } else {
            t = new NonInviteServer(layer, r, flow, key);
            layer.timers().start(t, thread.nowMs() + config.timers().transactionMs());
        }
        t.mergeKey = merge;
        t.receivedMs = thread.nowMs();
        transactions.put(key, t);
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
            layer.guarded(() -> handler.onAck(flow, r));
        }
    }

    private void onCancel(Flow flow, SipRequest r, @Nullable ServerTransaction known, long key) {
        if (known instanceof InviteServer invite) {
            refuse(r, flow, SipReply.of(200), key);
            if (invite.isPending()) {
                layer.guarded(() -> handler.onCancel(invite, r));
            }
        } else {
            refuse(r, flow, SipReply.of(481), key);
        }
    }

    /// The final answer to a request that left no state.
    private void refuse(SipRequest r, Flow flow, SipReply reply, long key) {
        answers.send(r, flow, reply, key);
        events.answered(SipEvents.Direction.IN, r.method(), reply.status() / 100);
    }

    boolean isActive(ServerTransaction t) {
        return t.equals(transactions.get(t.key));
    }

    /// A final answer was sent, or what shows that an INVITE is in hand; the transaction lives on.
    void answered(ServerTransaction t) {
        if (!t.counted) {
            t.counted = true;
            pending--;
            admission.answered(t.receivedMs, thread.nowMs());
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
            layer.timers().start(t, untilMs);
        }
    }

    /// The transaction is over.
    ///
    /// @param keep the reply for repetitions, or null for none
    void finished(ServerTransaction t, @Nullable SipReply keep) {
        layer.timers().stop(t);
        transactions.remove(t.key);
        if (t instanceof InviteServer invite && invite.isAbsorbing()) {
            absorbing--;
        }
        answered(t);
        if (t.mergeKey != 0) {
            merging.remove(t.mergeKey);
        }
        if (keep != null && kept.put(t.key, keep, thread.nowMs())) {
            events.dropped(SipEvents.Drop.KEPT_FINALS_FULL);
        }
    }
}
