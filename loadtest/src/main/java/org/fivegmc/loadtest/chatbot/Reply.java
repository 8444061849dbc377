package org.fivegmc.loadtest.chatbot;

import tools.jackson.databind.JsonNode;

/// The answer to a call.
///
/// @param status of HTTP; 0 when there was no answer
public record Reply(int status, JsonNode body) {

    /// As a number, whether it came as one or as a text.
    public int errorCode() {
        return body.path("errorCode").asInt(Integer.MIN_VALUE);
    }

    public String errorMessage() {
        return body.path("errorMessage").asString("");
    }
}
