package org.fivegmc.sip.dialog;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipResponse;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.transaction.ClientOutcome;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.jspecify.annotations.Nullable;

/// Offers and refreshes within a session (RFC 3261 section 14, RFC 3311, RFC 4028): one at a time.
///
/// ```
/// state    event                              then
/// Idle     offer()                            INVITE, Ours
///          refresh is due                     UPDATE if the peer takes it, else INVITE as before; Ours
///          INVITE, UPDATE with a new offer    onOffer, Theirs
///          … with the offer known, or none    200 with the SDP of before
/// Ours     2xx                                (ACK,) Idle
///          491                                Idle; again after 2.1 to 4 s if the Call-ID is ours, else 0 to 2 s
///          422                                again with the interval it demands, Ours
///          405, 501 to UPDATE                 again by INVITE, Ours
///          481, 408, no answer                the session is lost
///          another refusal                    Idle
///          INVITE, UPDATE with an offer       491 (not if ours is an UPDATE without one)
/// Theirs   accept, refuse                     the answer, Idle
///          CANCEL: 487  offerMs: 500          onOfferWithdrawn, Idle
///          INVITE, UPDATE with an offer       500 Retry-After
///          offer()                            Busy
/// ```
///
/// Confined to the loop of the session.
final class OfferExchange {
    private static final long NEVER = Long.MAX_VALUE;

    private sealed interface State {}

    private record Idle() implements State {}

    /// @param offering whether an answer to SDP is waited for, or INVITE is the method
    private record Ours(OurOffer offer, boolean offering) implements State {}

    private record Theirs(IncomingOffer offer, long untilMs) implements State {}

    /// @param sdp empty for a refresh
    /// @param seconds the interval to ask for
    /// @param tries how often it was sent before
    private record OurOffer(
            boolean refresh, byte[] sdp, Consumer<OfferOutcome> done, int seconds, int tries) {
        OurOffer again(int interval) {
            return new OurOffer(refresh, sdp, done, interval, tries + 1);
        }
    }

    private static final State IDLE = new Idle();
    private static final byte[] NO_SDP = {};

    private final Session session;
    private final boolean callIdIsOurs;
    private byte[] localSdp;
    private String remoteOrigin;
    private boolean takesUpdate;
    private State state = IDLE;
    private @Nullable OurOffer paused;
    private long pausedUntilMs = NEVER;

    /// @param callIdIsOurs whether we sent the INVITE
    /// @param sdp ours
    /// @param peers the message with the peer's SDP and Allow
    OfferExchange(Session session, boolean callIdIsOurs, byte[] sdp, SipMessage peers) {
        this.session = session;
        this.callIdIsOurs = callIdIsOurs;
        this.localSdp = sdp;
        this.remoteOrigin = SdpOrigin.of(peers.body());
        this.takesUpdate = allowsUpdate(peers);
    }

    private static boolean allowsUpdate(SipMessage message) {
        return message.values(HeaderName.ALLOW).stream().anyMatch(m -> m.contentEquals("UPDATE"));
    }

    /// The peer's SDP came.
    void learn(Span body) {
        String origin = SdpOrigin.of(body);
        if (!origin.isEmpty()) {
            remoteOrigin = origin;
        }
    }

    /// When something is due here.
    long dueMs() {
        return state instanceof Theirs theirs
                ? Math.min(theirs.untilMs(), pausedUntilMs)
                : pausedUntilMs;
    }

    void due(long now) {
        if (state instanceof Theirs theirs && now >= theirs.untilMs()) {
            withdraw(theirs.offer(), RetryAfter.soon());
        }
        OurOffer waiting = paused;
        if (waiting != null && now >= pausedUntilMs) {
            if (state instanceof Idle) {
                paused = null;
                pausedUntilMs = NEVER;
                send(waiting);
            } else {
                // theirs ends soon
                pausedUntilMs = now + pauseMs();
            }
        }
    }

    private long pauseMs() {
        return callIdIsOurs
                ? 2_100 + 10L * ThreadLocalRandom.current().nextInt(191)
                : 10L * ThreadLocalRandom.current().nextInt(201);
    }

    void offer(byte[] sdp, Consumer<OfferOutcome> done) {
        if (session.isOver()) {
            tell(done, new OfferOutcome.Over());
        } else if (!session.isConfirmed() || !(state instanceof Idle) || paused != null) {
            tell(done, new OfferOutcome.Busy());
        } else {
            send(new OurOffer(false, sdp, done, interval(), 0));
        }
    }

    private int interval() {
        return session.timer().seconds() == 0
                ? session.home.settings().timer().interval()
                : session.timer().seconds();
    }

    void refresh() {
        if (!session.isConfirmed()
                || !(state instanceof Idle)
                || paused != null
                || (!takesUpdate && localSdp.length == 0)) {
            session.refreshLater();
        } else {
            send(new OurOffer(true, NO_SDP, _ -> {}, interval(), 0));
        }
    }

    private void send(OurOffer offer) {
        SipMethod method = offer.refresh() && takesUpdate ? SipMethod.UPDATE : SipMethod.INVITE;
        byte[] sdp = !offer.refresh() ? offer.sdp() : takesUpdate ? NO_SDP : localSdp;
        state = new Ours(offer, method == SipMethod.INVITE);
        new InDialogRequest(
                        session,
                        () -> request(method, sdp, offer),
                        outcome -> ended(offer, method, outcome),
                        this::acknowledge,
                        () -> !session.isOver())
                .send();
    }

    private OutgoingRequest request(SipMethod method, byte[] sdp, OurOffer offer) {
        DialogSettings settings = session.home.settings();
        OutgoingRequest.Builder builder =
                session.dialog
                        .next(method)
                        .header(HeaderName.CONTACT, session.dialog.contact())
                        .header(HeaderName.ALLOW, settings.allow())
                        .header(HeaderName.SUPPORTED, SessionTimer.OPTION);
        SessionTimer.ask(
                builder,
                offer.seconds(),
                settings.timer().minSe(),
                session.timer().ours() ? "uac" : "uas");
        return (sdp.length == 0 ? builder : builder.body("application/sdp", sdp)).build();
    }

    private void acknowledge(SipResponse response) {
        if (response.cSeq().method() == SipMethod.INVITE) {
            session.home
                    .stack()
                    .sendAck(session.dialog.ack(response.cSeq().number()), session.dialog.target());
        }
    }

    private void ended(OurOffer offer, SipMethod method, ClientOutcome outcome) {
        if (outcome instanceof ClientOutcome.Response(SipResponse r) && r.isSuccess()) {
            session.dialog.refreshTarget(r);
            acknowledge(r);
        }
        if (session.isOver()) {
            return;
        }
        state = IDLE;
        switch (outcome) {
            case ClientOutcome.Response(SipResponse r) -> answered(offer, method, r);
            case ClientOutcome.TimedOut _ -> {
                fail(offer, 408);
                session.lost(408);
            }
            case ClientOutcome.TransportFailed _, ClientOutcome.TooLarge _ -> fail(offer, 503);
        }
        if (!session.isOver()) {
            session.arm();
        }
    }

    private void answered(OurOffer offer, SipMethod method, SipResponse r) {
        int status = r.status();
        boolean again = offer.tries() + 1 < session.home.limits().offerTries();
        if (r.isSuccess()) {
            succeeded(offer, r);
        } else if (status == 491 && again) {
            paused = offer.again(offer.seconds());
            pausedUntilMs = session.clock.nowMs() + pauseMs();
        } else if (status == 422 && again) {
            int demanded = SessionTimer.demanded(r).orElse(offer.seconds());
            send(offer.again(Math.max(offer.seconds(), demanded)));
        } else if ((status == 405 || status == 501)
                && method == SipMethod.UPDATE
                && localSdp.length > 0) {
            takesUpdate = false;
            send(offer.again(offer.seconds()));
        } else {
            fail(offer, status);
            if (status == 408 || status == 481) {
                session.lost(status);
            }
        }
    }

    private void succeeded(OurOffer offer, SipResponse r) {
        session.agree(SessionTimer.asClient(r, offer.seconds()));
        if (r.has(HeaderName.ALLOW)) {
            takesUpdate = allowsUpdate(r);
        }
        if (!offer.refresh()) {
            localSdp = offer.sdp();
            learn(r.body());
            tell(offer.done(), new OfferOutcome.Answered(r));
        } else {
            answeredInAck(r.body());
        }
    }

    /// The answer to an offer that repeated what we offered before.
    void answeredInAck(Span body) {
        String before = remoteOrigin;
        learn(body);
        if (!remoteOrigin.equals(before)) {
            session.guarded(() -> session.owner().onAnswer(session, body));
        }
    }

    private void fail(OurOffer offer, int status) {
        if (offer.refresh()) {
            session.refreshLater();
        } else {
            tell(offer.done(), new OfferOutcome.Refused(status));
        }
    }

    private void tell(Consumer<OfferOutcome> done, OfferOutcome outcome) {
        session.guarded(() -> done.accept(outcome));
    }

    /// An INVITE or UPDATE of the peer.
    void onRequest(ServerTransaction transaction, SipRequest request) {
        boolean invite = request.method() == SipMethod.INVITE;
        Span body = request.body();
        boolean offers = invite || !body.isEmpty();
        if (offers && (session.awaitsAnswer() || state instanceof Ours ours && ours.offering())) {
            transaction.respond(491);
            return;
        }
        if (offers && state instanceof Theirs) {
            transaction.respond(RetryAfter.soon());
            return;
        }
        switch (SessionTimer.asServer(request, session.home.settings().timer(), session.timer())) {
            case SessionTimer.Refused(SipReply reply) -> transaction.respond(reply);
            case SessionTimer.Agreed agreed -> {
                if (request.has(HeaderName.ALLOW)) {
                    takesUpdate = allowsUpdate(request);
                }
                if (invite) {
                    session.impliedAck();
                }
                take(transaction, agreed, invite);
            }
        }
    }

    private void take(ServerTransaction transaction, SessionTimer.Agreed agreed, boolean invite) {
        Span body = transaction.request().body();
        if (body.isEmpty()) {
            if (!invite) {
                reply(transaction, agreed, SipReply.of(200), false);
            } else if (localSdp.length == 0) {
                transaction.respond(488);
            } else {
                reply(transaction, agreed, withLocalSdp(), true);
            }
            return;
        }
        String origin = SdpOrigin.of(body);
        if (localSdp.length > 0 && !origin.isEmpty() && origin.equals(remoteOrigin)) {
            reply(transaction, agreed, withLocalSdp(), false);
            return;
        }
        IncomingOffer offer = new IncomingOffer(this, transaction, agreed);
        state = new Theirs(offer, session.clock.nowMs() + session.home.limits().offerMs());
        session.arm();
        session.guarded(() -> session.owner().onOffer(session, offer));
    }

    private SipReply withLocalSdp() {
        return SipReply.of(200).withBody("application/sdp", localSdp);
    }

    /// Answers with a 2xx.
    private void reply(
            ServerTransaction transaction,
            SessionTimer.Agreed agreed,
            SipReply reply,
            boolean answerInAck) {
        session.dialog.refreshTarget(transaction.request());
        session.dialog.seenOn(transaction.flow(), session.clock.nowMs());
        session.agree(agreed.timer());
        if (transaction.request().method() == SipMethod.INVITE) {
            session.awaitAck(transaction, answerInAck);
        }
        transaction.respond(
                agreed.tell(
                        reply.with(HeaderName.CONTACT, session.dialog.contact())
                                .with(HeaderName.ALLOW, session.home.settings().allow())
                                .with(HeaderName.SUPPORTED, SessionTimer.OPTION)));
    }

    /// The owner answers. Any thread.
    void answer(IncomingOffer offer, SipReply reply) {
        session.clock.execute(() -> {
            if (!(state instanceof Theirs theirs) || !theirs.offer().equals(offer)) {
                return;
            }
            state = IDLE;
            if (reply.status() < 300) {
                localSdp = reply.body();
                learn(offer.request().body());
                reply(offer.transaction(), offer.timer(), reply, false);
            } else {
                offer.transaction().respond(reply);
            }
            session.arm();
        });
    }

    void cancelled(ServerTransaction invite) {
        if (state instanceof Theirs theirs && theirs.offer().transaction().equals(invite)) {
            withdraw(theirs.offer(), SipReply.of(487));
        }
    }

    private void withdraw(IncomingOffer offer, SipReply reply) {
        state = IDLE;
        offer.transaction().respond(reply);
        session.guarded(() -> session.owner().onOfferWithdrawn(session, offer));
        session.arm();
    }

    /// The session is over.
    void over() {
        if (state instanceof Theirs theirs) {
            theirs.offer().transaction().respond(487);
        } else if (state instanceof Ours ours) {
            tell(ours.offer().done(), new OfferOutcome.Over());
        }
        OurOffer waiting = paused;
        if (waiting != null) {
            tell(waiting.done(), new OfferOutcome.Over());
        }
        state = IDLE;
        paused = null;
        pausedUntilMs = NEVER;
    }
}
