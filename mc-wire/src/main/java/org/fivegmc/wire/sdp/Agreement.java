package org.fivegmc.wire.sdp;

import org.fivegmc.wire.uri.MsrpUri;

/// What offer and answer have come to.
///
/// @param role what we do about the connection
/// @param cema whether the connection goes where the `c=` and `m=` lines say instead of the path
public record Agreement(MsrpMedia ours, MsrpMedia theirs, Role role, boolean cema) {
    static Agreement of(MsrpMedia ours, MsrpMedia theirs, Role role, boolean implicitCema) {
        boolean explicit = ours.cema() && theirs.cema();
        boolean moved =
                implicitCema && !MsrpUri.sameHost(theirs.host(), theirs.path().getFirst().host());
        boolean usable =
                !theirs.host().isEmpty()
                        && theirs.port() != 0
                        && theirs.port() != MsrpMedia.DISCARD_PORT;
        return new Agreement(ours, theirs, role, usable && (explicit || moved));
    }

    /// Where to connect to, when our role is the active one (RFC 4975 section 5.4, RFC 6714 section
    /// 4.2).
    public ConnectPoint connectTo() {
        MsrpUri hop = theirs.path().getFirst();
        return cema
                ? new ConnectPoint(theirs.host(), theirs.port())
                : new ConnectPoint(hop.host(), hop.effectivePort());
    }

    /// Whether whoever has to connect can: a peer that says the discard port does not listen.
    boolean isReachable() {
        return role == Role.PASSIVE || connectTo().port() != MsrpMedia.DISCARD_PORT;
    }

    /// Whether the connection is TLS.
    public boolean secure() {
        return ours.transport() == MsrpTransport.TLS;
    }

    /// Whether we may send: we wish to, and the peer takes.
    public boolean maySend() {
        return ours.direction().sends() && theirs.direction().receives();
    }
}
