package org.fivegmc.sip.session;

import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.pager.ServiceMode;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.Direction;

/// What a session is for.
public enum SessionKind {
    /// Both write, and say when they type (RCC.07 section 3.2.3).
    CHAT(RcsService.CHAT_SESSION, ServiceMode.CHAT),
    /// One message (RCC.07 section 3.2.2).
    LARGE(RcsService.STANDALONE_LARGE, ServiceMode.LARGE);

    private final RcsService service;
    private final ServiceMode mode;

    SessionKind(RcsService service, ServiceMode mode) {
        this.service = service;
        this.mode = mode;
    }

    /// As feature tags and P-Asserted-Service name it.
    RcsService service() {
        return service;
    }

    ServiceMode mode() {
        return mode;
    }

    /// What is taken in it.
    AcceptTypes types() {
        return this == LARGE
                ? AcceptTypes.of("message/cpim")
                : AcceptTypes.of("message/cpim", Composing.MEDIA_TYPE);
    }

    /// What we wish to do when we are called.
    Direction answering() {
        return this == LARGE ? Direction.RECVONLY : Direction.SENDRECV;
    }

    /// What we wish to do when we call.
    Direction calling() {
        return this == LARGE ? Direction.SENDONLY : Direction.SENDRECV;
    }

    /// What an INVITE is for. The service it names counts first, since clients put other tags into
    /// Accept-Contact; who says nothing is known by the direction of the offer.
    ///
    /// @param sendOnly whether the offer is to send only
    /// @return empty for a service that is not served
    static Optional<SessionKind> of(SipRequest invite, boolean sendOnly) {
        HeaderName name =
                invite.has(HeaderName.P_ASSERTED_SERVICE)
                        ? HeaderName.P_ASSERTED_SERVICE
                        : HeaderName.P_PREFERRED_SERVICE;
        boolean named = false;
        for (Span urn : invite.values(name)) {
            Optional<RcsService> service = RcsService.ofUrn(urn.toString());
            Optional<SessionKind> kind = service.flatMap(SessionKind::of);
            if (kind.isPresent()) {
                return kind;
            }
            named |= service.isEmpty() || service.get() == RcsService.FT_MSRP;
        }
        if (named) {
            return Optional.empty();
        }
        for (Span wanted : invite.values(HeaderName.ACCEPT_CONTACT)) {
            FeatureTags tags = FeatureTags.parse(wanted.unfolded());
            for (SessionKind kind : values()) {
                if (tags.has(kind.service)) {
                    return Optional.of(kind);
                }
            }
            if (tags.has(RcsService.FT_MSRP)) {
                return Optional.empty();
            }
        }
        return Optional.of(sendOnly ? LARGE : CHAT);
    }

    private static Optional<SessionKind> of(RcsService service) {
        for (SessionKind kind : values()) {
            if (kind.service == service) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
