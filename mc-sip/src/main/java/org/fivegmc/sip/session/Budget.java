package org.fivegmc.sip.session;

import java.util.concurrent.atomic.AtomicLong;

/// Octets that may be held at a time. Thread-safe.
final class Budget {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    /// @return false when there is no room for so many more
    boolean take(long octets) {
        if (held.addAndGet(octets) > most) {
            held.addAndGet(-octets);
            return false;
        }
        return true;
    }

    void give(long octets) {
        held.addAndGet(-octets);
    }

    long held() {
        return held.get();
    }
}
