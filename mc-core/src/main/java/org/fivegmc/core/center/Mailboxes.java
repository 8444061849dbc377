package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.TimerRef;
import org.jspecify.annotations.Nullable;

/// How many rows are stored for the users that are *not* in memory, so that who has none need not
/// be looked for in the store, and what is only stored behind others need not read them: most users
/// have nothing, and finding nothing costs as much as finding.
///
/// A shard is known when its timers have been looked at once, a few shards per turn beside
/// everything else: every stored row has one, or is named by the attempts of a turn. They are a
/// tenth of what the rows are, and not in blob files. From the first turn on, users with stored
/// rows are noted when they leave memory; so whoever is not noted in a known shard has nothing, and
/// nobody has more than is noted. It may err the other way: then an empty inbox is read. Addresses
/// that are no numbers are not noted and always read.
///
/// Confined to the writer's thread.
final class Mailboxes {

    /// Timers looked at per turn, about a quarter of a millisecond.
    private static final int TIMERS_PER_TURN = 512;

    /// A shard is looked at in one piece, so that nothing changes meanwhile; this takes a few
    /// milliseconds.
    static final int MOST_TIMERS_OF_A_SHARD = 1 << 14;

    private static final int SHARDS_PER_TURN = 8;

    static final int UNKNOWN = Integer.MAX_VALUE;

    /// How long a store that can't be read is left alone.
    private static final long PAUSE_MS = 500;

    /// The share of the heap that may be spent on the notes of all shards.
    private static final int HEAP_SHARE = 8;

    private final ShardStore store;
    private final MessageIdMint mint;
    private final int[] shards;
    private final int mostPlaces;
    private final @Nullable RowCounts[] noted = new RowCounts[Shards.COUNT];
    private final Knowledge[] knowledge = new Knowledge[Shards.COUNT];

    /// How far the store has been looked at.
    private int at;

    /// What is in the attempts of turns, of all shards; read before the first shard is.
    private @Nullable Attempts attempts;

    private long pauseUntilMs;
    private boolean readingAhead = true;

    /// @param whole whether all of them could be read: else somebody's only row may be in another
    private record Attempts(Map<Integer, List<TimerRef>> byShard, boolean whole) {}

    private enum Knowledge {
        /// Not all of its rows have been looked at.
        INCOMPLETE,
        COMPLETE,
        /// More users than there is room for, or rows or attempts that can't be read.
        GIVEN_UP
    }

    /// @param mint whose ids must sort behind those of every mailbox that is counted
    Mailboxes(ShardStore store, MessageIdMint mint, int[] shards) {
        this(store, mint, shards, places(Runtime.getRuntime().maxMemory()));
    }

    /// @param mostPlaces of a shard; with more users it is given up
    Mailboxes(ShardStore store, MessageIdMint mint, int[] shards, int mostPlaces) {
        this.store = store;
        this.mint = mint;
        this.shards = shards;
        this.mostPlaces = mostPlaces;
        Arrays.fill(knowledge, Knowledge.INCOMPLETE);
    }

    static int places(long heapBytes) {
        long places = heapBytes / HEAP_SHARE / Shards.COUNT / Long.BYTES;
        return (int) Long.highestOneBit(Math.clamp(places, 16, 1 << 20));
    }

    /// How many rows are stored at most for a user who is not in memory; [#UNKNOWN] if only reading
    /// them tells.
    int atMost(UserAddress user) {
        int shard = Shards.of(user);
        if (!(user instanceof Msisdn number) || knowledge[shard] != Knowledge.COMPLETE) {
            return UNKNOWN;
        }
        RowCounts counts = noted[shard];
        int rows = counts == null ? 0 : counts.rows(number);
        return rows == RowCounts.MANY ? UNKNOWN : rows;
    }

    /// The user is in memory, where from now on is known what is stored.
    void forget(UserAddress user) {
        RowCounts counts = noted[Shards.of(user)];
        if (counts != null && user instanceof Msisdn number) {
            counts.remove(number);
        }
    }

    /// A user with stored rows, or who may have some, leaves memory.
    ///
    /// @param rows how many at most, 1 or more
    void note(UserAddress user, int rows) {
        int shard = Shards.of(user);
        if (!(user instanceof Msisdn number) || knowledge[shard] == Knowledge.GIVEN_UP) {
            return;
        }
        RowCounts counts = noted[shard];
        if (counts == null) {
            counts = new RowCounts();
            noted[shard] = counts;
        }
        counts.put(number, rows);
        if (counts.places() > mostPlaces) {
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
        attempts = null;
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
        int left = TIMERS_PER_TURN;
        for (int i = 0; i < SHARDS_PER_TURN && left > 0 && hasMore(nowMs); i++) {
            try {
                left -= look(shards[at]);
            } catch (StorageException e) {
                // Who needs the rows will tell that they can't be read; here nobody does.
                if (e.kind() != StorageException.Kind.CORRUPT) {
                    pauseUntilMs = nowMs + PAUSE_MS;
                    return;
                }
                giveUp(shards[at]);
            }
            at++;
        }
        if (at == shards.length) {
            attempts = null;
        }
    }

    /// @return how many timers and attempts there were
    private int look(int shard) {
        if (knowledge[shard] == Knowledge.GIVEN_UP) {
            return 0;
        }
        Attempts flying = attempts();
        List<TimerRef> here = flying.byShard().getOrDefault(shard, List.of());
        var counts = new RowCounts();
        here.forEach(attempt -> count(attempt, counts));
        int[] seen = {here.size()};
        long more =
                store.timers(
                        shard,
                        0,
                        Long.MAX_VALUE,
                        MOST_TIMERS_OF_A_SHARD,
                        timer -> {
                            seen[0]++;
                            count(timer, counts);
                        });
        RowCounts before = noted[shard];
        if (before != null) {
            // who left meanwhile may have rows in attempts that are newer than what was read of
            // them
            counts.raiseTo(before);
        }
        if (!flying.whole() || more != Long.MAX_VALUE || counts.places() > mostPlaces) {
            giveUp(shard);
        } else {
            noted[shard] = counts.size() == 0 ? null : counts;
            knowledge[shard] = Knowledge.COMPLETE;
        }
        return seen[0];
    }

    private void count(TimerRef timer, RowCounts counts) {
        mint.above(timer.id());
        if (timer.recipient() instanceof Msisdn number) {
            counts.put(number, counts.rows(number) + 1);
        }
    }

    private Attempts attempts() {
        Attempts found = attempts;
        if (found == null) {
            Map<Integer, List<TimerRef>> byShard = new HashMap<>();
            List<FlightRef> unreadable =
                    store.flights(row -> {
                        for (TimerRef lease : row.leases()) {
                            byShard.computeIfAbsent(
                                            Shards.of(lease.recipient()), _ -> new ArrayList<>())
                                    .add(lease);
                        }
                    });
            found = new Attempts(byShard, unreadable.isEmpty());
            attempts = found;
        }
        return found;
    }
}
