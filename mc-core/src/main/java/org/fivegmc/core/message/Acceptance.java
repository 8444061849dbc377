package org.fivegmc.core.message;

/// The answer to a submission, given after it is durable.
public sealed interface Acceptance {

    /// Stored: the center is responsible now.
    record Accepted(MessageId id) implements Acceptance {}

    /// The same message was accepted before; nothing was stored, the sender is told the same.
    record Duplicate(MessageId id) implements Acceptance {}

    record Refused(RefusalReason reason) implements Acceptance {}
}
