package org.fivegmc.maap.sms;

/// What becomes of an SMS of a user.
public enum Uptake {
    /// On its way to the chatbot.
    TAKEN,
    /// It is kept: the chatbot is paused, or has no webhook.
    WAITS,
    /// It was here before.
    REPEATED,
    /// No chatbot has this code.
    NOBODY,
    /// It can't be taken, now or later.
    REFUSED,
    /// It can't be taken now.
    BUSY
}
