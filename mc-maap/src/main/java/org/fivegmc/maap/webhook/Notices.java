package org.fivegmc.maap.webhook;

import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Message;
import org.fivegmc.maap.tenant.Chatbot;

/// How a dialect tells a chatbot about a message or a report. Thread-safe; called on virtual
/// threads.
@FunctionalInterface
public interface Notices {

    /// Empty when the dialect has no word for it: then there is nothing to tell.
    Optional<Notice> of(Chatbot chatbot, Message message);

    /// Whether a message may be told together with others.
    default boolean isShared(Message message) {
        return false;
    }

    /// One call for all of them; empty when the dialect has no word for any.
    ///
    /// @param messages one, or several that are [#isShared]
    default Optional<Notice> of(Chatbot chatbot, List<Message> messages) {
        if (messages.size() > 1) {
            throw new IllegalArgumentException("this dialect tells one at a time");
        }
        return of(chatbot, messages.getFirst());
    }

    /// How a webhook shows whose it is; empty where the dialect knows no such thing.
    default Optional<Proof> proof(Chatbot chatbot) {
        return Optional.empty();
    }
}
