package org.fivegmc.sip.session;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.exchange.Requests.NextHop;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.sip.registrar.SipContact;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Refusal;
import org.jspecify.annotations.Nullable;

/// What the sessions of this server share. Thread-safe.
final class Sessions {
    private static final String RETRY_AFTER_SECONDS = "10";

    /// How long the core may take to tell where a device is.
    private static final long LOOK_UP_MS = 2_000;

    private final SessionSettings settings;
    private final Media media;
    private final InstantSource clock;
    private final Legs legs = new Legs();
    private final Budget budget;
    private final Gathering.Room room;
    private final Outgoing outgoing;
    private volatile Consumer<Leg> onOpened = _ -> {};
    private volatile @Nullable MessageCenter center;
    private volatile @Nullable Intake intake;

    Sessions(SessionSettings settings, Media media, BodyStore bodies, InstantSource clock) {
        this.settings = settings;
        this.media = media;
        this.clock = clock;
        this.budget = new Budget(settings.gathered());
        this.room = new Gathering.Room(budget, bodies, settings.keepMs());
        this.outgoing = new Outgoing(new PagerBodies(settings.numbers()), bodies);
    }

    SessionSettings settings() {
        return settings;
    }

    Media media() {
        return media;
    }

    Legs legs() {
        return legs;
    }

    Budget budget() {
        return budget;
    }

    Gathering.Room room() {
        return room;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    /// Who hears of chats that devices have opened, when those are known.
    void onOpened(Consumer<Leg> listener) {
        onOpened = listener;
    }

    void opened(Leg leg) {
        onOpened.accept(leg);
    }

    long nowMs() {
        return clock.millis();
    }

    void connect(MessageCenter core, Intake to) {
        center = core;
        intake = to;
    }

    /// Where a device has registered by itself.
    ///
    /// @param withinMs how long ago at most
    /// @param found called once, at the latest when the core takes too long, by any thread
    // who asked is told of a failure as well
    @SuppressWarnings("FutureReturnValueIgnored")
    void registeredAt(
            UserAddress user, DeviceId device, long withinMs, Consumer<Optional<NextHop>> found) {
        MessageCenter connected = center;
        if (connected == null) {
            found.accept(Optional.empty());
            return;
        }
        long nowMs = nowMs();
        connected
                .subscriber(user)
                .completeOnTimeout(Optional.empty(), LOOK_UP_MS, TimeUnit.MILLISECONDS)
                .whenComplete((known, fault) ->
                        found.accept(
                                fault == null
                                        ? known.flatMap(subscriber ->
                                                place(subscriber, device, withinMs, nowMs))
                                        : Optional.empty()));
    }

    private static Optional<NextHop> place(
            Subscriber subscriber, DeviceId device, long withinMs, long nowMs) {
        return subscriber.bindings().stream()
                .filter(binding -> binding.device().equals(device) && binding.isLive(nowMs))
                .filter(binding -> nowMs - binding.registeredAtMs() < withinMs)
                .map(binding -> SipContact.reach(binding.contact()))
                .filter(reach ->
                        reach.way() == SipContact.Way.DIRECT
                                && reach.route().isEmpty()
                                && !reach.flow().isEmpty())
                .map(reach -> new NextHop(reach.uri(), reach.flow()))
                .findFirst();
    }

    Intake intake() {
        Intake connected = intake;
        if (connected == null) {
            throw new IllegalStateException("not connected to the core");
        }
        return connected;
    }

    /// Somebody types: the devices of the other side hear of it where they have a session.
    ///
    /// @param talk of the sessions of the other side
    void composing(Talk talk, Composing notice) {
        legs.of(talk).forEach(leg -> leg.composing(notice));
    }

    /// A peer offers other media than before.
    ///
    /// @param done gets the answer, perhaps at once, by any thread
    void renegotiate(Leg leg, SessionKind kind, SipRequest request, Consumer<SipReply> done) {
        Optional<SessionBody> body = SessionBody.of(request);
        if (body.isEmpty()) {
            done.accept(refusal(Refusal.NOT_SDP));
            return;
        }
        long version = leg.nextVersion();
        switch (media.answer(
                kind,
                body.get().sdp(),
                settings.largest(kind, leg.talk().peer()),
                leg.number(),
                version)) {
            case Answering.Refused(var why) -> done.accept(refusal(why));
            case Answering.Accepted(var answer, var agreement) -> {
                SessionOwner owner = leg.newMedia();
                media.open(
                        agreement,
                        owner,
                        leg::mayConnect,
                        opened -> {
                            if (opened instanceof Media.Opened.Waits(SessionHandle handle)) {
                                leg.agreed(handle, owner, Accepting.of(agreement.theirs()));
                                leg.described(version);
                                done.accept(
                                        SipReply.of(200)
                                                .withBody("application/sdp", octets(answer)));
                            } else {
                                done.accept(refusal(opened));
                            }
                        });
            }
        }
    }

    /// Why there is no session of an answer.
    static SipReply refusal(Media.Opened opened) {
        return switch (opened) {
            case Media.Opened.Waits _ -> throw new IllegalArgumentException("there is one");
            case Media.Opened.Full() -> busy();
            case Media.Opened.Nowhere() -> refusal(Refusal.ADDRESS_NOT_SERVED);
        };
    }

    static byte[] octets(String sdp) {
        return sdp.getBytes(StandardCharsets.UTF_8);
    }

    static SipReply refusal(Refusal why) {
        String warning = why.warning();
        int blank = warning.indexOf(' ');
        return SipReply.of(why.status())
                .with(
                        HeaderName.WARNING,
                        warning.substring(0, blank)
                                + " 5gmc \""
                                + warning.substring(blank + 1)
                                + "\"");
    }

    static SipReply busy() {
        return SipReply.of(503).with(HeaderName.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
}
