package org.fivegmc.sip.session;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Refusal;
import org.jspecify.annotations.Nullable;

/// What the sessions of this server share. Thread-safe.
final class Sessions {
    private static final String RETRY_AFTER_SECONDS = "10";

    private final SessionSettings settings;
    private final Media media;
    private final InstantSource clock;
    private final Legs legs = new Legs();
    private final Budget budget;
    private final Gathering.Room room;
    private final Outgoing outgoing;
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

    long nowMs() {
        return clock.millis();
    }

    void connect(Intake to) {
        intake = to;
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
    void composing(Talk talk, String contentType, ByteSlice body) {
        legs.of(talk).forEach(leg -> leg.composing(contentType, body));
    }

    /// A peer offers other media than before.
    ///
    /// @return the answer
    SipReply renegotiate(Leg leg, SessionKind kind, SipRequest request) {
        Optional<SessionBody> body = SessionBody.of(request);
        if (body.isEmpty()) {
            return refusal(Refusal.NOT_SDP);
        }
        return switch (media.answer(kind, body.get().sdp())) {
            case Answering.Refused(var why) -> refusal(why);
            case Answering.Accepted(var answer, var agreement) -> {
                SessionOwner owner = leg.newMedia();
                Optional<SessionHandle> handle = media.open(agreement, owner, leg::mayConnect);
                if (handle.isEmpty()) {
                    yield busy();
                }
                leg.agreed(handle.get(), owner, agreement.theirs().wrappedTypes());
                yield SipReply.of(200).withBody("application/sdp", octets(answer));
            }
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
