package org.fivegmc.fallback.answer;

/// What the status of a response means for the submission.
public enum Meaning {
    /// Accepted.
    OK,
    /// Too fast: slow down and send the unit again.
    THROTTLED,
    /// May work later, a limited number of times.
    TRANSIENT,
    /// Will not work for this unit, however often.
    PERMANENT,
    /// Will not work for any unit until the link or its account is mended.
    GATEWAY_DOWN
}
