package org.fivegmc.fallback.spi;

import java.util.Optional;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;

/// What the fallback has to know of chatbots. Called on shard writers: computations without I/O.
public interface ChatbotSms {
    /// Knows none.
    static ChatbotSms none() {
        return new ChatbotSms() {};
    }

    /// The digits that SMS of this chatbot come from and are answered to; empty for none.
    default Optional<String> code(ChatbotAddress chatbot) {
        return Optional.empty();
    }

    /// What has to be known of a message of a chatbot when it is answered by SMS.
    ///
    /// @param text what the user reads
    default SmsChannel.Memory memory(Message message, String text) {
        return SmsChannel.Memory.NONE;
    }
}
