package org.fivegmc.maap.submit;

import java.util.List;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.maap.tenant.Chatbot;

/// A message of a chatbot to some users: read and checked, whatever its dialect.
///
/// @param id the chatbot's own; the same one to the same user is the same message
/// @param mayWait whether it may be kept for users who are away
/// @param trafficType what it is for, in the words of RCC.07; empty for nothing said
/// @param trafficClass how urgent that is
/// @param notBeforeMs when it may leave, milliseconds since the epoch; 0 for at once
public record Downlink(
        Chatbot chatbot,
        ImdnMessageId id,
        List<Msisdn> recipients,
        Content content,
        Conversation conversation,
        Dispositions reports,
        FallbackOffer fallback,
        boolean mayWait,
        String trafficType,
        TrafficClass trafficClass,
        long notBeforeMs) {

    public Downlink {
        recipients = List.copyOf(recipients);
    }

    public Downlink withFallback(FallbackOffer other) {
        return new Downlink(
                chatbot,
                id,
                recipients,
                content,
                conversation,
                reports,
                other,
                mayWait,
                trafficType,
                trafficClass,
                notBeforeMs);
    }

    /// What the user's client shows.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Content(String contentType, byte[] octets) {}

    /// What it belongs to; empty texts for nothing said.
    public record Conversation(String conversationId, String contributionId, String inReplyTo) {}
}
