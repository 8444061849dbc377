package org.fivegmc.sip.session;

import java.util.Optional;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.cpim.CpimWriter;
import org.fivegmc.wire.mime.TransferEncoding;

/// Says that somebody types (RFC 3994): passed on at once or not at all.
///
/// @param contentType of the document, or that of a CPIM around it
record Composing(String contentType, ByteSlice body) {
    static final String MEDIA_TYPE = "application/im-iscomposing+xml";

    /// Largest that is passed on, in octets.
    static final int MOST = 4_096;

    private static final String CPIM = "message/cpim";

    /// Whether a type is that of typing indications; without the plus is a known typing error.
    static boolean is(String contentType) {
        return contentType.regionMatches(true, 0, "application/im-iscomposing", 0, 26);
    }

    /// In a form that a peer takes: as it came where that is one, else with a CPIM around it or
    /// without; empty where neither is taken.
    Optional<Composing> as(Accepting accepting) {
        boolean bare = accepting.takesBare(MEDIA_TYPE);
        boolean wrapped = accepting.takesBare(CPIM) && accepting.takesWrapped(MEDIA_TYPE);
        boolean isBare = is(contentType);
        if (isBare ? bare : wrapped) {
            return Optional.of(this);
        }
        if (isBare) {
            return wrapped ? Optional.of(wrapped()) : Optional.empty();
        }
        return bare ? unwrapped() : Optional.empty();
    }

    /// Whose session it is in says who types.
    private Composing wrapped() {
        byte[] cpim =
                new CpimWriter()
                        .from(PagerBodies.ANONYMOUS)
                        .to(PagerBodies.ANONYMOUS)
                        .contentType(MEDIA_TYPE)
                        .content(body);
        return new Composing(CPIM, ByteSlice.of(cpim));
    }

    private Optional<Composing> unwrapped() {
        return CpimMessage.parse(body) instanceof CpimResult.Parsed(CpimMessage cpim)
                        && TransferEncoding.decode(
                                        cpim.contentTransferEncoding().text(), cpim.content())
                                instanceof Parse.Parsed<ByteSlice>(ByteSlice document)
                ? Optional.of(new Composing(MEDIA_TYPE, document))
                : Optional.empty();
    }
}
