package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.dialog.DialogRequests;
import org.fivegmc.sip.dialog.Dialogs;
import org.fivegmc.sip.dialog.IncomingInvite;
import org.fivegmc.sip.dialog.InviteListener;
import org.fivegmc.sip.dialog.Reason;
import org.fivegmc.sip.dialog.SessionEnd;
import org.fivegmc.sip.exchange.Refusals;
import org.fivegmc.sip.pager.Addressee;
import org.fivegmc.sip.pager.ChatbotTags;
import org.fivegmc.sip.pager.Envelope;
import org.fivegmc.sip.registrar.DeviceContacts;
import org.fivegmc.sip.registrar.SendingDevice;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.sdp.Agreement;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Large messages and chats for the message center: answers INVITEs, and brings a channel that
/// knows sessions besides pager mode. Thread-safe.
// the timer's task and the planner's answer report their own faults
@SuppressWarnings("FutureReturnValueIgnored")
public final class SessionService implements InviteListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);

    private static final long SWEEP_MS = 500;

    /// Octets of headers that are stored with each message of a session.
    private static final int MOST_KEPT = 4_096;

    /// So much longer than a session of ours one of a user's may be idle, since its client has a
    /// timer of its own.
    private static final int PATIENCE = 5;

    private static final Reason REPLACED = Reason.sip(200, "Replaced by a new session");
    private static final Payload PROBE = Payload.of("text/plain", new byte[] {'.'});

    private final SessionSettings settings;
    private final InstantSource clock;
    private final BodyStore bodies;
    private final SipEvents events;
    private final Sessions sessions;
    private final Addressee addressee;
    private final Dialogs dialogs;
    private final SessionChannel channel;
    private final ScheduledExecutorService timer;
    private volatile @Nullable MessageCenter center;

    /// @param pager how a message reaches a device without a session
    /// @param bodies where large messages are kept, as the core knows it
    /// @param names finds the addresses of peers that want to be connected to
    public SessionService(
            SessionSettings settings,
            MsrpEndpoint endpoint,
            RcsChannel pager,
            BodyStore bodies,
            HopResolver names,
            InstantSource clock,
            SipEvents events) {
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.bodies = bodies;
        this.sessions = new Sessions(settings, new Media(settings, endpoint, names), bodies, clock);
        this.addressee = new Addressee(settings.numbers(), settings.ownContact());
        this.dialogs = new Dialogs(settings.dialogs(), this);
        var scheduler =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("sessions").factory());
        // else every attempt would stay until its deadline
        scheduler.setRemoveOnCancelPolicy(true);
        this.timer = scheduler;
        this.channel = new SessionChannel(sessions, pager, dialogs, timer);
        timer.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = clock.millis();
        for (Swept one : sessions.legs().all()) {
            try {
                one.sweep(now);
            } catch (RuntimeException e) {
                // the timer would stop for ever
                LOG.error("an idle session did not end", e);
            }
        }
    }

    /// The way out, for the core.
    public RcsChannel channel() {
        return channel;
    }

    /// What the SIP edge hands INVITEs to.
    public DialogRequests requests() {
        return dialogs;
    }

    /// Before the first INVITE.
    public void connect(MessageCenter core) {
        center = core;
        sessions.connect(core, new Intake(core, bodies, clock, events, sessions::composing));
    }

    /// Calls and sessions now.
    public int count() {
        return dialogs.count();
    }

    /// Octets of messages that are being received.
    public long gathered() {
        return sessions.budget().held();
    }

    /// Refuses new sessions and ends those there are.
    public CompletionStage<Void> drain() {
        return dialogs.drain(Reason.sip(503, "Service stops"));
    }

    @Override
    public void onInvite(IncomingInvite invite) {
        SipRequest request = invite.request();
        Optional<UserAddress> recipient = addressee.user(request);
        Optional<SessionBody> body = SessionBody.of(request);
        if (!(invite.caller() instanceof Msisdn sender)) {
            invite.refuse(Refusals.of(RefusalReason.FORBIDDEN_SENDER));
        } else if (recipient.isEmpty()) {
            invite.refuse(Refusals.of(RefusalReason.NOT_A_NUMBER));
        } else if (body.isEmpty()) {
            invite.refuse(withoutOffer(request));
        } else {
            boolean sendOnly = body.get().sdp().text().contains("a=sendonly");
            Optional<SessionKind> kind = SessionKind.of(request, sendOnly);
            if (kind.isEmpty()) {
                invite.refuse(Refusals.warning(403, "127 Service not authorised"));
            } else {
                Envelope envelope =
                        Envelope.of(
                                request,
                                sender,
                                recipient.get(),
                                settings.trusted().contains(invite.source()),
                                kind.get().mode());
                if (envelope.headers().length > MOST_KEPT) {
                    invite.refuse(Refusals.warning(513, "too many headers for a session"));
                } else {
                    decide(invite, kind.get(), envelope, body.get());
                }
            }
        }
    }

    private static SipReply withoutOffer(SipRequest request) {
        return SessionBody.isOfOtherType(request)
                ? Refusals.warning(415, "an INVITE needs an offer in SDP")
                        .with(HeaderName.ACCEPT, "application/sdp, multipart/mixed")
                : Refusals.warning(488, "an INVITE needs an offer in SDP");
    }

    /// A session with somebody who can't be reached in any way would only be a disappointment.
    private void decide(
            IncomingInvite invite, SessionKind kind, Envelope envelope, SessionBody body) {
        core().explain(
                        new Submission(
                                envelope.sender(),
                                envelope.recipient(),
                                new ImdnMessageId("probe"),
                                Purpose.CONTENT,
                                Dispositions.NONE,
                                envelope.fallback(),
                                PROBE,
                                0,
                                /* hidden= */ false,
                                Handling.USUAL))
                .whenComplete((explanation, fault) ->
                        // not on the core's threads, which have messages to store
                        invite.execute(() ->
                                guarded(
                                        invite,
                                        () -> {
                                            Optional<RefusalReason> refusal =
                                                    fault != null
                                                            ? Optional.of(reason(fault))
                                                            : refusal(explanation);
                                            if (refusal.isPresent()) {
                                                invite.refuse(Refusals.of(refusal.get()));
                                            } else {
                                                first(invite, kind, envelope, body);
                                            }
                                        })));
    }

    /// Here nobody else would catch what is thrown.
    private static void guarded(IncomingInvite invite, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("an INVITE could not be answered", e);
            invite.refuse(SipReply.of(500));
        }
    }

    private static RefusalReason reason(Throwable fault) {
        Throwable cause =
                fault instanceof CompletionException && fault.getCause() != null
                        ? fault.getCause()
                        : fault;
        return cause instanceof MessageCenter.Unavailable unavailable
                ? unavailable.reason()
                : RefusalReason.OVERLOAD;
    }

    private static Optional<RefusalReason> refusal(MessageCenter.Explanation explanation) {
        return switch (explanation.plan()) {
            case RoutePlan.Reject reject -> Optional.of(reject.refusal());
            case RoutePlan.FallBack _ ->
                    explanation
                            .sms()
                            .filter(SmsPlan.NotPossible.class::isInstance)
                            .map(_ -> RefusalReason.UNKNOWN_RECIPIENT);
            case RoutePlan.Fail _ -> Optional.of(RefusalReason.UNKNOWN_RECIPIENT);
            case RoutePlan.DeliverRcs _, RoutePlan.Hold _ -> Optional.empty();
        };
    }

    /// A first message that came with the INVITE is stored before that is answered.
    private void first(
            IncomingInvite invite, SessionKind kind, Envelope envelope, SessionBody body) {
        if (kind != SessionKind.CHAT || body.first().isEmpty()) {
            answer(invite, kind, envelope, body);
            return;
        }
        sessions.intake()
                .take(
                        envelope,
                        body.first(),
                        null,
                        invite.request().callId().toString(),
                        new Speaker.ToNamed(SendingDevice.of(invite.request(), "")),
                        status -> {
                            if (status == MsrpStatus.OK) {
                                invite.execute(() ->
                                        guarded(
                                                invite,
                                                () -> answer(invite, kind, envelope, body)));
                            } else {
                                invite.refuse(
                                        status == MsrpStatus.TIMEOUT
                                                ? Sessions.busy()
                                                : SipReply.of(status.code()));
                            }
                        });
    }

    private void answer(
            IncomingInvite invite, SessionKind kind, Envelope envelope, SessionBody body) {
        var leg =
                new Leg(
                        sessions,
                        kind,
                        new Talk(envelope.sender(), envelope.recipient(), false),
                        envelope,
                        DeviceContacts.device(invite.request().contacts().entries().getFirst()),
                        SendingDevice.of(invite.request(), ""),
                        false,
                        mayConnect(invite),
                        settings.idleMs() * PATIENCE);
        long largest = settings.largest(kind, envelope.recipient());
        switch (sessions.media()
                .answer(kind, body.sdp(), largest, leg.number(), Leg.FIRST_VERSION)) {
            case Answering.Refused(Refusal why) -> invite.refuse(Sessions.refusal(why));
            case Answering.Accepted(String sdp, Agreement agreement) -> {
                SessionOwner owner = leg.newMedia();
                SipReply ok = accepted(invite.request(), envelope, sdp);
                Consumer<SessionHandle> agreed =
                        media -> {
                            leg.agreed(media, owner, Accepting.of(agreement.theirs()));
                            begin(invite, kind, leg, ok);
                        };
                sessions.media()
                        .open(
                                agreement,
                                owner,
                                leg::mayConnect,
                                // a name may have been looked up
                                opened ->
                                        invite.execute(() ->
                                                guarded(
                                                        invite,
                                                        () -> opened(invite, opened, agreed))));
            }
        }
    }

    private static void opened(
            IncomingInvite invite, Media.Opened opened, Consumer<SessionHandle> agreed) {
        if (opened instanceof Media.Opened.Waits(SessionHandle media)) {
            agreed.accept(media);
        } else {
            invite.refuse(Sessions.refusal(opened));
        }
    }

    private void begin(IncomingInvite invite, SessionKind kind, Leg leg, SipReply ok) {
        if (kind == SessionKind.CHAT) {
            sessions.legs().of(leg.talk()).stream()
                    .filter(before -> !before.isOurs() && before.device().equals(leg.device()))
                    .forEach(before -> before.end(REPLACED));
        }
        invite.accept(ok, features(kind, leg.talk()), leg);
    }

    /// A handset may have us connect to itself or to a relay of the operator's, a network element
    /// that is trusted to anything: else anybody could have us knock at any door of the operator's
    /// network.
    private Predicate<InetAddress> mayConnect(IncomingInvite invite) {
        InetAddress source = invite.source();
        return settings.trusted().contains(source)
                ? _ -> true
                : address -> source.equals(address) || settings.relays().contains(address);
    }

    private SipReply accepted(SipRequest request, Envelope envelope, String sdp) {
        return SipReply.of(200)
                .with(HeaderName.P_ASSERTED_IDENTITY, "<" + uri(envelope.recipient()) + ">")
                .withCopyOf(request, HeaderName.CONVERSATION_ID)
                .withCopyOf(request, HeaderName.CONTRIBUTION_ID)
                .withBody("application/sdp", Sessions.octets(sdp));
    }

    private String uri(UserAddress user) {
        return user instanceof Msisdn number ? settings.numbers().tel(number) : user.toString();
    }

    private String features(SessionKind kind, Talk talk) {
        FeatureTags tags =
                kind == SessionKind.CHAT
                        ? FeatureTags.of(kind.service(), settings.design().tag())
                        : FeatureTags.of(kind.service());
        return ChatbotTags.of(talk.peer(), tags).text();
    }

    private MessageCenter core() {
        MessageCenter connected = center;
        if (connected == null) {
            throw new IllegalStateException("not connected to the core");
        }
        return connected;
    }

    @Override
    public void onWithdrawn(IncomingInvite invite, SessionEnd end) {
        // Nothing is held for an INVITE that is not answered.
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
