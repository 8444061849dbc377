package org.fivegmc.sip.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.Envelope;
import org.fivegmc.sip.pager.ServiceMode;
import org.jspecify.annotations.Nullable;

/// What a user writes back in a session that was opened for a message belongs to the same
/// conversation.
final class Replies {
    private static final List<String> IDS = List.of("Conversation-ID", "Contribution-ID");

    private Replies() {}

    static Envelope envelope(Message message) {
        var fields = new StringBuilder();
        for (String name : IDS) {
            @Nullable String value = EdgeHeaders.value(message.payload().edgeHeaders(), name);
            if (value != null) {
                fields.append(name).append(": ").append(value).append("\r\n");
            }
        }
        if (!(message.recipient() instanceof Msisdn user)) {
            throw new IllegalArgumentException("chatbots have no sessions of their own");
        }
        UserAddress peer = message.sender();
        return new Envelope(
                user,
                peer,
                EdgeHeaders.marked(
                        ServiceMode.CHAT, fields.toString().getBytes(StandardCharsets.UTF_8)),
                peer instanceof Msisdn ? FallbackOffer.RENDERED : FallbackOffer.NONE,
                false);
    }
}
