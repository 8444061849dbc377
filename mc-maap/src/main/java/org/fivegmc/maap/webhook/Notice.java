package org.fivegmc.maap.webhook;

import java.util.Map;

/// One call of a webhook.
///
/// @param path what is appended to the callback of the chatbot, begins with `/`, encoded; empty
///   where the dialect knows one address alone
/// @param headers without those of every call
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Notice(String path, Map<String, String> headers, String contentType, byte[] body) {}
