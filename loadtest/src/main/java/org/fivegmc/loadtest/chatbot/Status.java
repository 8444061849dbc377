package org.fivegmc.loadtest.chatbot;

import java.time.Instant;

/// What became of a message of the chatbot, as it was told.
///
/// @param user `tel:` URI
/// @param errorCode 0 when none was told
public record Status(Instant at, String messageId, String user, String status, int errorCode) {}
