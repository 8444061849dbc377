package org.fivegmc.core.delivery;

/// What a held delivery waits for.
public enum HoldReason {
    /// Its turn: an earlier message of the conversation, or the limit of messages in flight.
    QUEUED,
    /// The recipient to register.
    OFFLINE,
    /// The next try after a failed one.
    BACKOFF,
    /// A gateway for its number to come back.
    NO_GATEWAY,
    /// The time its sender named.
    SCHEDULED
}
