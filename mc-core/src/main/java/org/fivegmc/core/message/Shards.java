package org.fivegmc.core.message;

/// Where an address lives. A shard is the unit of ordering (one writer), a group of 64 shards the
/// unit of ownership, of log and of takeover. The numbers are part of the key layout.
public final class Shards {

    public static final int COUNT = 4096;
    public static final int GROUPS = 64;
    private static final int PER_GROUP = COUNT / GROUPS;

    private Shards() {}

    public static int of(UserAddress address) {
        return of(address.spread());
    }

    /// The shard of anything else that has a stable 64-bit hash, for example a gateway's id of a
    /// short message.
    public static int of(long spread) {
        return (int) (spread >>> 52);
    }

    public static int group(int shard) {
        return shard / PER_GROUP;
    }
}
