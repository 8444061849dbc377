package org.fivegmc.core.message;

/// A message as an edge hands it in: authenticated, decoded as far as routing needs, not yet
/// accepted. One recipient; an edge that got a list makes one of each.
///
/// @param lifetimeMs how long the sender wants it kept; 0 leaves it to the operator's policy
/// @param hidden whether the recipient is not told who the sender is, and can report on it only by
///   its id
/// @param mayWait whether it may be kept for a recipient who is away; if not, it goes at once, or
///   not at all
/// @param notBeforeMs when it may leave, milliseconds since the epoch; what has passed, such as 0,
///   is at once. What its sender wants it kept counts from then
/// @param trafficClass what it may wait behind on its way out
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
        boolean mayWait,
        long notBeforeMs,
        TrafficClass trafficClass) {

    /// A usual one, to be sent at once.
    public Submission(
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            FallbackOffer fallback,
            Payload payload,
            long lifetimeMs,
            boolean hidden,
            boolean mayWait) {
        this(
                sender,
                recipient,
                imdnId,
                purpose,
                dispositions,
                fallback,
                payload,
                lifetimeMs,
                hidden,
                mayWait,
                0,
                TrafficClass.USUAL);
    }

    /// Of a sender who has nothing against waiting.
    public Submission(
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            FallbackOffer fallback,
            Payload payload,
            long lifetimeMs,
            boolean hidden) {
        this(
                sender,
                recipient,
                imdnId,
                purpose,
                dispositions,
                fallback,
                payload,
                lifetimeMs,
                hidden,
                true);
    }

    /// Of a sender whom the recipient may know.
    public Submission(
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            FallbackOffer fallback,
            Payload payload,
            long lifetimeMs) {
        this(
                sender,
                recipient,
                imdnId,
                purpose,
                dispositions,
                fallback,
                payload,
                lifetimeMs,
                false);
    }
}
