package org.fivegmc.core.message;

/// The answer to a sender who wants a message back, given after it is durable.
public sealed interface Revocation {

    /// No device has got it from here, and none will, nor will it leave as SMS. A repeated question
    /// gets the same answer.
    record Revoked(MessageId id) implements Revocation {}

    /// A device or an SMS gateway has it or may be about to get it, or its delivery has ended.
    record TooLate(MessageId id) implements Revocation {}

    /// This sender has sent no such message to this recipient, or too long ago.
    record Unknown() implements Revocation {}

    /// Nothing has changed; the sender may ask again.
    record Unavailable(RefusalReason reason) implements Revocation {}
}
