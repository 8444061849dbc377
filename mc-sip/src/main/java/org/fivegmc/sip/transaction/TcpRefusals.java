package org.fivegmc.sip.transaction;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Peers that did not take TCP lately, so that large requests go to them by UDP at once. Any
/// thread.
final class TcpRefusals {
    private final Map<InetSocketAddress, Long> untilMs = new ConcurrentHashMap<>();
    private final int cap;
    private final int keepMs;
    private final LongSupplier clockMs;

    TcpRefusals(TransactionLimits limits, LongSupplier clockMs) {
        this.cap = limits.tcpRefusals();
        this.keepMs = limits.tcpRefusalMs();
        this.clockMs = clockMs;
    }

    boolean isRefused(InetSocketAddress peer) {
        Long until = untilMs.get(peer);
        return until != null && until > clockMs.getAsLong();
    }

    void remember(InetSocketAddress peer) {
        long now = clockMs.getAsLong();
        if (untilMs.size() >= cap) {
            untilMs.values().removeIf(until -> until <= now);
        }
        // still full: this one is asked again each time, which is slow but right
        if (untilMs.size() < cap) {
            untilMs.put(peer, now + keepMs);
        }
    }

    int size() {
        return untilMs.size();
    }
}
