package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.nio.charset.StandardCharsets;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.msrp.transport.SessionSpec;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.Agreement;
import org.fivegmc.wire.sdp.AnswerPolicy;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Conclusion;
import org.fivegmc.wire.sdp.ConnectPoint;
import org.fivegmc.wire.sdp.Direction;
import org.fivegmc.wire.sdp.LocalPoint;
import org.fivegmc.wire.sdp.MsrpMedia;
import org.fivegmc.wire.sdp.MsrpTransport;
import org.fivegmc.wire.sdp.OfferAnswer;
import org.fivegmc.wire.sdp.Role;
import org.fivegmc.wire.sdp.SessionDescription;

/// Offers, answers, and the MSRP sessions they come to. Thread-safe.
final class Media {
    private static final int ID_OCTETS = 16;

    private final SessionSettings settings;
    private final MsrpEndpoint endpoint;
    private final SecureRandom random = new SecureRandom();

    Media(SessionSettings settings, MsrpEndpoint endpoint) {
        this.settings = settings;
        this.endpoint = endpoint;
    }

    /// What nobody can guess: a session-id, or the id of a message in MSRP.
    String token() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /// An answer that suits, and who will own its session.
    Answering answer(SessionKind kind, ByteSlice offer) {
        return OfferAnswer.answer(
                offer, policy(kind, settings.points(), kind.answering()), number(), 1);
    }

    private AnswerPolicy policy(SessionKind kind, List<LocalPoint> points, Direction direction) {
        return new AnswerPolicy(
                points,
                token(),
                kind.types(),
                AcceptTypes.ANY,
                settings.largest(kind),
                direction,
                Role.PASSIVE,
                true,
                true,
                false);
    }

    private long number() {
        return random.nextLong() >>> 1;
    }

    /// Our offer, as a stream and as text.
    record Offer(MsrpMedia media, byte[] sdp) {}

    /// @param secure whether TLS is wanted, as far as we have it
    Offer offer(SessionKind kind, boolean secure) {
        LocalPoint point =
                settings.points().stream()
                        .filter(p -> (p.transport() == MsrpTransport.TLS) == secure)
                        .findFirst()
                        .orElseGet(() -> settings.points().getFirst());
        MsrpMedia media = OfferAnswer.offer(policy(kind, List.of(point), kind.calling()), point);
        String sdp =
                SessionDescription.of(point.host(), number(), 1, List.of(media.description()))
                        .text();
        return new Offer(media, sdp.getBytes(StandardCharsets.UTF_8));
    }

    /// The session of our offer; empty when there are too many.
    Optional<SessionHandle> open(Offer offer, SessionOwner owner) {
        return endpoint.offer(offer.media().path().getFirst(), owner);
    }

    /// The session of our answer; empty when there are too many, or when the peer wants to be
    /// connected to at something that is no address.
    ///
    /// @param mayConnect addresses that may be connected to
    Optional<SessionHandle> open(
            Agreement agreement, SessionOwner owner, Predicate<InetAddress> mayConnect) {
        SessionSpec spec = SessionSpec.of(agreement, owner);
        return agreement.role() == Role.PASSIVE
                ? endpoint.expect(spec)
                : address(agreement.connectTo(), mayConnect)
                        .flatMap(to -> endpoint.connect(spec, to));
    }

    /// What the answer to our offer comes to; empty when it does not suit.
    ///
    /// @param mayConnect addresses that may be connected to
    Optional<Agreement> conclude(
            Offer offer,
            ByteSlice answer,
            SessionHandle handle,
            Predicate<InetAddress> mayConnect) {
        if (!(OfferAnswer.conclude(offer.media(), answer, true)
                instanceof Conclusion.Agreed(Agreement agreement))) {
            return Optional.empty();
        }
        if (agreement.role() == Role.PASSIVE) {
            endpoint.agreed(handle, agreement);
            return Optional.of(agreement);
        }
        Optional<InetSocketAddress> to = address(agreement.connectTo(), mayConnect);
        to.ifPresent(address -> endpoint.agreed(handle, agreement, address));
        return to.map(_ -> agreement);
    }

    /// Names are not looked up: handsets and border controllers write addresses.
    private static Optional<InetSocketAddress> address(
            ConnectPoint point, Predicate<InetAddress> mayConnect) {
        try {
            return Optional.of(InetAddress.ofLiteral(point.host()))
                    .filter(mayConnect)
                    .map(address -> new InetSocketAddress(address, point.port()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
