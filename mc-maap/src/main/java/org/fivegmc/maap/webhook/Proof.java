package org.fivegmc.maap.webhook;

import java.util.Map;

/// A GET by which a webhook shows whose it is.
///
/// @param path what is appended to the callback of the chatbot
/// @param headers of the call
/// @param expected headers of the answer, which has the status 200
public record Proof(String path, Map<String, String> headers, Map<String, String> expected) {}
