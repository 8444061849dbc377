package org.fivegmc.maap.webhook;

import java.util.Optional;

/// How the webhook of one chatbot is doing.
///
/// @param failures in a row; from [Health#FAILURES] on it is left alone for a while
/// @param tryAtMs when it is called again, in milliseconds of the epoch; 0 when it is not left
///   alone
/// @param underWay calls without an answer yet
/// @param last the last failure since the start, also one that is over
public record WebhookState(int failures, long tryAtMs, int underWay, Optional<Failure> last) {

    /// @param atMs in milliseconds of the epoch
    public record Failure(long atMs, String cause) {}
}
