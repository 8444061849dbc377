package org.fivegmc.fallback.spi;

/// When the links of a gateway were lost and bound last. Its center may bring again what it had
/// brought before a loss, and does so soon after a link is bound.
///
/// @param lostAtMs milliseconds since the epoch; the start of the gateway when none was lost
/// @param boundAtMs likewise; 0 when none has been bound yet
public record LinkTimes(long lostAtMs, long boundAtMs) {
    /// Nothing can come again.
    public static final LinkTimes NONE = new LinkTimes(0, 0);
}
