package org.fivegmc.sip.transaction;

/// How long requests may wait for their answer before further ones are refused, in milliseconds.
///
/// @param waitMs what opens or carries a conversation
/// @param upkeepWaitMs registrations and what else clients repeat by themselves
public record AdmissionLimits(int waitMs, int upkeepWaitMs) {
    /// Long before clients repeat a message over UDP (T1), and so that messages hardly notice
    /// registrations.
    public static final AdmissionLimits DEFAULTS = new AdmissionLimits(100, 25);
}
