package org.fivegmc.core.subscriber;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;

/// Who the chatbots are, as routing sees them: users with one device, their webhook, that is always
/// registered unless the chatbot does not work. Called on shard writers; returns at once.
@FunctionalInterface
public interface ChatbotBook {

    /// The only device of a chatbot.
    DeviceId WEBHOOK = new DeviceId("webhook");

    /// Empty for a chatbot that this center does not carry.
    Optional<Subscriber> find(ChatbotAddress address);

    /// Without chatbots.
    static ChatbotBook none() {
        return _ -> Optional.empty();
    }

    /// A chatbot for [#find(ChatbotAddress)].
    ///
    /// @param working false for one whose messages wait
    static Subscriber chatbot(ChatbotAddress address, boolean working) {
        var can = new Capabilities(Capabilities.PAGER);
        List<Binding> bindings =
                working
                        ? List.of(new Binding(WEBHOOK, can, 0, Long.MAX_VALUE, new byte[0]))
                        : List.of();
        return new Subscriber(address, true, true, Credentials.NONE, 0, bindings, can, 0);
    }
}
