package org.fivegmc.maap.content.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts what owners have. One entry for each owner who has a file, so files bound it.
/// Thread-safe.
///
/// Who owns is an account: whatever the [Shelf] makes of an owner.
public final class Quotas {
    /// What a file costs besides its octets, so that many tiny files count, too.
    public static final long OVERHEAD = 4096;

    private final StoreLimits limits;
    private final Map<String, Long> owners = new ConcurrentHashMap<>();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    public Quotas(StoreLimits limits) {
        this.limits = limits;
    }

    /// For those who have not been told yet where they count.
    static Quotas none() {
        return new Quotas(new StoreLimits(0, 0, 0));
    }

    /// A new file, of which these octets are there already. Never refused: it exists.
    public void found(String owner, long octets) {
        files.incrementAndGet();
        add(owner, octets + OVERHEAD);
    }

    /// Takes room for a new file without octets.
    Optional<StoreRefusal> begin(String owner) {
        Optional<StoreRefusal> refused = take(owner, OVERHEAD);
        if (refused.isEmpty()) {
            files.incrementAndGet();
        }
        return refused;
    }

    /// Takes room, or takes nothing and says why not.
    Optional<StoreRefusal> take(String owner, long octets) {
        if (add(owner, octets) > limits.userQuota()) {
            add(owner, -octets);
            return Optional.of(StoreRefusal.USER_QUOTA);
        }
        if (total.get() > limits.totalQuota()) {
            add(owner, -octets);
            return Optional.of(StoreRefusal.TOTAL_QUOTA);
        }
        return Optional.empty();
    }

    /// A file is gone.
    public void gone(String owner, long octets) {
        files.decrementAndGet();
        add(owner, -octets - OVERHEAD);
    }

    /// A count of files, without drafts, was wrong by this much.
    public void correct(String owner, long fileCount, long octets) {
        files.addAndGet(fileCount);
        add(owner, octets + fileCount * OVERHEAD);
    }

    void giveBack(String owner, long octets) {
        add(owner, -octets);
    }

    /// What the owner has afterwards.
    private long add(String owner, long octets) {
        total.addAndGet(octets);
        Long after =
                owners.compute(
                        owner,
                        (_, had) -> {
                            long has = (had == null ? 0 : had) + octets;
                            return has == 0 ? null : has;
                        });
        return after == null ? 0 : after;
    }

    public FileStore.Usage usage() {
        return new FileStore.Usage(files.get(), total.get());
    }

    int owners() {
        return owners.size();
    }
}
