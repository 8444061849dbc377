package org.fivegmc.core.message;

/// Why an accepted message did not reach its recipient, as far as more is known than that it did
/// not.
public enum Failure {
    /// Nothing more.
    UNKNOWN,
    /// The number is not valid.
    NO_SUCH_NUMBER,
    /// No device of the recipient takes it, and it may not leave as SMS or MMS.
    NOT_CAPABLE,
    /// The recipient was away, and it may neither wait nor leave as SMS.
    OFFLINE,
    /// The devices of the recipient, or the policy, do not want it.
    REFUSED,
    /// It should have left as SMS and could not.
    SMS,
    /// It should have left as MMS and could not.
    MMS
}
