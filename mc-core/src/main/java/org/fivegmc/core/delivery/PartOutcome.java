package org.fivegmc.core.delivery;

/// How handing over one part to a gateway ended. Exactly one per hand-over.
public sealed interface PartOutcome {

    /// The gateway has it; its receipt will name this id.
    record Accepted() implements PartOutcome {}

    /// The gateway surely did not take it: try again.
    ///
    /// @param counts whether this uses up one of the permitted tries (a busy or absent gateway does
    ///   not)
    record Retry(String cause, long afterMs, boolean counts) implements PartOutcome {}

    /// Refused for good.
    record Rejected(String cause) implements PartOutcome {}

    /// The gateway it was decided for can't be asked any more: it, or its rules, are gone from the
    /// configuration, or it is one for MMS that is down while the message may go as SMS.
    record GatewayGone(String cause) implements PartOutcome {}

    /// Sent, but no answer came: it may or may not have been taken.
    record Unknown(String cause) implements PartOutcome {}
}
