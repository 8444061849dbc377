package org.fivegmc.core.message;

/// An accepted message: what is kept until its delivery has ended.
///
/// @param acceptedAtMs milliseconds since the epoch
/// @param expiresAtMs when the center stops trying
/// @param handling with the time to leave if its sender named one that was to come, else 0
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
        Handling handling) {

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
                s.handling().acceptedAt(acceptedAtMs));
    }

    public boolean mayWait() {
        return handling.mayWait();
    }

    /// When it may leave; 0 is at once.
    public long notBeforeMs() {
        return handling.notBeforeMs();
    }

    public TrafficClass trafficClass() {
        return handling.trafficClass();
    }

    /// Since when it could be on its way: what is counted from acceptance counts from here.
    public long startsAtMs() {
        return Math.max(acceptedAtMs, notBeforeMs());
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
