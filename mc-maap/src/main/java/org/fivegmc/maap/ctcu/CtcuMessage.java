package org.fivegmc.maap.ctcu;

import java.util.List;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.dialect.TrafficTypes;
import org.fivegmc.maap.submit.Downlink;
import org.fivegmc.maap.tenant.Chatbot;

/// The body of `POST …/messages`, read and checked.
///
/// @param sender as it stands there
/// @param mayWait its `storeSupported`
/// @param notBeforeMs when it may leave, milliseconds since the epoch; 0 for at once
record CtcuMessage(
        ImdnMessageId id,
        String sender,
        List<Msisdn> recipients,
        Downlink.Content content,
        Downlink.Conversation conversation,
        Dispositions reports,
        FallbackOffer fallback,
        boolean mayWait,
        String trafficType,
        long notBeforeMs) {

    /// Refuses what the chatbot may not claim.
    Downlink from(Chatbot chatbot) {
        return new Downlink(
                chatbot,
                id,
                recipients,
                content,
                conversation,
                reports,
                fallback,
                mayWait,
                trafficType,
                TrafficTypes.of(
                        trafficType, chatbot, what -> CtcuReader.wrong(TrafficTypes.FIELD, what)),
                notBeforeMs);
    }
}
