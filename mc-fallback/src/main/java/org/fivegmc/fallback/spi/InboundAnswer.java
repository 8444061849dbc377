package org.fivegmc.fallback.spi;

/// What becomes of a message from a handset.
public enum InboundAnswer {
    /// It is durable here; the center may forget it.
    TAKEN,
    /// There is nobody with this address: it will not be taken, however often it comes.
    NOBODY,
    /// It will not be taken for another reason, however often it comes: the center is told so, and
    /// can tell its sender.
    REFUSED
}
