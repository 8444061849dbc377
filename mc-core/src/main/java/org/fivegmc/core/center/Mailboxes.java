package org.fivegmc.core.center;

import java.util.Arrays;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.jspecify.annotations.Nullable;

/// Which of the users that are *not* in memory have something stored, so that one without need not
/// be looked for in the store: most have nothing, and finding nothing costs as much as finding.
///
/// A shard is known when all its inbox rows have been looked at once, a few per turn beside
/// everything else. From the first turn on, users with stored rows are noted when they leave
/// memory; so whoever is not noted in a known shard has nothing. It may err the other way: then an
/// empty inbox is read. Addresses that are no numbers are not noted and always read.
///
/// Confined to the writer's thread.
final class Mailboxes {

    /// Rows looked at per turn, about a third of a millisecond.
    private static final int ROWS_PER_TURN = 512;

    private static final int SHARDS_PER_TURN = 8;

    /// How long a store that can't be read is left alone.
    private static final long PAUSE_MS = 500;

    /// The share of the heap that may be spent on the notes of all shards.
    private static final int HEAP_SHARE = 8;

    private final ShardStore store;
    private final int[] shards;
    private final int mostPlaces;
    private final @Nullable NumberSet[] noted = new NumberSet[Shards.COUNT];
    private final Knowledge[] knowledge = new Knowledge[Shards.COUNT];

    /// How far the store has been looked at.
    private int at;

    private @Nullable UserAddress after;
    private long pauseUntilMs;
    private boolean readingAhead = true;

    private enum Knowledge {
        /// Not all of its rows have been looked at.
        INCOMPLETE,
        COMPLETE,
        /// More users than there is room for, or rows that can't be read.
        GIVEN_UP
    }

    Mailboxes(ShardStore store, int[] shards) {
        this(store, shards, places(Runtime.getRuntime().maxMemory()));
    }

    /// @param mostPlaces of a shard; with more users it is given up
    Mailboxes(ShardStore store, int[] shards, int mostPlaces) {
        this.store = store;
        this.shards = shards;
        this.mostPlaces = mostPlaces;
        Arrays.fill(knowledge, Knowledge.INCOMPLETE);
    }

    static int places(long heapBytes) {
        long places = heapBytes / HEAP_SHARE / Shards.COUNT / Long.BYTES;
        return (int) Long.highestOneBit(Math.clamp(places, 16, 1 << 20));
    }

    /// False only if nothing is stored for a user who is not in memory.
    boolean mayHold(UserAddress user) {
        int shard = Shards.of(user);
        if (!(user instanceof Msisdn number) || knowledge[shard] != Knowledge.COMPLETE) {
            return true;
        }
        NumberSet set = noted[shard];
        return set != null && set.contains(number);
    }

    /// The user is in memory, where from now on is known what is stored.
    void forget(UserAddress user) {
        NumberSet set = noted[Shards.of(user)];
        if (set != null && user instanceof Msisdn number) {
            set.remove(number);
        }
    }

    /// A user with stored rows, or who may have some, leaves memory.
    void note(UserAddress user) {
        int shard = Shards.of(user);
        if (!(user instanceof Msisdn number) || knowledge[shard] == Knowledge.GIVEN_UP) {
            return;
        }
        NumberSet set = noted[shard];
        if (set == null) {
            set = new NumberSet();
            noted[shard] = set;
        }
        set.add(number);
        if (set.places() > mostPlaces) {
            giveUp(shard);
        }
    }

    private void giveUp(int shard) {
        knowledge[shard] = Knowledge.GIVEN_UP;
        noted[shard] = null;
    }

    /// Rows may show that nobody in memory has written: everything is looked at again.
    void doubt() {
        at = 0;
        after = null;
        for (int shard : shards) {
            if (knowledge[shard] == Knowledge.COMPLETE) {
                knowledge[shard] = Knowledge.INCOMPLETE;
            }
        }
    }

    /// Whether there is more to look at, and now is the time.
    boolean isLearning(long nowMs) {
        return readingAhead || hasMore(nowMs);
    }

    private boolean hasMore(long nowMs) {
        return at < shards.length && nowMs >= pauseUntilMs;
    }

    /// Looks at some more rows. Those of subscribers, if the store keeps them, come first: they are
    /// asked for with every message.
    void learn(long nowMs) {
        readingAhead = store.readAhead(shards, nowMs);
        if (readingAhead) {
            return;
        }
        int[] left = {ROWS_PER_TURN};
        for (int i = 0; i < SHARDS_PER_TURN && left[0] > 0 && hasMore(nowMs); i++) {
            int shard = shards[at];
            after = look(shard, left, nowMs);
            if (after != null || nowMs < pauseUntilMs) {
                return;
            }
            if (knowledge[shard] == Knowledge.INCOMPLETE) {
                knowledge[shard] = Knowledge.COMPLETE;
            }
            at++;
        }
    }

    private @Nullable UserAddress look(int shard, int[] left, long nowMs) {
        try {
            return store.mailboxes(
                    shard,
                    after,
                    left[0],
                    user -> {
                        left[0]--;
                        note(user);
                    });
        } catch (StorageException e) {
            // Who needs the rows will tell that they can't be read; here nobody does.
            if (e.kind() == StorageException.Kind.CORRUPT) {
                giveUp(shard);
            } else {
                pauseUntilMs = nowMs + PAUSE_MS;
            }
            return null;
        }
    }
}
