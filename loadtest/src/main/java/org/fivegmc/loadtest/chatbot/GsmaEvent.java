package org.fivegmc.loadtest.chatbot;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// What a chatbot of the GSMA's dialect was told.
///
/// @param event such as `messageStatus`
/// @param message its `RCSMessage`
/// @param user whom it is about, `+86…`
public record GsmaEvent(Instant at, String event, JsonNode message, String user) {

    public String status() {
        return message.path("status").asString("");
    }

    public boolean isAbout(String msgId) {
        return message.path("msgId").asString("").equals(msgId);
    }
}
