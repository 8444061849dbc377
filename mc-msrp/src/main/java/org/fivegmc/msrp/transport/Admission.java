package org.fivegmc.msrp.transport;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts connections against their limits. Any thread.
final class Admission {
    private final EndpointLimits limits;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger unmatched = new AtomicInteger();

    Admission(EndpointLimits limits) {
        this.limits = limits;
    }

    boolean enter() {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    boolean enterUnmatched() {
        if (unmatched.incrementAndGet() > limits.unmatched()) {
            unmatched.decrementAndGet();
            return false;
        }
        return true;
    }

    void matched() {
        unmatched.decrementAndGet();
    }

    void leave() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    int unmatched() {
        return unmatched.get();
    }
}
