package org.fivegmc.routing.table;

import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.route.RouteQuery;

/// Who has written a message; decides how a sender hears that it failed.
public enum Source {
    /// A person (P2P): refused at once where that is possible.
    PERSON,
    /// A chatbot (A2P): the message is taken, and its status tells.
    CHATBOT,
    /// A report on another message: never an SMS, and nobody hears what became of it.
    REPORT;

    public static Source of(RouteQuery query) {
        if (query.purpose().isReport()) {
            return REPORT;
        }
        return query.sender() instanceof ChatbotAddress ? CHATBOT : PERSON;
    }
}
