package org.fivegmc.store.resident;

import java.util.Arrays;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StateStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.store.key.Keys;
import org.jspecify.annotations.Nullable;

/// The SUBSCRIBER rows of one writer in memory, as they are stored. Who is looked up among millions
/// is rarely among the blocks the engine has at hand; here it costs two memory accesses, and who
/// has no row is known without asking.
///
/// ```
/// shard:  UNREAD --(all its rows have been read)--> WHOLE --(a row has no room)--> PARTIAL
///            ^                                        |
///            +--(the engine was opened again)---------+
/// ```
///
/// What is here is what was committed last; what is not here is not stored if the shard is whole,
/// and is asked of the engine otherwise. Rows are read ahead a few at a time beside everything
/// else, and set from what is committed. Addresses that are no numbers are always asked of the
/// engine. Confined to the writer's thread.
public final class ResidentSubscribers {

    /// Rows read per call, about a third of a millisecond.
    static final int ROWS_PER_CALL = 512;

    private static final int SHARDS_PER_CALL = 8;

    /// How long an engine that can't be read is left alone.
    static final long PAUSE_MS = 500;

    private final StateStore state;
    private final OctetSlots slots;
    private final @Nullable NumberMap[] maps = new NumberMap[Shards.COUNT];
    private final Knowledge[] knowledge = new Knowledge[Shards.COUNT];
    private final Keys keys = new Keys();

    /// How far the engine has been read: which of the shards, and behind which key.
    private int at;

    private byte @Nullable [] after;
    private long pauseUntilMs;
    private long held;
    private final ResidentSize size = new ResidentSize();

    private enum Knowledge {
        UNREAD,
        WHOLE,
        PARTIAL
    }

    /// What is known of a user.
    public sealed interface Known {
        /// The row; not to be changed.
        record Row(byte[] value) implements Known {}

        enum Absence implements Known {
            /// There is no row.
            NONE,
            /// The engine must be asked.
            UNKNOWN
        }
    }

    /// @param mostBytes for rows; 0 to keep none. Finding them costs up to 24 octets of the heap
    ///   for each besides
    public ResidentSubscribers(StateStore state, long mostBytes) {
        this.state = state;
        this.slots = new OctetSlots(mostBytes);
        Arrays.fill(
                knowledge,
                mostBytes < OctetSlots.SEGMENT_BYTES ? Knowledge.PARTIAL : Knowledge.UNREAD);
    }

    public Known find(UserAddress user) {
        if (!(user instanceof Msisdn number)) {
            return Known.Absence.UNKNOWN;
        }
        int shard = Shards.of(user);
        NumberMap map = maps[shard];
        int slot = map == null ? OctetSlots.NONE : map.get(number.e164());
        if (slot != OctetSlots.NONE) {
            return new Known.Row(slots.get(slot));
        }
        return knowledge[shard] == Knowledge.WHOLE ? Known.Absence.NONE : Known.Absence.UNKNOWN;
    }

    /// Follows what has just been committed.
    public void apply(CommitRecord record) {
        record.replay((op, family, array, key, keyLength, value, valueLength) -> {
            if (family != Family.SUBSCRIBER.code()) {
                return;
            }
            if (op == CommitRecord.DELETE_RANGE) {
                doubt();
                return;
            }
            UserAddress user =
                    Keys.subscriberAddress(Arrays.copyOfRange(array, key, key + keyLength));
            if (user instanceof Msisdn number) {
                set(number, op == CommitRecord.PUT, array, value, valueLength);
            }
        });
        tell();
    }

    /// Rows may show that were not committed here: everything is read again.
    public void doubt() {
        Arrays.fill(maps, null);
        slots.clear();
        at = 0;
        after = null;
        if (slots.mayHold()) {
            Arrays.fill(knowledge, Knowledge.UNREAD);
        }
        held = 0;
        tell();
    }

    /// For meters.
    public ResidentSize size() {
        return size;
    }

    /// Reads some more rows.
    ///
    /// @param shards those of the writer, the same each time
    /// @return whether it is to be called again soon
    public boolean readAhead(int[] shards, long nowMs) {
        if (nowMs < pauseUntilMs || !slots.mayHold()) {
            return false;
        }
        int left = ROWS_PER_CALL;
        for (int i = 0; i < SHARDS_PER_CALL && left > 0 && at < shards.length; i++) {
            int shard = shards[at];
            try {
                left -= read(shard, left);
            } catch (StorageException e) {
                // Who needs the rows will tell that they can't be read; here nobody does.
                if (e.kind() != StorageException.Kind.CORRUPT) {
                    pauseUntilMs = nowMs + PAUSE_MS;
                    return false;
                }
                knowledge[shard] = Knowledge.PARTIAL;
                after = null;
            }
            if (after == null) {
                if (knowledge[shard] == Knowledge.UNREAD) {
                    knowledge[shard] = Knowledge.WHOLE;
                }
                at++;
            }
        }
        tell();
        return at < shards.length;
    }

    /// @return how many rows were looked at
    private int read(int shard, int most) {
        byte[] from =
                after == null ? keys.shard(shard).bytes() : Arrays.copyOf(after, after.length + 1);
        var visit =
                new Object() {
                    int seen;
                    byte @Nullable [] last;
                    boolean more;
                };
        state.scan(
                Family.SUBSCRIBER,
                from,
                keys.shardEnd(shard).bytes(),
                (key, value) -> {
                    if (visit.seen == most) {
                        visit.more = true;
                        return false;
                    }
                    visit.seen++;
                    visit.last = key;
                    // what was committed meanwhile is here already, and the same
                    if (Keys.subscriberAddress(key) instanceof Msisdn number
                            && find(number) instanceof Known.Absence) {
                        set(number, true, value, 0, value.length);
                    }
                    return true;
                });
        after = visit.more ? visit.last : null;
        return visit.seen;
    }

    private void set(Msisdn user, boolean put, byte[] array, int offset, int length) {
        int shard = Shards.of(user);
        NumberMap map = maps[shard];
        int former = map == null ? OctetSlots.NONE : map.get(user.e164());
        int slot = OctetSlots.NONE;
        if (put) {
            slot =
                    former == OctetSlots.NONE
                            ? slots.put(array, offset, length)
                            : slots.replace(former, array, offset, length);
            if (slot == OctetSlots.NONE) {
                knowledge[shard] = Knowledge.PARTIAL;
            }
        } else if (former != OctetSlots.NONE) {
            slots.release(former);
        }
        if (slot != OctetSlots.NONE) {
            if (map == null) {
                map = new NumberMap();
                maps[shard] = map;
            }
            map.put(user.e164(), slot);
        } else if (map != null) {
            map.remove(user.e164());
        }
        if (former == OctetSlots.NONE != (slot == OctetSlots.NONE)) {
            held += former == OctetSlots.NONE ? 1 : -1;
        }
    }

    private void tell() {
        size.set(held, slots.bytes());
    }
}
