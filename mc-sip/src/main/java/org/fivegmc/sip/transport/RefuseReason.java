package org.fivegmc.sip.transport;

/// Why a connection was not taken; a metric label.
public enum RefuseReason {
    TOO_MANY_CONNECTIONS,
    TOO_MANY_FROM_ADDRESS,
    /// The system could not accept, for want of descriptors as a rule; tried again after a pause.
    ACCEPT_FAILED
}
