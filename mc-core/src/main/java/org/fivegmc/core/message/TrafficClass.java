package org.fivegmc.core.message;

/// How urgent a message is where messages have to wait for each other. The order is that of
/// urgency: the first does not wait behind those after it, see ADR 0040.
///
/// It says nothing about what is written in the message, and does not change what becomes of it.
public enum TrafficClass {
    /// Warnings of the public, which few senders may send.
    ALERT,
    /// What somebody waits for in front of a screen: codes to log in, to pay.
    VERIFICATION,
    /// What concerns its recipient alone, messages between persons and reports among them. What
    /// nobody has said anything about is this.
    TRANSACTION,
    /// The same to many, which loses nothing by being later.
    MARKETING;

    /// What holds where nothing is said.
    public static final TrafficClass USUAL = TRANSACTION;

    public boolean isAbove(TrafficClass other) {
        return compareTo(other) < 0;
    }
}
