package org.fivegmc.msrp.transport;

import java.util.List;
import java.util.stream.Collectors;
import org.fivegmc.msrp.session.MsrpSession;
import org.fivegmc.msrp.session.SessionOwner;
import org.fivegmc.wire.sdp.Agreement;
import org.fivegmc.wire.sdp.Fingerprint;
import org.fivegmc.wire.uri.MsrpUri;

/// A session as offer and answer have made it.
///
/// @param ours our URI; its session-id is what requests are matched by
/// @param theirs the path to the peer, the next hop first; empty in an offer that is not answered
/// @param secure whether the connection must be TLS
/// @param fingerprints of the peer's certificate, one of which it must have; none are not checked
public record SessionSpec(
        MsrpUri ours,
        List<MsrpUri> theirs,
        boolean secure,
        List<Fingerprint> fingerprints,
        SessionOwner owner) {
    public SessionSpec {
        if (ours.sessionId().isEmpty()) {
            throw new IllegalArgumentException("a session has an id");
        }
        theirs = List.copyOf(theirs);
        fingerprints = List.copyOf(fingerprints);
    }

    public static SessionSpec of(Agreement agreement, SessionOwner owner) {
        return new SessionSpec(
                agreement.ours().path().getFirst(),
                agreement.theirs().path(),
                agreement.secure(),
                agreement.theirs().fingerprints(),
                owner);
    }

    /// What we offer; who takes it is not known yet.
    public static SessionSpec offered(MsrpUri ours, SessionOwner owner) {
        return new SessionSpec(ours, List.of(), ours.secure(), List.of(), owner);
    }

    boolean isAgreed() {
        return !theirs.isEmpty();
    }

    MsrpSession.SessionPaths paths() {
        return MsrpSession.SessionPaths.of(
                ours.text(), theirs.stream().map(MsrpUri::text).collect(Collectors.joining(" ")));
    }
}
