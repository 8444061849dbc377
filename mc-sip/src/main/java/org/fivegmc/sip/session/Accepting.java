package org.fivegmc.sip.session;

import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.sdp.AcceptTypes;
import org.fivegmc.wire.sdp.MsrpMedia;

/// What a peer takes in its session (RFC 4975 section 8.6). Immutable.
///
/// @param bare types of messages
/// @param wrapped types of what is inside of a container; empty where it does not tell
/// @param maxSize octets of a message
record Accepting(AcceptTypes bare, AcceptTypes wrapped, long maxSize) {
    static final Accepting ANY =
            new Accepting(AcceptTypes.ANY, AcceptTypes.ANY, MsrpMedia.UNLIMITED);

    static Accepting of(MsrpMedia theirs) {
        return new Accepting(theirs.acceptTypes(), theirs.wrappedTypes(), theirs.maxSize());
    }

    boolean takesBare(String type) {
        return bare.accepts(type);
    }

    /// Who does not tell takes anything.
    boolean takesWrapped(String type) {
        return wrapped.isEmpty() || wrapped.accepts(type);
    }

    /// Why a message, which goes in CPIM, is not to be sent; empty when it may.
    Optional<String> refusal(Message message) {
        if (!wrapped.isEmpty() && !wrapped.entries().contains("*")) {
            String type = typeInside(message);
            if (!wrapped.accepts(type)) {
                return Optional.of("the session is not for " + type);
            }
        }
        long octets = message.payload().octets();
        return octets > maxSize
                ? Optional.of("the session takes %d octets, not %d".formatted(maxSize, octets))
                : Optional.empty();
    }

    private static String typeInside(Message message) {
        if (message.isReport()) {
            return "message/imdn+xml";
        }
        if (!message.payload().contentType().equals("message/cpim")) {
            return message.payload().contentType();
        }
        if (!(CpimMessage.parse(message.payload().body()) instanceof CpimResult.Parsed(var cpim))) {
            return "text/plain";
        }
        String type = cpim.contentType().text();
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }
}
