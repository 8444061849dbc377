package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.TimerRef;

/// Finds the deliveries whose time has come. Timers live in the store; memory only holds, per
/// shard, up to when its timers have fired and when the next one may be due, so that an idle shard
/// costs nothing. Confined to the writer's thread.
final class TimerDesk {

    private static final int PER_TURN = 512;

    private final ShardWriter writer;
    private final int[] shards;
    private final long[] firedUpTo = new long[Shards.COUNT];
    private final long[] nextDue = new long[Shards.COUNT];
    private final long recoverUpToMs;
    private boolean recovering = true;
    private long earliestMs;
    private int sweepAt;
    private long nextSweepMs;

    /// @param recoverUpToMs timers of anything that can have been in flight when the earlier
    ///   process ended are due before this
    TimerDesk(ShardWriter writer, int[] shards, long recoverUpToMs) {
        this.writer = writer;
        this.shards = shards;
        this.recoverUpToMs = recoverUpToMs;
    }

    void fire() {
        if (recovering) {
            recover();
            return;
        }
        long now = writer.nowMs();
        if (now >= earliestMs) {
            fireDue(now);
        }
        if (now >= nextSweepMs) {
            nextSweepMs = now + 5_000;
            writer.store().sweep(shards[sweepAt], now);
            sweepAt = (sweepAt + 1) % shards.length;
        }
    }

    private void fireDue(long now) {
        int left = PER_TURN;
        long earliest = Long.MAX_VALUE;
        for (int shard : shards) {
            if (left > 0 && nextDue[shard] <= now) {
                var due = new ArrayList<TimerRef>();
                long next = writer.store().timers(shard, firedUpTo[shard], now + 1, left, due::add);
                left -= due.size();
                nextDue[shard] = next;
                firedUpTo[shard] = Math.min(now, next);
                due.forEach(writer.desks().deliveries()::due);
            }
            earliest = Math.min(earliest, nextDue[shard]);
        }
        earliestMs = earliest;
    }

    /// At start: everything that was in flight is taken up at once, not when its lease ends.
    private void recover() {
        List<TimerRef> perhapsInFlight = new ArrayList<>();
        for (int shard : shards) {
            nextDue[shard] =
                    writer.store()
                            .timers(
                                    shard,
                                    0,
                                    recoverUpToMs,
                                    Integer.MAX_VALUE,
                                    perhapsInFlight::add);
        }
        recovering = false;
        Arrays.fill(firedUpTo, 0);
        perhapsInFlight.forEach(writer.desks().deliveries()::recover);
        perhapsInFlight.forEach(t -> added(t.recipient(), t.dueMs()));
        earliestMs = 0;
    }

    /// A timer was written.
    void added(UserAddress recipient, long dueMs) {
        int shard = Shards.of(recipient);
        nextDue[shard] = Math.min(nextDue[shard], dueMs);
        firedUpTo[shard] = Math.min(firedUpTo[shard], dueMs);
        earliestMs = Math.min(earliestMs, dueMs);
    }

    /// The turn failed: what fired in it must fire again.
    void reset() {
        Arrays.fill(nextDue, 0);
        Arrays.fill(firedUpTo, 0);
        earliestMs = 0;
    }
}
