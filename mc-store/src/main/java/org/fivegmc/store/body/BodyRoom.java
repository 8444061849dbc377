package org.fivegmc.store.body;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /// Its owner has as much as one may have.
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1;

        TooMuch(String why) {
            super(why);
        }
    }

    private final BodyLimits limits;
    private final Gauge disk;
    private final AtomicLong octets = new AtomicLong();
    private final AtomicLong drafts = new AtomicLong();

    /// By account, those who have anything.
    private final Map<String, Long> owners = new ConcurrentHashMap<>();

    private final AtomicLong bodies = new AtomicLong();

    BodyRoom(BodyLimits limits, Gauge disk) {
        this.limits = limits;
        this.disk = disk;
    }

    /// For a draft.
    void take(String account, long more) throws IOException {
        if (own(account, more) > limits.maxOwnerOctets()) {
            own(account, -more);
            throw new TooMuch("the bodies of its sender take all that they may");
        }
        try {
            take(drafts, more, limits.maxDraftOctets(), "drafts");
            try {
                take(octets, more, limits.maxTotalOctets(), "bodies");
            } catch (Full e) {
                drafts.addAndGet(-more);
                throw e;
            }
        } catch (Full e) {
            own(account, -more);
            throw e;
        }
    }

    private static void take(AtomicLong taken, long more, long most, String what) throws Full {
        long before = taken.getAndAdd(more);
        if (more > most - before) {
            taken.addAndGet(-more);
            throw new Full(what + " take " + before + " octets, all that they may");
        }
    }

    /// What the owner has afterwards.
    private long own(String account, long more) {
        Long after =
                owners.compute(
                        account,
                        (_, had) -> {
                            long has = (had == null ? 0 : had) + more;
                            return has == 0 ? null : has;
                        });
        return after == null ? 0 : after;
    }

    void checkDisk() throws IOException {
        if (disk.usableOctets() < limits.minFreeDiskOctets()) {
            throw new Full("the disk has less than " + limits.minFreeDiskOctets() + " octets free");
        }
    }

    /// A draft is gone.
    void giveBack(String account, long less) {
        octets.addAndGet(-less);
        drafts.addAndGet(-less);
        own(account, -less);
    }

    /// A draft has become a body; its octets are taken already.
    void bodyKept(long taken) {
        drafts.addAndGet(-taken);
        bodies.incrementAndGet();
    }

    /// A body that was there at the start, within the limits or not.
    void bodyFound(String account, long length) {
        bodies.incrementAndGet();
        octets.addAndGet(BLOCK + length);
        own(account, BLOCK + length);
    }

    /// Whoever sees one body less sees its room free as well.
    void bodyGone(String account, long length) {
        octets.addAndGet(-BLOCK - length);
        own(account, -BLOCK - length);
        bodies.decrementAndGet();
    }

    long drafts() {
        return drafts.get();
    }

    /// How many have anything.
    int owners() {
        return owners.size();
    }

    long bodies() {
        return bodies.get();
    }

    /// As the limit counts them, drafts included.
    long octets() {
        return octets.get();
    }
}
