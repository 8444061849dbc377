package org.fivegmc.core.message;

/// A message as an edge hands it in: authenticated, decoded as far as routing needs, not yet
/// accepted. One recipient; an edge that got a list makes one of each.
///
/// @param lifetimeMs how long the sender wants it kept; 0 leaves it to the operator's policy
/// @param hidden whether the recipient is not told who the sender is, and can report on it only by
///   its id
public record Submission(
        UserAddress sender,
        UserAddress recipient,
        ImdnMessageId imdnId,
        Purpose purpose,
        Dispositions dispositions,
        FallbackOffer fallback,
        Payload payload,
        long lifetimeMs,
        boolean hidden,
        Handling handling) {}
