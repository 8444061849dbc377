package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.TimerRef;
import org.jspecify.annotations.Nullable;

/// Watches the attempts that are under way. Nearly all end within milliseconds, and a stored timer
/// for each would be written and removed for nothing. So a turn writes one row with all attempts it
/// begins, and the turn in which the last of them ends removes it. Memory counts; who they are is
/// read from the row when the lease ends or a process starts.
///
/// Memory follows the commits. After a turn that failed the rows are looked through again, since a
/// commit in doubt may have written one. Confined to the writer's thread.
final class FlightDesk {

    /// Leases looked at in one turn.
    private static final int PER_TURN = 512;

    /// Attempts of an earlier process taken up in one turn.
    private static final int RECOVERY_PAGE = 128;

    /// The attempts that one turn began.
    static final class Departure {
        private final long number;
        private final long leaseAtMs;

        /// Found in the store when it was in doubt: whose attempts these are, memory may not know.
        private final boolean found;

        /// How many have not ended.
        private int aloft;

        /// Some lease could not be looked at; the row stays for the next start.
        private boolean kept;

        private boolean gone;

        Departure(long number, long leaseAtMs, boolean found) {
            this.number = number;
            this.leaseAtMs = leaseAtMs;
            this.found = found;
        }
    }

    private final ShardWriter writer;
    private final int home;

    /// In the order of time, which is not that of the turns when the clock steps back.
    private final NavigableSet<Departure> departures =
            new TreeSet<>(
                    Comparator.<Departure>comparingLong(d -> d.leaseAtMs)
                            .thenComparingLong(d -> d.number));

    private long nextNumber;
    private boolean inDoubt;

    // of this turn
    private final List<TimerRef> boarding = new ArrayList<>();
    private @Nullable Departure departing;
    private final List<Departure> landed = new ArrayList<>();
    private final List<Departure> expired = new ArrayList<>();

    // of an earlier process
    private final List<TimerRef> orphans = new ArrayList<>();
    private final List<FlightRef> leftOver = new ArrayList<>();
    private final TakeUp takeUp;
    private final long firstNumber;
    private int takenUp;

    /// Reads what an earlier process, with whatever number of writers, had under way.
    ///
    /// @param home the shard of this writer where its rows lie
    /// @param mine which shards are this writer's
    FlightDesk(ShardWriter writer, int home, IntPredicate mine, TakeUp takeUp) {
        this.writer = writer;
        this.home = home;
        this.takeUp = takeUp;
        long[] next = {0};
        List<FlightRef> unreadable =
                writer.store()
                        .flights(row -> {
                            for (TimerRef lease : row.leases()) {
                                if (mine.test(Shards.of(lease.recipient()))) {
                                    orphans.add(lease);
                                }
                            }
                            if (mine.test(row.shard())) {
                                leftOver.add(new FlightRef(row.shard(), row.number()));
                            }
                            if (row.shard() == home) {
                                next[0] = row.number() + 1;
                            }
                        });
        for (FlightRef row : unreadable) {
            // its attempts are found by their users' queues; what it says is not written over
            if (row.shard() == home) {
                next[0] = Math.max(next[0], row.number() + 1);
            }
            if (mine.test(row.shard())) {
                writer.leftAlone(TrailEvent.NO_TRAIL);
            }
        }
        this.nextNumber = next[0];
        this.firstNumber = next[0];
        if (orphans.isEmpty()) {
            takeUp.done();
        }
    }

    // --- within a turn ---

    /// An attempt begins.
    ///
    /// @return what it is counted in; null if it needs a timer of its own
    @Nullable Departure depart(TimerRef lease) {
        Departure now = departing;
        if (now == null) {
            now = new Departure(nextNumber, lease.dueMs(), false);
            departing = now;
        } else if (now.leaseAtMs != lease.dueMs()) {
            return null;
        }
        now.aloft++;
        boarding.add(lease);
        return now;
    }

    /// An attempt has ended, or has a timer of its own from now on.
    void land(Departure departure) {
        departure.aloft--;
        landed.add(departure);
    }

    /// What is taken up can't be read.
    void leave(TimerRef lease) {
        takeUp.leave(lease);
    }

    /// What is taken up of an earlier process in this turn.
    List<TimerRef> takeUp() {
        int from = takenUp;
        int to = Math.min(from + RECOVERY_PAGE, orphans.size());
        writer.afterCommit(() -> {
            takenUp = to;
            if (to == orphans.size()) {
                orphans.clear();
                takenUp = 0;
                takeUp.done();
            }
        });
        return orphans.subList(from, to);
    }

    boolean isTakingUp() {
        return !orphans.isEmpty();
    }

    /// Whether rows of the earlier process can go.
    boolean hasLeftOver() {
        return !leftOver.isEmpty() && takeUp.isOver();
    }

    /// But not what tells of a delivery that nobody could take up.
    void removeLeftOver() {
        List<FlightRef> page =
                leftOver.subList(Math.max(0, leftOver.size() - PER_TURN), leftOver.size());
        for (FlightRef row : page) {
            if (!takeUp.hasLeft() || isDone(row)) {
                writer.change().removeFlight(row.shard(), row.number());
            }
        }
        int size = page.size();
        writer.afterCommit(() -> leftOver.subList(leftOver.size() - size, leftOver.size()).clear());
    }

    private boolean isDone(FlightRef at) {
        return writer.store()
                .flight(at.shard(), at.number())
                .filter(row -> !takeUp.hasLeftAnyOf(row))
                .isPresent();
    }

    /// Gives up attempts whose lease has ended.
    void fire(long nowMs) {
        if (inDoubt) {
            lookAgain();
        }
        int left = PER_TURN;
        for (Departure departure : departures) {
            if (left <= 0 || departure.leaseAtMs > nowMs) {
                return;
            }
            left -= expire(departure);
        }
    }

    private int expire(Departure departure) {
        Optional<FlightRow> row = writer.store().flight(home, departure.number);
        Accounts accounts = writer.desks().accounts();
        List<TimerRef> leases =
                row.map(FlightRow::leases).orElseGet(() -> remembered(departure, accounts));
        departure.kept = row.isEmpty();
        for (TimerRef lease : leases) {
            // users with anything in flight are always known
            if (departure.found || accounts.knows(lease.recipient())) {
                departure.kept |= !writer.desks().timers().leaseEnds(lease);
            }
        }
        expired.add(departure);
        return leases.size();
    }

    /// The row can't be read. Memory knows all that is in flight, though not by departure, and what
    /// has the same lease can be given up as well.
    private static List<TimerRef> remembered(Departure departure, Accounts accounts) {
        var leases = new ArrayList<TimerRef>();
        for (Account account : accounts.all()) {
            account.leasesAt(departure.leaseAtMs, leases);
        }
        return leases;
    }

    /// A commit in doubt may have written a row that memory knows nothing of.
    private void lookAgain() {
        Set<Long> known = new HashSet<>();
        for (Departure departure : departures) {
            known.add(departure.number);
        }
        writer.store()
                .flights(row -> {
                    if (row.shard() == home
                            && row.number() >= firstNumber
                            && known.add(row.number())) {
                        departures.add(new Departure(row.number(), row.dueMs(), true));
                        nextNumber = Math.max(nextNumber, row.number() + 1);
                    }
                });
        inDoubt = false;
    }

    // --- around a turn ---

    /// Before the commit: the rows of this turn.
    void seal() {
        if (departing != null && departing.aloft > 0) {
            writer.change().putFlight(new FlightRow(home, departing.number, boarding));
        }
        for (int i = 0; i < landed.size(); i++) {
            Departure departure = landed.get(i);
            if (departure.aloft == 0 && departure != departing) {
                end(departure, false);
            }
        }
        for (int i = 0; i < expired.size(); i++) {
            end(expired.get(i), expired.get(i).kept);
        }
    }

    private void end(Departure departure, boolean keepRow) {
        if (!departure.gone) {
            departure.gone = true;
            if (!keepRow) {
                writer.change().removeFlight(home, departure.number);
            }
        }
    }

    /// The turn is durable.
    void settle() {
        Departure begun = departing;
        if (begun != null && begun.aloft > 0) {
            departures.add(begun);
        }
        removeGone(landed);
        removeGone(expired);
        clear();
    }

    private void removeGone(List<Departure> touched) {
        for (int i = 0; i < touched.size(); i++) {
            if (touched.get(i).gone) {
                departures.remove(touched.get(i));
            }
        }
    }

    /// Nothing of the turn took place.
    void undo() {
        for (int i = 0; i < landed.size(); i++) {
            landed.get(i).aloft++;
            landed.get(i).gone = false;
        }
        for (int i = 0; i < expired.size(); i++) {
            expired.get(i).gone = false;
        }
        clear();
        doubt();
    }

    private void clear() {
        if (departing != null) {
            nextNumber++;
        }
        departing = null;
        boarding.clear();
        landed.clear();
        expired.clear();
    }

    /// The store may show what it did not show before.
    void doubt() {
        inDoubt = true;
    }
}
