package org.fivegmc.sip.session;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.nio.charset.StandardCharsets;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.msrp.transport.MsrpEndpoint;
import org.fivegmc.msrp.transport.SessionHandle;
import org.fivegmc.msrp.transport.SessionSpec;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.Agreement;
import org.fivegmc.wire.sdp.AnswerPolicy;
import org.fivegmc.wire.sdp.Answering;
import org.fivegmc.wire.sdp.Conclusion;
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
    private final MediaAddresses addresses;
    private final SecureRandom random = new SecureRandom();

    Media(SessionSettings settings, MsrpEndpoint endpoint, HopResolver names) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.addresses = new MediaAddresses(names);
    }

    /// What nobody can guess: a session-id, or the id of a message in MSRP.
    String token() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /// An answer that suits.
    ///
    /// @param largest octets of a message
    /// @param number of its `o=` line, from [#number] and the same for all of one session
    /// @param version of that, one more than the last (RFC 3264 section 8)
    Answering answer(SessionKind kind, ByteSlice offer, long largest, long number, long version) {
        return OfferAnswer.answer(
                offer, policy(kind, settings.points(), largest, kind.answering()), number, version);
    }

    private AnswerPolicy policy(
            SessionKind kind, List<LocalPoint> points, long largest, Direction direction) {
        return new AnswerPolicy(
                points,
                token(),
                kind.types(),
                AcceptTypes.ANY,
                largest,
                direction,
                Role.PASSIVE,
                true,
                true,
                false);
    }

    /// What the `o=` line of a session is known by.
    long number() {
        return random.nextLong() >>> 1;
    }

    /// Our offer, as a stream and as text.
    record Offer(MsrpMedia media, byte[] sdp) {}

    /// @param secure whether TLS is wanted, as far as we have it
    /// @param largest octets of a message
    /// @param number of its `o=` line
    Offer offer(SessionKind kind, boolean secure, long largest, long number) {
        LocalPoint point =
                settings.points().stream()
                        .filter(p -> (p.transport() == MsrpTransport.TLS) == secure)
                        .findFirst()
                        .orElseGet(() -> settings.points().getFirst());
        MsrpMedia media =
                OfferAnswer.offer(policy(kind, List.of(point), largest, kind.calling()), point);
        String sdp =
                SessionDescription.of(
                                point.host(),
                                number,
                                Leg.FIRST_VERSION,
                                List.of(media.description()))
                        .text();
        return new Offer(media, sdp.getBytes(StandardCharsets.UTF_8));
    }

    /// The session of our offer; empty when there are too many.
    Optional<SessionHandle> open(Offer offer, SessionOwner owner) {
        return endpoint.offer(offer.media().path().getFirst(), owner);
    }

    /// What became of the session of an answer.
    sealed interface Opened {
        record Waits(SessionHandle handle) implements Opened {}

        /// There are too many.
        record Full() implements Opened {}

        /// The peer wants to be connected to where that may not be.
        record Nowhere() implements Opened {}
    }

    /// The session of our answer.
    ///
    /// @param mayConnect addresses that may be connected to
    /// @param done called once, perhaps at once, by any thread
    void open(
            Agreement agreement,
            SessionOwner owner,
            Predicate<InetAddress> mayConnect,
            Consumer<Opened> done) {
        SessionSpec spec = SessionSpec.of(agreement, owner);
        if (agreement.role() == Role.PASSIVE) {
            done.accept(opened(endpoint.expect(spec)));
            return;
        }
        addresses.find(
                agreement.connectTo(),
                mayConnect,
                to ->
                        done.accept(
                                to.map(address -> opened(endpoint.connect(spec, address)))
                                        .orElseGet(Opened.Nowhere::new)));
    }

    private static Opened opened(Optional<SessionHandle> made) {
        return made.<Opened>map(Opened.Waits::new).orElseGet(Opened.Full::new);
    }

    /// What the answer to our offer comes to; empty when it does not suit.
    ///
    /// @param mayConnect addresses that may be connected to
    /// @param done called once, perhaps at once, by any thread
    void conclude(
            Offer offer,
            ByteSlice answer,
            SessionHandle handle,
            Predicate<InetAddress> mayConnect,
            Consumer<Optional<Agreement>> done) {
        if (!(OfferAnswer.conclude(offer.media(), answer, true)
                instanceof Conclusion.Agreed(Agreement agreement))) {
            done.accept(Optional.empty());
            return;
        }
        if (agreement.role() == Role.PASSIVE) {
            endpoint.agreed(handle, agreement);
            done.accept(Optional.of(agreement));
            return;
        }
        addresses.find(
                agreement.connectTo(),
                mayConnect,
                to -> {
                    to.ifPresent(address -> endpoint.agreed(handle, agreement, address));
                    done.accept(to.map(_ -> agreement));
                });
    }
}
