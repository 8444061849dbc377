package org.fivegmc.sip.dialog;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.transaction.LoopClock;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transaction.Target;
import org.fivegmc.sip.transaction.Transactions;
import org.fivegmc.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/// The INVITE sessions of one stack: the entrance, the table, the limits.
///
/// | request | with a dialog known | without |
/// |---|---|---|
/// | INVITE without a tag in To | | [InviteListener#onInvite], or 400, 422, 486, 503 |
/// | INVITE with one, BYE, UPDATE | its session | 481 |
/// | ACK | its session | nothing |
///
/// A session lives on one loop: that of the INVITE's flow, or one in turn. Requests within a dialog
/// may come by any flow, on any loop, and are handed over there. Thread-safe.
public final class Dialogs implements DialogRequests {
    /// What is known once there is a stack.
    private record Started(Transactions stack, HopTargets targets, OwnContacts contacts) {}

    private final DialogSettings settings;
    private final InviteListener listener;
    private final Places places;
    private final Map<DialogKey, DialogPart> table = new ConcurrentHashMap<>();
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile @Nullable Started started;
    private volatile @Nullable Reason draining;

    /// @param listener whom INVITEs are for
    public Dialogs(DialogSettings settings, InviteListener listener) {
        this.settings = settings;
        this.listener = listener;
        this.places = new Places(settings.limits());
    }

    /// @throws IllegalArgumentException when the stack gives up INVITEs earlier than this would
    @Override
    public void started(Transactions stack, HopTargets targets) {
        if (settings.limits().answerMs() >= stack.limits().inviteMs()) {
            throw new IllegalArgumentException(
                    "answerMs of dialogs must be below inviteMs of transactions");
        }
        started = new Started(stack, targets, new OwnContacts(stack.listeners()));
    }

    /// Calls and sessions now, those being set up included.
    public int count() {
        return places.count();
    }

    /// The same of one user.
    public int count(UserAddress user) {
        return places.count(user);
    }

    /// Calls a user. Any thread.
    ///
    /// @param calling hears of the call
    /// @param owner hears of the session that may come of it
    public Call invite(OutgoingInvite invite, CallListener calling, SessionListener owner) {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        LoopClock clock = clock(now, invite);
        Call call = new Call(this, clock, invite, calling, owner);
        int refusal = refusal(places.takeUnless(draining != null, invite.user()));
        if (refusal != 0) {
            clock.execute(() -> call.notTried(refusal));
            return call;
        }
        calls.add(call);
        clock.execute(call::start);
        Reason why = draining;
        if (why != null) {
            call.cancel(why);
        }
        return call;
    }

    private static int refusal(Places.Taken taken) {
        return switch (taken) {
            case YES -> 0;
            case ALL_FULL -> 503;
            case USER_FULL -> 486;
        };
    }

    /// The loop of the first device's connection, so that most needs no handing over.
    private LoopClock clock(Started now, OutgoingInvite invite) {
        if (now.targets().to(invite.devices().getFirst().hop()).orElse(null)
                instanceof Target.ByFlow(Flow flow)) {
            return now.stack().clock(flow.loop().index());
        }
        return now.stack().clock(Math.floorMod(turn.getAndIncrement(), now.stack().loops()));
    }

    /// Refuses what is new with 503 and ends what there is: calls by CANCEL, sessions by BYE. Any
    /// thread.
    ///
    /// @return completes when the last is gone, at the latest when the transactions have timed out
    public CompletionStage<Void> drain(Reason reason) {
        draining = reason;
        table.values().forEach(part -> part.clock.execute(() -> part.drain(reason)));
        calls.forEach(call -> call.cancel(reason));
        return places.close();
    }

    @Override
    public void onInvite(ServerTransaction transaction, UserAddress caller) {
        Started now = started;
        if (now == null || draining != null) {
            transaction.respond(RetryAfter.later(limits().retryAfterSeconds()));
            return;
        }
        SipRequest request = transaction.request();
        String target = Dialog.contactOf(request);
        if (target.isEmpty() || request.contacts().entries().size() != 1) {
            transaction.respond(SipReply.of(400, "Bad Request: contact"));
            return;
        }
        if (!Dialog.isRepeatable(request.callId())) {
            transaction.respond(SipReply.of(400, "Bad Request: call-id"));
            return;
        }
        switch (SessionTimer.asServer(request, settings.timer(), SessionTimer.NONE)) {
            case SessionTimer.Refused(SipReply reply) -> transaction.respond(reply);
            case SessionTimer.Agreed timer -> {
                switch (places.take(caller)) {
                    case ALL_FULL ->
                            transaction.respond(RetryAfter.later(limits().retryAfterSeconds()));
                    case USER_FULL ->
                            transaction.respond(
                                    Refusals.warning(486, "too many sessions of this user"));
                    case YES -> take(now, transaction, caller, target, timer);
                }
            }
        }
    }

    private void take(
            Started now,
            ServerTransaction transaction,
            UserAddress caller,
            String target,
            SessionTimer.Agreed timer) {
        Flow flow = transaction.flow();
        LoopClock clock = now.stack().clock(flow.loop().index());
        Dialog dialog =
                Dialog.ofInvite(
                        transaction.request(),
                        transaction.toTag(),
                        target,
                        flow,
                        clock.nowMs(),
                        "<" + OwnContacts.of(flow) + ">");
        IncomingInvite invite = new IncomingInvite(this, clock, dialog, transaction, caller, timer);
        table.put(dialog.key(), invite);
        clock.execute(() -> {
            invite.begin();
            Reason why = draining;
            // answered: it was cancelled while its sender was being settled
            if (why != null || transaction.isAnswered()) {
                invite.refuse(RetryAfter.later(limits().retryAfterSeconds()));
                return;
            }
            try {
                listener.onInvite(invite);
            } catch (RuntimeException e) {
                failed(e);
                invite.refuse(SipReply.of(500));
            }
        });
    }

    @Override
    public void onRequest(ServerTransaction transaction, SipRequest request) {
        DialogPart part = find(request);
        if (part == null || !part.dialog.isFromPeer(request)) {
            transaction.respond(481);
            return;
        }
        part.clock.execute(() -> {
            try {
                part.onRequest(transaction, request);
            } catch (RuntimeException e) {
                transaction.failed(e);
            }
        });
    }

    @Override
    public void onCancel(ServerTransaction invite, SipRequest cancel) {
        SipRequest request = invite.request();
        Span tag = request.to().tag();
        DialogPart part =
                table.get(
                        new DialogKey(
                                request.callId().toString(),
                                tag == null ? invite.toTag() : tag.toString()));
        if (part == null) {
            invite.respond(487);
        } else {
            part.clock.execute(() -> part.onCancel(invite, cancel));
        }
    }

    @Override
    public void onAck(Flow flow, SipRequest ack) {
        DialogPart part = find(ack);
        if (part != null && part.dialog.isFromPeer(ack)) {
            part.clock.execute(() -> part.onAck(flow, ack));
        }
    }

    private @Nullable DialogPart find(SipRequest request) {
        Span tag = request.to().tag();
        return tag == null
                ? null
                : table.get(new DialogKey(request.callId().toString(), tag.toString()));
    }

    DialogSettings settings() {
        return settings;
    }

    DialogLimits limits() {
        return settings.limits();
    }

    InviteListener listener() {
        return listener;
    }

    Transactions stack() {
        return now().stack();
    }

    HopTargets targets() {
        return now().targets();
    }

    private Started now() {
        Started now = started;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    /// Our Contact for a peer that is reached by this.
    String contact(Target target) {
        return "<" + now().contacts().of(target) + ">";
    }

    /// A Call-ID and a tag that nobody can guess.
    DialogKey newKey() {
        return new DialogKey(
                Long.toHexString(random.nextLong())
                        + Long.toHexString(random.nextLong())
                        + "@"
                        + settings.host(),
                Long.toHexString(random.nextLong()));
    }

    void add(Session session) {
        table.put(session.dialog.key(), session);
    }

    void replace(IncomingInvite invite, Session session) {
        table.replace(invite.dialog.key(), invite, session);
    }

    /// A session was set up: it ends at once when draining began meanwhile and missed it.
    void begun(Session session) {
        Reason why = draining;
        if (why != null) {
            session.bye(why);
        }
    }

    /// A session or an INVITE is gone.
    void over(DialogPart part, UserAddress user) {
        table.remove(part.dialog.key(), part);
        places.free(user);
    }

    void over(Call call) {
        calls.remove(call);
    }

    void free(UserAddress user) {
        places.free(user);
    }

    void failed(RuntimeException fault) {
        stack().events().handlerFailed(fault);
    }
}
