package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.msrp.codec.FailureReport;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.BodySource;
import org.fivegmc.msrp.session.CloseReason;
import org.fivegmc.msrp.session.MessageStart;
import org.fivegmc.msrp.session.Opening;
import org.fivegmc.msrp.session.OutgoingMessage;
import org.fivegmc.msrp.session.SendOutcome;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.dialog.IncomingOffer;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.dialog.Session;
import org.fivegmc.sip.dialog.SessionEnd;
import org.fivegmc.sip.dialog.SessionListener;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.Envelope;
import org.fivegmc.sip.pager.ServiceMode;
import org.fivegmc.wire.rcs.KeptFields;
import org.jspecify.annotations.Nullable;

/// A session with one device of a user about one peer: its dialog and its MSRP session, which live
/// and end together. Any thread.
final class Leg implements SessionListener, Swept {
    private static final Reason DONE = Reason.sip(200, "Session completed");

    /// How long answers may follow a BYE, which takes another way than they do.
    static final long PARTING_MS = 2_000;

    /// Of the `o=` line of the first description.
    static final long FIRST_VERSION = 1;

    private static final Reason MEDIA_LOST = Reason.sip(480, "Media connection lost");

    private final Sessions home;
    private final SessionKind kind;
    private final Talk talk;
    private final Predicate<InetAddress> mayConnect;
    private final Envelope envelope;
    private final DeviceId device;
    private final Origin origin;
    private final boolean ours;
    private final long idleMs;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger receiving = new AtomicInteger();
    private final String token;
    private final long number;
    private final Ends ends = new Ends();
    private volatile Set<MessageId> calledFor = Set.of();

    /// What it consists of, as far as it is known.
    private static final class Ends {
        private @Nullable Session dialog;
        private @Nullable SessionHandle media;
        private @Nullable SessionOwner owner;
        private Accepting accepting = Accepting.ANY;

        /// Of our last description.
        private long version = FIRST_VERSION;

        private long activeAtMs;
        private boolean leaving;

        /// 0 as long as the peer has not hung up.
        private long partedAtMs;
    }

    /// @param envelope of what the user sends in it
    /// @param origin the device as who sends in it
    /// @param ours whether we have called
    /// @param idleMs how long nobody may write in it
    /// @param talk whom it is about
    /// @param mayConnect addresses that may be connected to, when the peer wants that
    Leg(
            Sessions home,
            SessionKind kind,
            Talk talk,
            Envelope envelope,
            DeviceId device,
            Origin origin,
            boolean ours,
            Predicate<InetAddress> mayConnect,
            long idleMs) {
        this.home = home;
        this.talk = talk;
        this.mayConnect = mayConnect;
        this.kind = kind;
        this.envelope = envelope;
        this.device = device;
        this.origin = origin;
        this.ours = ours;
        this.idleMs = idleMs;
        this.token = home.media().token();
        this.number = home.media().number();
        active();
    }

    Talk talk() {
        return talk;
    }

    DeviceId device() {
        return device;
    }

    /// What the device was called for, when it has answered.
    void calledFor(Set<MessageId> messages) {
        calledFor = Set.copyOf(messages);
    }

    boolean wasCalledFor(MessageId message) {
        return calledFor.contains(message);
    }

    boolean isOurs() {
        return ours;
    }

    boolean isOver() {
        return over.get();
    }

    /// Whether a message belongs into it. The INVITE of a session of ours told the ids of the
    /// message it was for, and its device takes them for those of all that follows: a message of
    /// another conversation needs another INVITE, and so does one that is not from a chat, whose
    /// Contribution-ID is its own. A session that the device has opened itself is for all that the
    /// peer says, since a call would end it (RCC.07 section 3.2.3), and so is one with a chatbot,
    /// whose messages are as a rule each a conversation of its own; a report is found by what it is
    /// about.
    boolean isFor(Message message) {
        if (!ours || message.isReport() || message.sender() instanceof ChatbotAddress) {
            return true;
        }
        byte[] kept = message.payload().edgeHeaders();
        return KeptFields.same(kept, envelope.headers(), KeptFields.CONVERSATION_ID)
                && (EdgeHeaders.mode(kept) == ServiceMode.CHAT
                        || KeptFields.same(kept, envelope.headers(), KeptFields.CONTRIBUTION_ID));
    }

    /// The number of our descriptions' `o=` line, which stays (RFC 3264 section 8).
    long number() {
        return number;
    }

    /// The version of the description that is next; the first is [#FIRST_VERSION].
    long nextVersion() {
        synchronized (ends) {
            return ends.version + 1;
        }
    }

    /// The peer gets a description of that version.
    void described(long version) {
        synchronized (ends) {
            ends.version = version;
        }
    }

    /// Why the peer of the connection does not take a message; empty when it does.
    Optional<String> refusal(Message message) {
        Accepting accepting;
        synchronized (ends) {
            accepting = ends.accepting;
        }
        return accepting.refusal(message);
    }

    /// The media are agreed on. What was agreed on before ends without a consequence.
    ///
    /// @param owner from [#newMedia], of `media`
    void agreed(SessionHandle media, SessionOwner owner, Accepting accepting) {
        SessionHandle before;
        synchronized (ends) {
            before = ends.media;
            ends.owner = owner;
            ends.media = media;
            ends.accepting = accepting;
        }
        if (before != null) {
            before.close();
        }
        if (isOver()) {
            media.close();
        } else if (owner instanceof Owner made && made.closed) {
            end(MEDIA_LOST);
        }
    }

    /// There is a dialog.
    void confirmed(Session dialog) {
        synchronized (ends) {
            ends.dialog = dialog;
        }
        if (isOver()) {
            dialog.bye(DONE);
        } else if (kind == SessionKind.CHAT) {
            home.legs().add(this);
            if (isOver()) {
                home.legs().remove(this);
            } else if (!ours) {
                home.opened(this);
            }
        }
    }

    /// Sends a message in turn.
    ///
    /// @param id unique in the session
    void send(Message message, String id, Consumer<SendOutcome> done) {
        SessionHandle media;
        synchronized (ends) {
            media = ends.media;
        }
        if (media == null) {
            done.accept(new SendOutcome.Lost(CloseReason.LOCAL, false));
            return;
        }
        unsent.incrementAndGet();
        active();
        home.outgoing()
                .send(
                        message,
                        id,
                        media,
                        outcome -> {
                            active();
                            if (outcome instanceof SendOutcome.TimedOut) {
                                // the next try would wait here as long as this one
                                end(MEDIA_LOST);
                            }
                            done.accept(outcome);
                            unsent.decrementAndGet();
                            endIfLeft();
                        });
    }

    /// Gives a message up, if it is not sent yet.
    void cancel(String id) {
        SessionHandle media;
        synchronized (ends) {
            media = ends.media;
        }
        if (media != null) {
            media.cancel(id);
        }
    }

    /// Tells that the peer types, unless something better is waiting to be sent, in a form that is
    /// taken here.
    void composing(Composing notice) {
        SessionHandle media;
        Accepting accepting;
        synchronized (ends) {
            media = ends.media;
            accepting = ends.accepting;
        }
        if (media != null && unsent.get() == 0) {
            notice.as(accepting)
                    .ifPresent(said ->
                            media.send(
                                    new OutgoingMessage(
                                            home.media().token(),
                                            said.contentType(),
                                            BodySource.of(said.body()),
                                            false,
                                            FailureReport.NO,
                                            _ -> {})));
        }
    }

    private void active() {
        long now = home.nowMs();
        synchronized (ends) {
            ends.activeAtMs = now;
        }
    }

    private boolean isLeaving() {
        synchronized (ends) {
            return ends.leaving;
        }
    }

    /// Ends it as soon as nothing is on its way.
    void leave() {
        synchronized (ends) {
            ends.leaving = true;
        }
        endIfLeft();
    }

    /// Whether a message is on its way, to either side.
    private boolean isBusy() {
        return unsent.get() > 0 || receiving.get() > 0;
    }

    private void endIfLeft() {
        if (isLeaving() && !isBusy()) {
            end(DONE);
        }
    }

    @Override
    public void sweep(long nowMs) {
        boolean idle;
        boolean parted;
        synchronized (ends) {
            idle = nowMs - ends.activeAtMs > idleMs;
            parted = ends.partedAtMs > 0 && nowMs - ends.partedAtMs > PARTING_MS;
        }
        if (parted || idle && !isBusy()) {
            end(DONE);
        }
    }

    void end(Reason reason) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        home.legs().remove(this);
        Session dialog;
        SessionHandle media;
        synchronized (ends) {
            dialog = ends.dialog;
            media = ends.media;
        }
        if (dialog != null) {
            dialog.bye(reason);
        }
        if (media != null) {
            media.close();
        }
        if (!ours && kind == SessionKind.CHAT) {
            // who talked here has gone: the other side need not be kept
            home.legs().of(Talk.of(envelope)).stream().filter(Leg::isOurs).forEach(Leg::leave);
        }
    }

    /// Owns an MSRP session that may become that of this leg ([#agreed]).
    SessionOwner newMedia() {
        return new Owner();
    }

    /// Whether the peer may have us connect there.
    boolean mayConnect(InetAddress address) {
        return mayConnect.test(address);
    }

    private final class Owner implements SessionOwner {
        private volatile boolean closed;

        @Override
        public Opening open(MessageStart start) {
            active();
            if (Composing.is(start.contentType())) {
                return new Opening.Taken(
                        new Gathering(
                                home.room(),
                                envelope.sender(),
                                Composing.MOST,
                                start,
                                home.nowMs(),
                                (body, _, completion) -> {
                                    completion.accept();
                                    home.composing(
                                            Talk.of(envelope),
                                            new Composing(start.contentType(), body));
                                },
                                () -> {}));
            }
            if (!start.contentType().regionMatches(true, 0, "message/cpim", 0, 12)) {
                return new Opening.Refused(MsrpStatus.UNSUPPORTED_TYPE);
            }
            long most = home.settings().largest(kind, talk.peer());
            if (start.total() > most) {
                return new Opening.Refused(MsrpStatus.STOP_SENDING);
            }
            receiving.incrementAndGet();
            return new Opening.Taken(
                    new Gathering(
                            home.room(),
                            envelope.sender(),
                            most,
                            start,
                            home.nowMs(),
                            (body, file, completion) ->
                                    home.intake()
                                            .message(
                                                    envelope,
                                                    body,
                                                    file,
                                                    token + start.messageId(),
                                                    Speaker.of(talk, origin),
                                                    completion),
                            () -> {
                                active();
                                receiving.decrementAndGet();
                                endIfLeft();
                            }));
        }

        @Override
        public void closed(CloseReason reason) {
            closed = true;
            boolean current;
            synchronized (ends) {
                current = this == ends.owner;
            }
            if (current) {
                end(MEDIA_LOST);
            }
        }
    }

    // --- the dialog

    @Override
    public void onConfirmed(Session session, Span sdp) {
        confirmed(session);
    }

    @Override
    public void onOffer(Session session, IncomingOffer offer) {
        home.renegotiate(
                this,
                kind,
                offer.request(),
                answer -> {
                    if (answer.status() < 300) {
                        offer.accept(answer);
                    } else {
                        offer.refuse(answer);
                    }
                });
    }

    @Override
    public void registeredAt(long withinMs, Consumer<Optional<NextHop>> found) {
        home.registeredAt(talk.user(), device, withinMs, found);
    }

    @Override
    public void onEnded(Session session, SessionEnd end) {
        parted();
    }

    /// The peer has hung up.
    void parted() {
        if (!isBusy()) {
            end(DONE);
            return;
        }
        // The answer to what the peer has been sent may still be on its way. Without it the message
        // would be sent again to a device that has it.
        synchronized (ends) {
            ends.leaving = true;
            ends.partedAtMs = home.nowMs();
        }
        home.legs().part(this);
        if (isOver()) {
            home.legs().remove(this);
        }
        endIfLeft();
    }
}
