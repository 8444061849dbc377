package org.fivegmc.maap.sms;

import org.fivegmc.core.message.Message;

/// What has to be known of an SMS of a chatbot when it is answered, as octets to keep.
/// Deterministic; called on shard writers. Thread-safe.
public record SmsDesk(CardText cards, CardText.Pieces pieces) {

    /// @param text what the user reads
    public byte[] memory(Message message, String text) {
        return SmsMemory.of(message, text, cards, pieces).octets();
    }
}
