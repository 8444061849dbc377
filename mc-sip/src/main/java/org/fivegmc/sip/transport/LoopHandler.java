package org.fivegmc.sip.transport;

import org.fivegmc.sip.codec.SipParse;

/// What stands above the transports of one event loop. All calls on that loop.
public interface LoopHandler {
    /// A datagram arrived and is not parsed yet.
    ///
    /// @param datagram at the beginning of the array, which is used again for the next one
    /// @return whether it was answered, so that nothing is left to do
    default boolean isRefused(Flow flow, byte[] datagram, int length) {
        return false;
    }

    /// A message, or malformed bytes, arrived.
    void onMessage(Flow flow, SipParse parse);

    /// A connection ended.
    void onClosed(Flow flow, CloseReason reason);

    /// Time passes: called about every [SipLoop#TICK_MS] while [#isBusy].
    ///
    /// @param nowMs monotonic milliseconds
    void onTick(long nowMs);

    /// Whether ticks are needed.
    boolean isBusy();
}
