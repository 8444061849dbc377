package org.fivegmc.core.message;

/// An accepted message: what is kept until its delivery has ended.
///
/// @param acceptedAtMs milliseconds since the epoch
/// @param expiresAtMs when the center stops trying
/// @param mayWait whether it may be kept for a recipient who is away, see [Submission]
/// @param notBeforeMs when it may leave, if its sender named a time that was to come; else 0
/// @param trafficClass what it waits behind on its way out
public record Message(
        MessageId id,
        UserAddress sender,
        UserAddress recipient,
        ImdnMessageId imdnId,
        Purpose purpose,
        Dispositions dispositions,
        FallbackOffer fallback,
        Payload payload,
        long acceptedAtMs,
        long expiresAtMs,
        boolean mayWait,
        long notBeforeMs,
        TrafficClass trafficClass) {

    /// A usual one that leaves at once.
    public Message(
            MessageId id,
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            FallbackOffer fallback,
            Payload payload,
            long acceptedAtMs,
            long expiresAtMs,
            boolean mayWait) {
        this(
                id,
                sender,
                recipient,
                imdnId,
                purpose,
                dispositions,
                fallback,
                payload,
                acceptedAtMs,
                expiresAtMs,
                mayWait,
                0,
                TrafficClass.USUAL);
    }

    /// One that may wait.
    public Message(
            MessageId id,
            UserAddress sender,
            UserAddress recipient,
            ImdnMessageId imdnId,
            Purpose purpose,
            Dispositions dispositions,
            FallbackOffer fallback,
            Payload payload,
            long acceptedAtMs,
            long expiresAtMs) {
        this(
                id,
                sender,
                recipient,
                imdnId,
                purpose,
                dispositions,
                fallback,
                payload,
                acceptedAtMs,
                expiresAtMs,
                true);
    }

    public static Message of(MessageId id, Submission s, long acceptedAtMs, long expiresAtMs) {
        return new Message(
                id,
                s.sender(),
                s.recipient(),
                s.imdnId(),
                s.purpose(),
                s.dispositions(),
                s.fallback(),
                s.payload(),
                acceptedAtMs,
                expiresAtMs,
                s.mayWait(),
                s.notBeforeMs() > acceptedAtMs ? s.notBeforeMs() : 0,
                s.trafficClass());
    }

    /// Since when it could be on its way: what is counted from acceptance counts from here.
    public long startsAtMs() {
        return Math.max(acceptedAtMs, notBeforeMs);
    }

    public boolean isReport() {
        return purpose.isReport();
    }

    /// Whether it tells the recipient's other devices what one of them has done.
    public boolean isMirror() {
        return purpose instanceof Purpose.Mirror;
    }

    /// Whether the sender expects to hear `kind` from the network; nobody hears about reports.
    public boolean wants(ReportKind kind) {
        return !isReport() && kind.wantedBy(dispositions);
    }

    /// Whether the message may leave as SMS or MMS: its sender allows it, and it is no report.
    public boolean mayFallBack() {
        return !isReport() && !(fallback instanceof FallbackOffer.None);
    }
}
