package org.fivegmc.loadtest.chatbot;

import java.time.Instant;
import java.util.Map;

/// What a chatbot of China Mobile's dialect was told.
///
/// @param kind the first word of the path, such as `DeliveryInfoNotification`
/// @param fields the texts of its elements that have no others in them, by local names
public record CmccNotice(Instant at, String kind, Map<String, String> fields) {

    public String get(String name) {
        return fields.getOrDefault(name, "");
    }

    public boolean isAbout(String messageId) {
        return get("messageId").equals(messageId);
    }
}
