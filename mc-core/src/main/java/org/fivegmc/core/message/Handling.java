package org.fivegmc.core.message;

/// When a message may leave, and what it waits behind: what its sender says of time.
///
/// @param mayWait whether it may be kept for a recipient who is away; if not, it goes at once, or
///   not at all
/// @param notBeforeMs when it may leave, milliseconds since the epoch; what has passed, such as 0,
///   is at once. What its sender wants it kept counts from then
/// @param trafficClass what it may wait behind on its way out
public record Handling(boolean mayWait, long notBeforeMs, TrafficClass trafficClass) {
    /// Leaves at once, and is kept for who is away.
    public static final Handling USUAL = new Handling(true, 0, TrafficClass.USUAL);

    /// The same of a sender who may not want it kept.
    public static Handling usual(boolean mayWait) {
        return mayWait ? USUAL : new Handling(false, 0, TrafficClass.USUAL);
    }

    /// As it is kept from `nowMs` on: a time that has passed is none.
    Handling acceptedAt(long nowMs) {
        return notBeforeMs == 0 || notBeforeMs > nowMs
                ? this
                : new Handling(mayWait, 0, trafficClass);
    }
}
