package org.fivegmc.sip.session;

import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.dialog.CallListener;
import org.fivegmc.sip.dialog.CallOutcome;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.dialog.IncomingOffer;
import org.fivegmc.sip.dialog.OutgoingInvite;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.dialog.Session;
import org.fivegmc.sip.dialog.SessionEnd;
import org.fivegmc.sip.dialog.SessionListener;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.wire.sdp.Agreement;
import org.jspecify.annotations.Nullable;

/// Brings one message to a device: INVITE, MSRP, BYE (CPM 2.2 section 8.3.1). Thread-safe.
final class LargeCall implements CallListener, SessionListener, SessionOwner, Swept {
    private static final Reason DONE = Reason.sip(200, "Message sent");
    private static final Reason UNSUITABLE = Reason.sip(488, "Not Acceptable Here");

    private final Sessions sessions;
    private final Media.Offer offer;
    private final Attempt attempt;
    private volatile @Nullable SessionHandle handle;
    private volatile boolean sending;
    private volatile long partedAtMs;

    LargeCall(Sessions sessions, Media.Offer offer, Attempt attempt) {
        this.sessions = sessions;
        this.offer = offer;
        this.attempt = attempt;
    }

    void start(Dialogs dialogs, SessionHandle opened, OutgoingInvite invite) {
        handle = opened;
        dialogs.invite(invite, this, this);
    }

    @Override
    public void onOutcome(CallOutcome outcome) {
        SessionHandle opened = handle;
        if (opened == null) {
            throw new IllegalStateException("an outcome before the call");
        }
        if (!(outcome instanceof CallOutcome.Established(var _, var session, var answer))) {
            opened.close();
            attempt.end(Outcomes.of(outcome));
            return;
        }
        SessionBody.of(answer)
                .ifPresentOrElse(
                        body ->
                                sessions.media()
                                        .conclude(
                                                offer,
                                                body.sdp(),
                                                opened,
                                                Invitations.mayConnect(
                                                        attempt.device(),
                                                        sessions.settings().relays()),
                                                agreement -> concluded(session, opened, agreement)),
                        () -> concluded(session, opened, Optional.empty()));
    }

    private void concluded(Session session, SessionHandle opened, Optional<Agreement> agreement) {
        if (agreement.isEmpty()) {
            session.bye(UNSUITABLE);
            opened.close();
            attempt.end(new AttemptOutcome.NotPossible("its answer has no media that suit"));
            return;
        }
        if (SessionChannel.endsRefused(
                Accepting.of(agreement.get().theirs()).refusal(attempt.message()), attempt)) {
            session.bye(UNSUITABLE);
            opened.close();
            return;
        }
        String id = sessions.media().token();
        sending = true;
        sessions.outgoing()
                .send(
                        attempt.message(),
                        id,
                        opened,
                        sent -> {
                            sending = false;
                            attempt.end(Outcomes.of(sent));
                            session.bye(DONE);
                            opened.close();
                            sessions.legs().remove(this);
                        });
        attempt.cancelledBy(() -> opened.cancel(id));
    }

    @Override
    public Opening open(MessageStart start) {
        return new Opening.Refused(MsrpStatus.FORBIDDEN);
    }

    /// The message that was under way has been told already.
    @Override
    public void closed(CloseReason reason) {}

    @Override
    public void onOffer(Session session, IncomingOffer changed) {
        changed.refuse(SipReply.of(488));
    }

    @Override
    public void registeredAt(long withinMs, Consumer<Optional<NextHop>> found) {
        sessions.registeredAt(
                attempt.message().recipient(), attempt.device().device(), withinMs, found);
    }

    @Override
    public void onEnded(Session session, SessionEnd end) {
        if (sending) {
            // see Leg: the answer may come behind the BYE
            partedAtMs = sessions.nowMs();
            sessions.legs().part(this);
        }
        if (!sending) {
            close();
        }
    }

    @Override
    public void sweep(long nowMs) {
        if (nowMs - partedAtMs > Leg.PARTING_MS) {
            close();
        }
    }

    private void close() {
        SessionHandle opened = handle;
        if (opened != null) {
            opened.close();
        }
        sessions.legs().remove(this);
    }
}
