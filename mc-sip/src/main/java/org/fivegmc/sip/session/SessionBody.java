package org.fivegmc.sip.session;

import java.util.List;
import java.util.Optional;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.Parse;
import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.fivegmc.wire.mime.MediaType;
import org.fivegmc.wire.mime.MimePart;
import org.fivegmc.wire.mime.Multipart;
import org.fivegmc.wire.mime.MultipartLimits;

/// What an INVITE or its answer carries.
///
/// @param first a message in CPIM, as legacy clients send their first one in the INVITE; empty when
///   there is none, or one without content, which only announces what comes
record SessionBody(ByteSlice sdp, ByteSlice first) {

    /// @return empty when there is no description
    static Optional<SessionBody> of(SipMessage message) {
        ByteSlice body = message.body().slice();
        Span header = message.header(HeaderName.CONTENT_TYPE);
        MediaType type = MediaType.parse(header == null ? "" : header.unfolded());
        if (body.isEmpty()) {
            return Optional.empty();
        }
        if (!type.isMultipart()) {
            return type.is("application/sdp")
                    ? Optional.of(new SessionBody(body, ByteSlice.EMPTY))
                    : Optional.empty();
        }
        if (!(Multipart.leaves(type, body, MultipartLimits.DEFAULT)
                instanceof Parse.Parsed<List<MimePart>>(var parts))) {
            return Optional.empty();
        }
        ByteSlice sdp = ByteSlice.EMPTY;
        ByteSlice first = ByteSlice.EMPTY;
        for (MimePart part : parts) {
            if (part.contentType().is("application/sdp") && sdp.isEmpty()) {
                sdp = part.content();
            } else if (part.contentType().is("message/cpim") && first.isEmpty()) {
                first = withContent(part.content());
            }
        }
        return sdp.isEmpty() ? Optional.empty() : Optional.of(new SessionBody(sdp, first));
    }

    /// Whether a body is of a type in which no description can be.
    static boolean isOfOtherType(SipMessage message) {
        Span header = message.header(HeaderName.CONTENT_TYPE);
        if (header == null || message.body().slice().isEmpty()) {
            return false;
        }
        MediaType type = MediaType.parse(header.unfolded());
        return !type.isMultipart() && !type.is("application/sdp");
    }

    private static ByteSlice withContent(ByteSlice cpim) {
        return CpimMessage.parse(cpim) instanceof CpimResult.Parsed(var read)
                        && !read.content().isEmpty()
                ? cpim
                : ByteSlice.EMPTY;
    }
}
