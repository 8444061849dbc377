package org.fivegmc.sip.session;

import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.MsrpMedia;

/// What a peer takes in its session (RFC 4975 section 8.6). Immutable.
///
/// @param bare types of messages
/// @param wrapped types of what is inside of a container; empty where it does not tell
record Accepting(AcceptTypes bare, AcceptTypes wrapped) {
    static final Accepting ANY = new Accepting(AcceptTypes.ANY, AcceptTypes.ANY);

    static Accepting of(MsrpMedia theirs) {
        return new Accepting(theirs.acceptTypes(), theirs.wrappedTypes());
    }

    boolean takesBare(String type) {
        return bare.accepts(type);
    }

    /// Who does not tell takes anything.
    boolean takesWrapped(String type) {
        return wrapped.isEmpty() || wrapped.accepts(type);
    }
}
