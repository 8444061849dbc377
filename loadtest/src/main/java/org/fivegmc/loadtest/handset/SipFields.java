package org.fivegmc.loadtest.handset;

import java.util.List;
import javax.sip.message.Request;

/// Headers of the MESSAGE or INVITE a message came with, empty where there are none. In a chat the
/// handset opened itself they are those of its own INVITE, but for `assertedIdentity`, which is
/// that of the answer.
public record SipFields(
        String callId,
        String assertedIdentity,
        String referredBy,
        String from,
        String conversationId,
        String contributionId,
        List<String> acceptContact) {
    public SipFields {
        acceptContact = List.copyOf(acceptContact);
    }

    static SipFields of(Request request) {
        return new SipFields(
                first(request, "Call-ID"),
                first(request, "P-Asserted-Identity"),
                first(request, "Referred-By"),
                first(request, "From"),
                first(request, "Conversation-ID"),
                first(request, "Contribution-ID"),
                Headers.all(request, "Accept-Contact"));
    }

    private static String first(Request request, String name) {
        return Headers.first(request, name).orElse("");
    }

    /// Whose message it is: Referred-By for what was deferred, else P-Asserted-Identity, else From
    /// (RCC.07 section 3.2.3).
    public String sender() {
        if (!referredBy.isEmpty()) {
            return Headers.uri(referredBy);
        }
        return Headers.uri(assertedIdentity.isEmpty() ? from : assertedIdentity);
    }
}
