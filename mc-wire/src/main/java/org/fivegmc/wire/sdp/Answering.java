package org.fivegmc.wire.sdp;

/// What becomes of an offer.
public sealed interface Answering {
    /// @param answer the description to answer with
    record Accepted(String answer, Agreement agreement) implements Answering {}

    record Refused(Refusal why) implements Answering {}
}
