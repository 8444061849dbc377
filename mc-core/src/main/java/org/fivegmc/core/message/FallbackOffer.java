package org.fivegmc.core.message;

/// What the sender lets the network do when RCS does not reach the recipient.
public sealed interface FallbackOffer {

    /// Nothing: RCS or not at all.
    record None() implements FallbackOffer {}

    /// The network may render the message itself as an SMS.
    record Rendered() implements FallbackOffer {}

    /// The sender brings the text of the SMS.
    record Sms(String text) implements FallbackOffer {}

    FallbackOffer NONE = new None();
    FallbackOffer RENDERED = new Rendered();
}
