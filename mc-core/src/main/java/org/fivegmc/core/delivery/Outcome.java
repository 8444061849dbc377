package org.fivegmc.core.delivery;

/// How a delivery ended.
public enum Outcome {
    DELIVERED_RCS,
    DELIVERED_SMS,
    /// The gateway took the short or multimedia message and never said what became of it.
    SMS_UNCONFIRMED,
    FAILED,
    EXPIRED,
    REVOKED,
    PURGED,
    DELIVERED_MMS
}
