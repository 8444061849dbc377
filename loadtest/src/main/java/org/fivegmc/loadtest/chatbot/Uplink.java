package org.fivegmc.loadtest.chatbot;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// A message of a user, as the chatbot was told it.
///
/// @param user `tel:` URI
/// @param parts `messageList` as it came
public record Uplink(
        Instant at,
        String messageId,
        String user,
        String conversationId,
        String contributionId,
        JsonNode parts) {

    /// The text of the first part; empty when it is no text.
    public String text() {
        return parts.path(0).path("contentText").asString("");
    }
}
