package org.fivegmc.sip.pager;

import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.sip.codec.SipReply;

/// What the body of a MESSAGE turned out to be.
sealed interface PagerBody {

    /// @param body as it is stored: encodings of the hop undone, otherwise untouched
    record Understood(
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            String contentType,
            byte[] body)
            implements PagerBody {}

    /// Typing indications are neither stored nor answered with reports (RFC 3994).
    record Ephemeral() implements PagerBody {}

    record Refused(SipReply reply) implements PagerBody {}
}
