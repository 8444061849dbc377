package org.fivegmc.maap.submit;

/// How far a message of a chatbot to one user has come.
public enum Progress {
    /// No message of this id was taken, or too long ago.
    UNKNOWN,
    /// It is on its way, or waits.
    PENDING,
    DELIVERED,
    CANCELLED,
    FAILED,
    /// It has ended, and the chatbot was told how: nothing more is known.
    ENDED,
    /// Nothing can be said now; the same question may come again.
    BUSY
}
