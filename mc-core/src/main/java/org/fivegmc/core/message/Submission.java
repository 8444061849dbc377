package org.fivegmc.core.message;

/// A message as an edge hands it in: authenticated, decoded as far as routing needs, not yet
/// accepted. One recipient; an edge that got a list makes one of each.
///
/// @param lifetimeMs how long the sender wants it kept; 0 leaves it to the operator's policy
public record Submission(
        UserAddress sender,
        UserAddress recipient,
        ImdnMessageId imdnId,
        Purpose purpose,
        Dispositions dispositions,
        FallbackOffer fallback,
        Payload payload,
        long lifetimeMs) {}
