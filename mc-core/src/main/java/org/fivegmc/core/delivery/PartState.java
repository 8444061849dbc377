package org.fivegmc.core.delivery;

/// Where one part of a short message is.
///
/// | from | to | on |
/// |---|---|---|
/// | `WAITING` | `IN_FLIGHT` | handed to the gateway, after that was made durable |
/// | `IN_FLIGHT` | `WAITING` | the gateway surely did not take it (busy, throttled) |
/// | `IN_FLIGHT` | `ACCEPTED` | positive submit response |
/// | `IN_FLIGHT` | `UNKNOWN` | no answer, or the process started again |
/// | `UNKNOWN` | `IN_FLIGHT` | no receipt proved it, and the policy sends again |
/// | any | `DELIVERED` | receipt that says so |
///
/// A part that is refused for good, or whose receipt says so, ends the whole delivery.
public enum PartState {
    WAITING,
    IN_FLIGHT,
    UNKNOWN,
    ACCEPTED,
    DELIVERED
}
