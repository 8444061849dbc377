package org.fivegmc.sip.pager;

import java.util.List;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.transport.SipEvents.MessageFault;
import org.fivegmc.wire.revoke.RevokeDocument;

/// What the body of a MESSAGE turned out to be.
public sealed interface PagerBody {

    /// @param body as it is stored: encodings of the hop undone, otherwise untouched
    record Understood(
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            String contentType,
            byte[] body)
            implements PagerBody {}

    /// Several reports in one body, each as a message of its own; at least one.
    record Reports(List<Understood> reports) implements PagerBody {
        public Reports {
            reports = List.copyOf(reports);
        }
    }

    /// Typing indications are neither stored nor answered with reports (RFC 3994).
    record Ephemeral() implements PagerBody {}

    /// The sender wants a message back.
    ///
    /// @param requestId what tells this request from others of its sender
    /// @param request its message id is not too long to be one
    record Revoke(String requestId, RevokeDocument.Request request) implements PagerBody {}

    record Refused(SipReply reply, MessageFault fault) implements PagerBody {}
}
