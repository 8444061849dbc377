package org.fivegmc.store.body;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what is kept, and says when that is enough. Thread-safe.
final class BodyRoom {

    /// What a file takes beside its octets.
    static final long BLOCK = 4096;

    /// Asks the file system.
    @FunctionalInterface
    interface Gauge {
        long usableOctets() throws IOException;
    }

    /// There is none.
    static final class Full extends IOException {
        private static final long serialVersionUID = 1;

        Full(String why) {
            super(why);
        }
    }

    private final BodyLimits limits;
    private final Gauge disk;
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong bodies = new AtomicLong();

    BodyRoom(BodyLimits limits, Gauge disk) {
        this.limits = limits;
        this.disk = disk;
    }

    void take(long more) throws Full {
        long before = octets.getAndAdd(more);
        if (more > limits.maxTotalOctets() - before) {
            octets.addAndGet(-more);
            throw new Full("bodies take " + before + " octets, all that they may");
        }
    }

    void checkDisk() throws IOException {
        if (disk.usableOctets() < limits.minFreeDiskOctets()) {
            throw new Full("the disk has less than " + limits.minFreeDiskOctets() + " octets free");
        }
    }

    void giveBack(long less) {
        octets.addAndGet(-less);
    }

    /// A draft has become a body; its octets are taken already.
    void bodyKept() {
        bodies.incrementAndGet();
    }

    /// A body that was there at the start, within the limits or not.
    void bodyFound(long length) {
        bodies.incrementAndGet();
        octets.addAndGet(BLOCK + length);
    }

    void bodyGone(long length) {
        bodies.decrementAndGet();
        octets.addAndGet(-BLOCK - length);
    }

    long bodies() {
        return bodies.get();
    }

    /// As the limit counts them, drafts included.
    long octets() {
        return octets.get();
    }
}
