package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.TimerRef;
import org.jspecify.annotations.Nullable;

/// Finds the deliveries whose time has come. Timers live in the store; memory only holds, per
/// shard, up to when its timers have fired and when the next one may be due, so that an idle shard
/// costs nothing. Confined to the writer's thread.
final class TimerDesk {

    private static final int PER_TURN = 512;

    private static final long SWEEP_INTERVAL_MS = 5_000;
    private static final long SWEEP_PIECE_INTERVAL_MS = 50;

    private static final int FAILED_MAX = 10_000;

    /// Timers looked at per turn after a start.
    private static final int RECOVERY_PAGE = 128;

    private final ShardWriter writer;
    private final int[] shards;
    private final long[] firedUpTo = new long[Shards.COUNT];
    private final long[] nextDue = new long[Shards.COUNT];
    private final long recoverUpToMs;
    private boolean recovering = true;
    private boolean takingUp = true;
    private int recoverAt;
    private long recoverFromMs;
    private int pageSize = RECOVERY_PAGE;
    private long earliestMs;
    private int sweepAt;
    private long nextSweepMs;
    private final Set<TimerRef> failed = new HashSet<>();
    private @Nullable TimerRef firing;

    /// @param recoverUpToMs timers of anything that can have been in flight when the earlier
    ///   process ended are due before this
    TimerDesk(ShardWriter writer, int[] shards, long recoverUpToMs) {
        this.writer = writer;
        this.shards = shards;
        this.recoverUpToMs = recoverUpToMs;
    }

    void fire() {
        FlightDesk flights = writer.desks().flights();
        if (flights.isTakingUp()) {
            takeUp(flights);
            return;
        }
        if (flights.hasLeftOver()) {
            flights.removeLeftOver();
        }
        if (recovering) {
            recover();
            if (takingUp) {
                return;
            }
        }
        // Nothing is swept away before it could be matched.
        boolean matching = writer.desks().receipts().isRecovering();
        if (matching) {
            writer.desks().receipts().recover();
        }
        long now = writer.nowMs();
        flights.fire(now);
        if (now >= earliestMs) {
            fireDue(now);
        }
        if (now >= nextSweepMs && !matching) {
            sweep(now);
        }
    }

    /// One shard after the other. A full one takes several turns, soon after each other: rows must
    /// go as fast as they come.
    private void sweep(long now) {
        // also when it fails
        nextSweepMs = now + SWEEP_INTERVAL_MS;
        if (writer.store().sweep(shards[sweepAt], now).whole()) {
            sweepAt = (sweepAt + 1) % shards.length;
        } else {
            nextSweepMs = now + SWEEP_PIECE_INTERVAL_MS;
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
                due.forEach(this::due);
            }
            earliest = Math.min(earliest, nextDue[shard]);
        }
        earliestMs = earliest;
    }

    private void due(TimerRef timer) {
        if (!failed.contains(timer)) {
            firing = timer;
            writer.desks().deliveries().due(timer);
        }
        firing = null;
    }

    /// The lease of an attempt without a timer of its own has ended.
    ///
    /// @return false if it is left alone
    boolean leaseEnds(TimerRef lease) {
        if (failed.contains(lease)) {
            return false;
        }
        firing = lease;
        writer.desks().deliveries().leaseEnds(lease);
        firing = null;
        return true;
    }

    private void takeUp(FlightDesk flights) {
        for (TimerRef lease : flights.takeUp()) {
            if (failed.contains(lease)) {
                flights.leave(lease);
            } else {
                firing = lease;
                writer.desks().deliveries().takeUp(lease);
            }
            firing = null;
        }
    }

    /// Whether one certain timer is being looked at.
    boolean isFiring() {
        return firing != null;
    }

    /// A user of this writer's shards, who need not exist.
    UserAddress anybody() {
        long number = 1;
        while (Shards.of(new Msisdn(number)) != shards[0]) {
            number++;
        }
        return new Msisdn(number);
    }

    /// The timer that fired last made the turn fail; it is left alone until the next start.
    void skipFailed() {
        if (firing != null && failed.size() < FAILED_MAX) {
            failed.add(firing);
            writer.leftAlone(firing.id());
        }
        firing = null;
    }

    /// At start, a page per turn. First everything that was in flight is taken up at once, not when
    /// its lease ends; then users with messages and a registration are looked after, since what
    /// would have woken their queue may have happened just before the end.
    ///
    /// The place only moves on with the commit, so that a page whose commit failed comes again.
    private void recover() {
        int at = recoverAt;
        long from = recoverFromMs;
        int size = pageSize;
        int left = pageSize;
        long until = takingUp ? recoverUpToMs : Long.MAX_VALUE;
        while (at < shards.length && left > 0) {
            List<TimerRef> page = new ArrayList<>();
            long next = writer.store().timers(shards[at], from, until, left, page::add);
            takeUp(page);
            left -= page.size();
            if (next >= until) {
                at++;
                from = takingUp ? 0 : recoverUpToMs;
            } else {
                // many timers of one millisecond: only a longer page gets past them
                size = next == from ? size * 2 : RECOVERY_PAGE;
                from = next;
                break;
            }
        }
        int reachedShard = at;
        long reachedMs = from;
        int nextSize = size;
        writer.afterCommit(() -> moveOn(reachedShard, reachedMs, nextSize));
    }

    private void takeUp(List<TimerRef> page) {
        if (takingUp) {
            for (TimerRef timer : page) {
                if (!failed.contains(timer)) {
                    firing = timer;
                    writer.desks().deliveries().recover(timer);
                }
                firing = null;
            }
            return;
        }
        var woken = new HashSet<UserAddress>();
        for (TimerRef timer : page) {
            if (!failed.contains(timer) && woken.add(timer.recipient())) {
                firing = timer;
                writer.desks().deliveries().wakeIfRegistered(timer.recipient());
            }
            firing = null;
        }
    }

    private void moveOn(int shard, long fromMs, int size) {
        recoverAt = shard;
        recoverFromMs = fromMs;
        pageSize = size;
        if (shard < shards.length) {
            return;
        }
        recovering = takingUp;
        takingUp = false;
        recoverAt = 0;
        recoverFromMs = recoverUpToMs;
        pageSize = RECOVERY_PAGE;
    }

    boolean isRecovering() {
        return recovering
                || writer.desks().receipts().isRecovering()
                || writer.desks().flights().isTakingUp()
                || writer.desks().flights().hasLeftOver();
    }

    /// Whether more has come due than one turn takes: the next one must not wait for the clock.
    boolean isBehind(long nowMs) {
        return earliestMs <= nowMs;
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
