package org.fivegmc.core.center;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Time that passes when a test says so.
public final class ManualClock implements InstantSource {

    private final AtomicLong nowMs = new AtomicLong(1_800_000_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }

    @Override
    public long millis() {
        return nowMs.get();
    }

    public void advance(long ms) {
        nowMs.addAndGet(ms);
    }
}
