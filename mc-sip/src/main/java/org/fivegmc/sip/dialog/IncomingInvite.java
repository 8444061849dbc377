package org.fivegmc.sip.dialog;

import java.util.List;
import java.net.InetAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.transaction.LoopClock;
import org.fivegmc.sip.transaction.ServerTransaction;
import org.fivegmc.sip.transport.Flow;

/// An INVITE that waits for its owner (RFC 3261 section 13.3).
///
/// ```
/// WAITING --accept--> a Session      refuse --> over
///    |  CANCEL, BYE: 487, withdrawn  answerMs: 480, withdrawn  drain: 503, withdrawn
/// ```
///
/// The first answer counts. Its methods may be called by any thread.
public final class IncomingInvite extends DialogPart {
    private final ServerTransaction transaction;
    private final SipRequest request;
    private final UserAddress caller;
    private final SessionTimer.Agreed timer;
    private final LoopClock.Alarm alarm;
    private boolean over;

    IncomingInvite(
            Dialogs home,
            LoopClock clock,
            Dialog dialog,
            ServerTransaction transaction,
            UserAddress caller,
            SessionTimer.Agreed timer) {
        super(home, clock, dialog);
        this.transaction = transaction;
        // the owner may ask for it when the transaction does not have it any more
        this.request = transaction.request();
        this.caller = caller;
        this.timer = timer;
        this.alarm = clock.alarm(this::unanswered);
    }

    /// On its loop.
    void begin() {
        alarm.set(clock.nowMs() + home.limits().answerMs());
    }

    /// The INVITE.
    public SipRequest request() {
        return request;
    }

    /// Runs work on the loop of this INVITE. Any thread.
    public void execute(Runnable work) {
        clock.execute(work);
    }

    /// Where it came from.
    public InetAddress source() {
        return transaction.flow().remote().getAddress();
    }

    /// Who calls, as the edge has settled it.
    public UserAddress caller() {
        return caller;
    }

    /// Whether the offer is in the INVITE; else it has to be in the 2xx, and the answer comes with
    /// the ACK.
    public boolean hasOffer() {
        return !request.body().isEmpty();
    }

    /// A provisional answer: 101 to 199, without 100rel.
    ///
    /// @param reply may have fields and a body of its own
    public void progress(SipReply reply) {
        if (reply.status() <= 100 || reply.status() > 199) {
            throw new IllegalArgumentException("not provisional: " + reply.status());
        }
        clock.execute(() -> {
            if (!over) {
                transaction.respond(reply.with(HeaderName.CONTACT, dialog.contact()));
            }
        });
    }

    /// Accepts.
    ///
    /// @param answer a 2xx with SDP, and fields that are not those of the dialog or of session
    ///   timers
    /// @param features parameters of our Contact, beginning with `;`; may be empty
    /// @param owner hears of the session from now on, unless the INVITE was withdrawn before
    public void accept(SipReply answer, String features, SessionListener owner) {
        if (answer.status() < 200 || answer.status() > 299) {
            throw new IllegalArgumentException("no 2xx: " + answer.status());
        }
        clock.execute(() -> accepted(answer, features, owner));
    }

    private void accepted(SipReply answer, String features, SessionListener owner) {
        if (over) {
            return;
        }
        over = true;
        alarm.stop();
        dialog.features(features);
        Session session = new Session(home, clock, dialog, caller, owner, answer.body(), request);
        home.replace(this, session);
        SipReply reply =
                timer.tell(
                        answer.with(HeaderName.CONTACT, dialog.contact())
                                .with(HeaderName.ALLOW, home.settings().allow())
                                .with(HeaderName.SUPPORTED, SessionTimer.OPTION));
        session.answered(transaction, timer.timer(), !hasOffer());
        transaction.respond(reply);
        home.begun(session);
    }

    /// Refuses with 300 to 699.
    public void refuse(SipReply reply) {
        if (reply.status() < 300) {
            throw new IllegalArgumentException("no refusal: " + reply.status());
        }
        clock.execute(() -> end(reply));
    }

    private boolean end(SipReply reply) {
        if (over) {
            return false;
        }
        over = true;
        alarm.stop();
        transaction.respond(reply);
        home.over(this, caller);
        return true;
    }

    private void withdraw(int status, SessionEnd why) {
        withdraw(SipReply.of(status), why);
    }

    private void withdraw(SipReply reply, SessionEnd why) {
        if (end(reply)) {
            guarded(() -> home.listener().onWithdrawn(this, why));
        }
    }

    private void unanswered() {
        withdraw(480, new SessionEnd.Unanswered());
    }

    @Override
    void onRequest(ServerTransaction in, SipRequest request) {
        if (over) {
            in.respond(481);
        } else if (!dialog.advance(request)) {
            in.respond(RetryAfter.soon());
        } else if (request.method() == SipMethod.BYE) {
            in.respond(200);
            withdraw(487, new SessionEnd.ByPeer(Reason.of(request)));
        } else if (request.method() == SipMethod.UPDATE && request.body().isEmpty()) {
            dialog.refreshTarget(request);
            dialog.seenOn(in.flow(), clock.nowMs());
            in.respond(SipReply.of(200).with(HeaderName.CONTACT, dialog.contact()));
        } else {
            // the offer of the INVITE has no answer yet (RFC 3311 section 5.2)
            in.respond(RetryAfter.soon());
        }
    }

    @Override
    void onCancel(ServerTransaction invite, SipRequest cancel) {
        withdraw(487, new SessionEnd.ByPeer(Reason.of(cancel)));
    }

    @Override
    void onAck(Flow flow, SipRequest ack) {
        // there is nothing to acknowledge yet
    }

    @Override
    void drain(Reason reason) {
        withdraw(
                RetryAfter.later(home.limits().retryAfterSeconds())
                        .with(HeaderName.REASON, reason.headerValue()),
                new SessionEnd.ByUs(reason));
    }

    /// The INVITE's reasons, as of one that takes over another (RFC 3326).
    public List<Reason> reasons() {
        return Reason.of(request);
    }
}
