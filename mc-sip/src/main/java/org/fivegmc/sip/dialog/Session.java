package org.fivegmc.sip.dialog;

import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.transaction.LoopClock;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transport.Flow;
import org.jspecify.annotations.Nullable;

/// An established session (RFC 3261 sections 12 to 15, RFC 4028).
///
/// ```
/// state      event                      then
/// (accept)                              2xx, Answered
/// Answered   ACK                        Confirmed, onConfirmed
///            64*T1                      BYE, Leaving, NoAck
///            bye()                      Leaving; the BYE waits for the ACK or 64*T1 (section 15)
///            BYE                        200, Ended, ByPeer
/// (call)     2xx                        ACK, Confirmed
/// Confirmed  bye(), drain               BYE, Leaving, ByUs
///            BYE                        200, Ended, ByPeer
///            no refresh in time         BYE, Leaving, Expired
///            2xx to re-INVITE, no ACK   BYE, Leaving, NoAck
///            ours: 481                  Ended, Lost
///            ours: 408 or no answer     BYE, Leaving, Lost
///            INVITE, UPDATE             OfferExchange
/// Leaving    BYE                        200; Ended unless ours waits for its answer
///            other requests             481
///            our BYE ends in any way    Ended
/// any        CSeq not above the last    500 Retry-After
/// ```
///
/// The owner hears of the end on the way to Leaving or Ended, once. The place among the limits is
/// free with Ended.
///
/// Public methods may be called by any thread; the rest is confined to the loop.
public final class Session extends DialogPart {
    private static final SessionState ANSWERED = new SessionState.Answered();
    private static final SessionState CONFIRMED = new SessionState.Confirmed();
    private static final SessionState LEAVING = new SessionState.Leaving();
    private static final SessionState ENDED = new SessionState.Ended();
    private static final long NEVER = Long.MAX_VALUE;

    /// A refresh that failed, or could not begin, is tried again after this at the earliest, in
    /// milliseconds.
    private static final long REFRESH_PAUSE_MS = 5_000;

    /// A 2xx of ours whose ACK is waited for.
    ///
    /// @param untilMs when we give up
    /// @param answerInAck whether the 2xx had the offer
    private record AckWait(
            ServerTransaction transaction, long sequence, long untilMs, boolean answerInAck) {}

    /// When the session needs something.
    ///
    /// @param refreshAt when we refresh
    /// @param endAt when it ends without a refresh
    private record Lifetime(long refreshAt, long endAt) {
        static final Lifetime WITHOUT_END = new Lifetime(NEVER, NEVER);

        Lifetime refreshedAt(long at) {
            return new Lifetime(at, endAt);
        }

        long next() {
            return Math.min(refreshAt, endAt);
        }
    }

    private final UserAddress user;
    private final SessionListener owner;
    private final OfferExchange exchange;
    private final LoopClock.Alarm alarm;
    private volatile SessionState state;
    private SessionTimer timer = SessionTimer.NONE;
    private Lifetime lifetime = Lifetime.WITHOUT_END;
    private @Nullable AckWait ackWait;
    private @Nullable Reason byeWanted;

    /// Of an INVITE that was received.
    ///
    /// @param sdp our answer, or our offer
    Session(
            Dialogs home,
            LoopClock clock,
            Dialog dialog,
            UserAddress user,
            SessionListener owner,
            byte[] sdp,
            SipRequest invite) {
        super(home, clock, dialog);
        this.user = user;
        this.owner = owner;
        this.state = ANSWERED;
        this.alarm = clock.alarm(this::due);
        this.exchange = new OfferExchange(this, false, sdp, invite);
    }

    /// Of an INVITE of ours that was answered.
    Session(
            Dialogs home,
            LoopClock clock,
            Dialog dialog,
            UserAddress user,
            SessionListener owner,
            byte[] sdp,
            SipResponse answer) {
        super(home, clock, dialog);
        this.user = user;
        this.owner = owner;
        this.state = CONFIRMED;
        this.alarm = clock.alarm(this::due);
        this.exchange = new OfferExchange(this, true, sdp, answer);
    }

    /// The user it counts for.
    public UserAddress user() {
        return user;
    }

    /// The dialog's Call-ID, for logs.
    public String callId() {
        return dialog.key().callId();
    }

    public SessionState state() {
        return state;
    }

    /// Ends the session by BYE, unless it is over.
    public void bye(Reason reason) {
        clock.execute(() -> leave(reason, new SessionEnd.ByUs(reason)));
    }

    /// Offers a change by re-INVITE. When the peer offers one at the same time, it is sent again
    /// after the pause of RFC 3261 section 14.1.
    ///
    /// @param sdp the new offer; handed over
    /// @param done hears the outcome, once, on the loop
    public void offer(byte[] sdp, Consumer<OfferOutcome> done) {
        clock.execute(() -> exchange.offer(sdp, done));
    }

    /// Finds out where the peer is, and goes on, on the loop.
    void locate(Runnable then) {
        if (!dialog.follows()) {
            then.run();
            return;
        }
        try {
            owner.registeredAt(
                    dialog.registeredWithinMs(clock.nowMs()),
                    hop -> clock.execute(() -> located(hop, then)));
        } catch (RuntimeException e) {
            home.failed(e);
            then.run();
        }
    }

    private void located(Optional<NextHop> hop, Runnable then) {
        hop.flatMap(home.targets()::to).ifPresent(dialog::registeredAt);
        then.run();
    }

    SessionListener owner() {
        return owner;
    }

    SessionTimer timer() {
        return timer;
    }

    boolean isConfirmed() {
        return state instanceof SessionState.Confirmed;
    }

    boolean isOver() {
        return switch (state) {
            case SessionState.Answered _, SessionState.Confirmed _ -> false;
            case SessionState.Leaving _, SessionState.Ended _ -> true;
        };
    }

    /// Our 2xx to the INVITE is about to leave.
    void answered(ServerTransaction invite, SessionTimer agreed, boolean answerInAck) {
        awaitAck(invite, answerInAck);
        agree(agreed);
    }

    /// Our 2xx to an INVITE leaves.
    void awaitAck(ServerTransaction invite, boolean answerInAck) {
        ackWait =
                new AckWait(
                        invite,
                        invite.request().cSeq().number(),
                        clock.nowMs() + home.stack().timers().transactionMs(),
                        answerInAck);
        arm();
    }

    /// Whether the answer to an offer of ours is still to come with an ACK.
    boolean awaitsAnswer() {
        AckWait wait = ackWait;
        return wait != null && wait.answerInAck();
    }

    /// The peer goes on as if its ACK had come: it has seen the 2xx.
    void impliedAck() {
        AckWait wait = ackWait;
        if (wait != null) {
            acknowledged(wait, Span.EMPTY);
        }
    }

    /// The lifetime was agreed on anew.
    void agree(SessionTimer agreed) {
        timer = agreed;
        long now = clock.nowMs();
        lifetime =
                new Lifetime(
                        agreed.ours() ? now + agreed.refreshMs() : NEVER,
                        agreed.seconds() == 0 ? NEVER : now + agreed.endMs());
        arm();
    }

    /// A refresh did not come about: again, in half the time that is left.
    void refreshLater() {
        if (timer.ours()) {
            long now = clock.nowMs();
            lifetime =
                    lifetime.refreshedAt(
                            now + Math.max(REFRESH_PAUSE_MS, (lifetime.endAt() - now) / 2));
            arm();
        }
    }

    /// Sets the alarm to what is due next.
    void arm() {
        AckWait wait = ackWait;
        long next = Math.min(lifetime.next(), exchange.dueMs());
        if (wait != null) {
            next = Math.min(next, wait.untilMs());
        }
        if (next == NEVER) {
            alarm.stop();
        } else {
            alarm.set(next);
        }
    }

    private void due() {
        long now = clock.nowMs();
        AckWait wait = ackWait;
        if (wait != null && now >= wait.untilMs()) {
            ackWait = null;
            Reason waiting = byeWanted;
            if (waiting != null) {
                sendBye(waiting);
            } else {
                leave(Reason.sip(408, "ACK missing"), new SessionEnd.NoAck());
            }
        }
        if (now >= lifetime.endAt()) {
            leave(Reason.sip(408, "Session expired"), new SessionEnd.Expired());
        } else if (now >= lifetime.refreshAt()) {
            lifetime = lifetime.refreshedAt(NEVER);
            exchange.refresh();
        }
        exchange.due(now);
        if (!isEnded()) {
            arm();
        }
    }

    private boolean isEnded() {
        return state instanceof SessionState.Ended;
    }

    @Override
    void onAck(Flow flow, SipRequest ack) {
        AckWait wait = ackWait;
        if (wait != null && ack.cSeq().number() == wait.sequence()) {
            acknowledged(wait, ack.body());
        }
    }

    private void acknowledged(AckWait wait, Span body) {
        wait.transaction().acknowledged();
        ackWait = null;
        Reason waiting = byeWanted;
        if (state instanceof SessionState.Answered) {
            state = CONFIRMED;
            if (wait.answerInAck()) {
                exchange.learn(body);
            }
            guarded(() -> owner.onConfirmed(this, wait.answerInAck() ? body : Span.EMPTY));
        } else if (isConfirmed() && wait.answerInAck()) {
            exchange.answeredInAck(body);
        } else if (waiting != null) {
            sendBye(waiting);
        }
        if (!isEnded()) {
            arm();
        }
    }

    @Override
    void onRequest(ServerTransaction transaction, SipRequest request) {
        if (isEnded()) {
            transaction.respond(481);
        } else if (!dialog.advance(request)) {
            transaction.respond(RetryAfter.soon());
        } else {
            switch (request.method()) {
                case BYE -> byed(transaction, request);
                case INVITE, UPDATE -> {
                    if (isOver()) {
                        transaction.respond(481);
                    } else {
                        exchange.onRequest(transaction, request);
                    }
                }
                default ->
                        transaction.respond(
                                SipReply.of(405).with(HeaderName.ALLOW, home.settings().allow()));
            }
        }
    }

    private void byed(ServerTransaction transaction, SipRequest bye) {
        transaction.respond(200);
        boolean oursIsUnderWay = isOver() && byeWanted == null;
        AckWait wait = ackWait;
        if (wait != null) {
            wait.transaction().acknowledged();
            ackWait = null;
        }
        if (!isOver()) {
            over(new SessionEnd.ByPeer(Reason.of(bye)));
        }
        if (!oursIsUnderWay) {
            gone();
        }
    }

    @Override
    void onCancel(ServerTransaction invite, SipRequest cancel) {
        exchange.cancelled(invite);
    }

    @Override
    void drain(Reason reason) {
        leave(reason, new SessionEnd.ByUs(reason));
    }

    /// The peer does not know the session any more, or does not answer.
    void lost(int status) {
        if (status == 481) {
            if (!isOver()) {
                over(new SessionEnd.Lost(status));
                gone();
            }
        } else {
            leave(Reason.sip(status, "No answer"), new SessionEnd.Lost(status));
        }
    }

    private void leave(Reason reason, SessionEnd end) {
        if (isOver()) {
            return;
        }
        boolean ackComes = state instanceof SessionState.Answered && ackWait != null;
        over(end);
        if (ackComes) {
            byeWanted = reason;
            arm();
        } else {
            sendBye(reason);
        }
    }

    /// Tells the owner.
    private void over(SessionEnd end) {
        state = LEAVING;
        lifetime = Lifetime.WITHOUT_END;
        exchange.over();
        guarded(() -> owner.onEnded(this, end));
    }

    private void sendBye(Reason reason) {
        byeWanted = null;
        AckWait wait = ackWait;
        if (wait != null) {
            wait.transaction().acknowledged();
            ackWait = null;
        }
        alarm.stop();
        new InDialogRequest(
                        this,
                        () ->
                                dialog.next(SipMethod.BYE)
                                        .header(HeaderName.REASON, reason.headerValue())
                                        .build(),
                        _ -> gone(),
                        _ -> {},
                        () -> true)
                .send();
    }

    private void gone() {
        if (!isEnded()) {
            state = ENDED;
            alarm.stop();
            home.over(this, user);
        }
    }
}
