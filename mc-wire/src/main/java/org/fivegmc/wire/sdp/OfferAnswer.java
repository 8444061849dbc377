package org.fivegmc.wire.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;

/// Offer and answer for one MSRP stream (RFC 3264, RFC 4975 section 8, RFC 6135).
///
/// Who connects:
///
/// | offer | answer | connects |
/// |---|---|---|
/// | no `setup` | `passive` or nothing | offerer |
/// | `active` | `passive` | offerer |
/// | `passive` | `active` | answerer |
/// | `actpass` | `active` | answerer |
/// | `actpass` | `passive` or nothing | offerer |
/// | `holdconn`, or both the same | | nobody: refused |
///
/// Refused as well is a peer that wants to be connected to at the discard port.
public final class OfferAnswer {
    private OfferAnswer() {}

    /// Our offer. It leaves to the peer who connects, but for a policy that prefers to connect.
    ///
    /// @param point the transport to offer
    public static MsrpMedia offer(AnswerPolicy policy, LocalPoint point) {
        return new MsrpMedia(
                point.transport(),
                point.host(),
                point.port(),
                List.of(point.uri(policy.sessionId())),
                policy.acceptTypes(),
                policy.wrappedTypes(),
                policy.maxSize(),
                policy.preferred() == Role.ACTIVE ? Setup.ACTIVE : Setup.ACTPASS,
                false,
                point.fingerprints(),
                policy.direction(),
                FileOffer.NONE,
                policy.cema(),
                List.of());
    }

    /// Answers an offer. The first MSRP stream that suits is taken, every other stream refused.
    ///
    /// @param session number of our description, for its `o=` line
    /// @param version grows with each description of the session that says something else
    public static Answering answer(
            ByteSlice offer, AnswerPolicy policy, long session, long version) {
        return switch (SdpParser.parse(offer)) {
            case Parse.Malformed<SessionDescription> _ -> new Answering.Refused(Refusal.NOT_SDP);
            case Parse.Parsed<SessionDescription>(SessionDescription description) ->
                    answer(description, policy, session, version);
        };
    }

    private static Answering answer(
            SessionDescription offer, AnswerPolicy policy, long session, long version) {
        Refusal worst = Refusal.NO_MSRP_MEDIA;
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription stream = offer.media().get(i);
            if (!MsrpMedia.is(stream) || stream.port() == 0) {
                continue;
            }
            switch (MsrpMedia.read(offer, stream)) {
                case Parse.Malformed<MsrpMedia> _ -> worst = Refusal.BAD_MEDIA;
                case Parse.Parsed<MsrpMedia>(MsrpMedia theirs) -> {
                    Optional<Refusal> refusal = refusal(theirs, policy);
                    if (refusal.isEmpty()) {
                        return accepted(offer, i, theirs, policy, session, version);
                    }
                    worst = refusal.get();
                }
            }
        }
        return new Answering.Refused(worst);
    }

    private static Optional<Refusal> refusal(MsrpMedia theirs, AnswerPolicy policy) {
        if (point(policy, theirs.transport()).isEmpty()) {
            return Optional.of(Refusal.TRANSPORT_NOT_SERVED);
        }
        if (policy.requireFingerprint()
                && theirs.transport() == MsrpTransport.TLS
                && theirs.fingerprints().isEmpty()) {
            return Optional.of(Refusal.NO_FINGERPRINT);
        }
        if (theirs.setup() == Setup.HOLDCONN) {
            return Optional.of(Refusal.SETUP_CONFLICT);
        }
        if (!theirs.acceptTypes().overlaps(policy.acceptTypes())) {
            return Optional.of(Refusal.NO_COMMON_TYPE);
        }
        if (!theirs.wrappedTypes().isEmpty()
                && !policy.wrappedTypes().isEmpty()
                && !theirs.wrappedTypes().overlaps(policy.wrappedTypes())) {
            return Optional.of(Refusal.NO_COMMON_WRAPPED_TYPE);
        }
        if (theirs.file().selector().size() > policy.maxSize() && theirs.direction().sends()) {
            return Optional.of(Refusal.TOO_LARGE);
        }
        return Direction.answering(theirs.direction(), policy.direction()) == Direction.INACTIVE
                ? Optional.of(Refusal.NO_DIRECTION)
                : Optional.empty();
    }

    private static Answering accepted(
            SessionDescription offer,
            int chosen,
            MsrpMedia theirs,
            AnswerPolicy policy,
            long session,
            long version) {
        LocalPoint point = point(policy, theirs.transport()).orElseThrow();
        Role role =
                switch (theirs.setup()) {
                    case PASSIVE -> Role.ACTIVE;
                    case ACTPASS -> policy.preferred();
                    case ABSENT, ACTIVE, HOLDCONN -> Role.PASSIVE;
                };
        MsrpMedia ours =
                new MsrpMedia(
                        point.transport(),
                        point.host(),
                        role == Role.ACTIVE ? MsrpMedia.DISCARD_PORT : point.port(),
                        List.of(point.uri(policy.sessionId())),
                        policy.acceptTypes(),
                        policy.wrappedTypes(),
                        policy.maxSize(),
                        role == Role.ACTIVE ? Setup.ACTIVE : Setup.PASSIVE,
                        false,
                        point.fingerprints(),
                        Direction.answering(theirs.direction(), policy.direction()),
                        // RFC 5547 section 8.3.1: the answer repeats which file it is about
                        theirs.file(),
                        policy.cema() && theirs.cema(),
                        List.of());
        Agreement agreement = Agreement.of(ours, theirs, role, policy.implicitCema());
        if (!agreement.isReachable()) {
            return new Answering.Refused(Refusal.SETUP_CONFLICT);
        }
        List<MediaDescription> media = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            media.add(i == chosen ? ours.description() : offer.media().get(i).refused());
        }
        return new Answering.Accepted(
                SessionDescription.of(point.host(), session, version, media).text(), agreement);
    }

    private static Optional<LocalPoint> point(AnswerPolicy policy, MsrpTransport transport) {
        return policy.points().stream().filter(p -> p.transport() == transport).findFirst();
    }

    /// Reads the answer to our offer of one stream.
    ///
    /// @param implicitCema see [AnswerPolicy]
    public static Conclusion conclude(MsrpMedia ours, ByteSlice answer, boolean implicitCema) {
        if (!(SdpParser.parse(answer)
                instanceof Parse.Parsed<SessionDescription>(SessionDescription description))) {
            return new Conclusion.Refused(Refusal.NOT_SDP);
        }
        if (description.media().isEmpty()
                || !MsrpMedia.is(description.media().getFirst())
                || description.media().getFirst().port() == 0) {
            return new Conclusion.Refused(Refusal.NO_MSRP_MEDIA);
        }
        if (!(MsrpMedia.read(description, description.media().getFirst())
                instanceof Parse.Parsed<MsrpMedia>(MsrpMedia theirs))) {
            return new Conclusion.Refused(Refusal.BAD_MEDIA);
        }
        if (theirs.transport() != ours.transport()) {
            return new Conclusion.Refused(Refusal.TRANSPORT_NOT_SERVED);
        }
        Optional<Role> role = offererRole(ours.setup(), theirs.setup());
        if (role.isEmpty()) {
            return new Conclusion.Refused(Refusal.SETUP_CONFLICT);
        }
        if (ours.direction().sends() && !theirs.acceptTypes().overlaps(ours.acceptTypes())) {
            return new Conclusion.Refused(Refusal.NO_COMMON_TYPE);
        }
        Agreement agreement = Agreement.of(ours, theirs, role.get(), implicitCema);
        return agreement.isReachable()
                ? new Conclusion.Agreed(agreement)
                : new Conclusion.Refused(Refusal.SETUP_CONFLICT);
    }

    private static Optional<Role> offererRole(Setup offered, Setup answered) {
        return switch (answered) {
            case HOLDCONN -> Optional.empty();
            case ACTIVE ->
                    offered == Setup.ACTIVE || offered == Setup.ABSENT
                            ? Optional.empty()
                            : Optional.of(Role.PASSIVE);
            case PASSIVE -> offered == Setup.PASSIVE ? Optional.empty() : Optional.of(Role.ACTIVE);
            // an answer that decides nothing is that of a peer without RFC 6135
            case ABSENT, ACTPASS ->
                    Optional.of(offered == Setup.PASSIVE ? Role.PASSIVE : Role.ACTIVE);
        };
    }
}
