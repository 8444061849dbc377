package org.fivegmc.loadtest.chatbot;

import java.util.Map;

/// The answer to a call of China Mobile's dialect.
///
/// @param status of HTTP; 0 when there was no answer
/// @param fields the texts of its elements that have no others in them, by local names
public record CmccReply(int status, Map<String, String> fields) {

    public String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /// `0` for what was taken.
    public String code() {
        return get("resultCode");
    }
}
