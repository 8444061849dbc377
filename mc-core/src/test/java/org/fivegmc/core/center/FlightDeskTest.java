package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.Delivery;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.HoldReason;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.storage.FlightRef;
import org.fivegmc.core.storage.FlightRow;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StoreTurn;
import org.fivegmc.core.storage.TimerRef;
import org.junit.jupiter.api.Test;

/// One row for the attempts of a turn, in place of a timer for each.
class FlightDeskTest {

    private static final long LEASE = DeliveryPolicy.DEFAULT.attemptLeaseMs();

    private final SteppedCenter bench =
            new SteppedCenter(CenterConfig.DEFAULT.withWriters(1), DeliveryPolicy.DEFAULT);

    private List<FlightRow> flights() {
        var rows = new ArrayList<FlightRow>();
        bench.stores().getFirst().flights(rows::add);
        return rows;
    }

    private List<TimerRef> timers() {
        var due = new ArrayList<TimerRef>();
        for (int shard = 0; shard < Shards.COUNT; shard++) {
            bench.stores().getFirst().timers(shard, 0, Long.MAX_VALUE, Integer.MAX_VALUE, due::add);
        }
        return due;
    }

    private List<MessageId> aloft() {
        return flights().stream().flatMap(f -> f.leases().stream()).map(TimerRef::id).toList();
    }

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    /// Two attempts in one turn.
    private void sendTwo() {
        bench.register(BOB, "phone");
        bench.register(CAROL, "phone");
        var first = bench.offer(submission(ALICE, BOB, "m1", 0));
        var second = bench.offer(submission(ALICE, CAROL, "m2", 0));
        bench.settle();
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(bench.sent()).containsExactly("m1", "m2");
    }

    @Test
    void theAttemptsOfATurnShareOneRowUntilTheLastHasEnded() {
        sendTwo();
        assertThat(flights()).hasSize(1);
        assertThat(flights().getFirst().dueMs()).isEqualTo(bench.clock.millis() + LEASE);
        assertThat(aloft()).hasSize(2);
        assertThat(timers()).isEmpty();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).hasSize(1);
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).isEmpty();
        assertThat(timers()).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS, Outcome.DELIVERED_RCS);
    }

    @Test
    void theLeaseOfTheOneThatIsLeftEnds() {
        sendTwo();
        bench.rcs.take().accept();
        bench.settle();
        bench.pass(LEASE - 1);
        assertThat(bench.inbox(CAROL).getFirst().state()).isInstanceOf(DeliveryState.Sending.class);
        bench.pass(1);
        assertThat(bench.inbox(CAROL).getFirst().state())
                .isInstanceOfSatisfying(
                        DeliveryState.Held.class,
                        h -> assertThat(h.reason()).isEqualTo(HoldReason.BACKOFF));
        assertThat(flights()).isEmpty();
        assertThat(timers()).hasSize(1);
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("m1", "m2", "m2");
    }

    @Test
    void whatGoesOnAfterItsAttemptHasATimer() {
        sendTwo();
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.rcs.take().end(new AttemptOutcome.Later("503", 90_000));
        bench.settle();
        assertThat(flights()).isEmpty();
        assertThat(timers())
                .extracting(TimerRef::dueMs)
                .containsExactlyInAnyOrder(
                        bench.inbox(BOB).getFirst().message().expiresAtMs(),
                        bench.clock.millis() + 90_000);
    }

    /// It is due before its lease ends.
    @Test
    void anAttemptWhoseReportIsDueHasATimer() {
        bench.register(ALICE, "tablet");
        bench.register(BOB, "phone");
        var answer = bench.offer(submission(ALICE, BOB, "m1", Dispositions.PROCESSING));
        bench.center().runOneTurn();
        assertThat(answer).isCompleted();
        assertThat(flights()).isEmpty();
        assertThat(timers())
                .extracting(TimerRef::dueMs)
                .containsExactly(bench.clock.millis() + DeliveryPolicy.DEFAULT.reportRetryMs());
        bench.settle();
        bench.pass(LEASE);
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
    }

    @Test
    void aTurnThatFailsLeavesTheRowUntilItIsRunAgain() {
        sendTwo();
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        assertThat(aloft()).hasSize(2);
        bench.pass(500);
        assertThat(flights()).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS, Outcome.DELIVERED_RCS);
    }

    @Test
    void aLeaseThatEndsInATurnThatFailsEndsAgain() {
        sendTwo();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.pass(LEASE);
        assertThat(aloft()).hasSize(2);
        bench.pass(500);
        assertThat(flights()).isEmpty();
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
        assertThat(bench.inbox(CAROL).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
    }

    /// The answers are as good as the row: without them the lease ends in what was in doubt.
    @Test
    void aRowThatShowsAfterAllIsWatched() {
        bench.register(BOB, "phone");
        bench.stores().forEach(s -> s.loseNextAnswers(1));
        bench.submit(ALICE, BOB, "m1");
        bench.pass(500);
        bench.register(CAROL, "phone");
        bench.submit(ALICE, CAROL, "m2");
        assertThat(aloft()).hasSize(2).doesNotHaveDuplicates();
        assertThat(flights()).extracting(FlightRow::number).doesNotHaveDuplicates();
        bench.pass(LEASE);
        assertThat(flights()).isEmpty();
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
    }

    @Test
    void isTakenUpByWhoeverHasTheUserAfterARestart() {
        sendTwo();
        assertThat(aloft()).hasSize(2);
        for (int writers : List.of(3, 2, 5, 1)) {
            bench.restart(CenterConfig.DEFAULT.withWriters(writers));
            assertThat(aloft()).as("with %d writers", writers).hasSize(2);
            assertThat(bench.inbox(BOB).getFirst().state())
                    .isInstanceOf(DeliveryState.Sending.class);
        }
        assertThat(bench.sent()).hasSize(10);
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).isEmpty();
        assertThat(timers()).isEmpty();
    }

    @Test
    void aCrashWhileTakingUpLosesNobody() {
        sendTwo();
        for (int commits = 1; commits <= 4; commits++) {
            bench.crash();
            bench.dieAfterCommits(commits);
        }
        assertThat(aloft()).hasSize(2);
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS, Outcome.DELIVERED_RCS);
        assertThat(flights()).isEmpty();
    }

    /// The rows that the version before this one wrote.
    @Test
    void attemptsWithTimersOfTheirOwnAreTakenUp() {
        sendTwo();
        MemoryShardStore store = bench.stores().getFirst();
        bench.crash();
        StoreTurn turn = store.begin();
        for (FlightRow flight : flights()) {
            flight.leases().forEach(turn::putTimer);
            turn.removeFlight(flight.shard(), flight.number());
        }
        turn.commit();
        bench.settle();
        assertThat(bench.sent()).containsExactlyInAnyOrder("m1", "m2", "m1", "m2");
        assertThat(timers()).isEmpty();
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS, Outcome.DELIVERED_RCS);
    }

    /// Attempts of the earlier process look as if they were of this one.
    @Test
    void aClockThatHasSteppedBackDoesNotHideALease() {
        sendTwo();
        bench.clock.advance(-60_000);
        bench.restart();
        bench.pass(60_000 + LEASE);
        for (Delivery delivery :
                List.of(bench.inbox(BOB).getFirst(), bench.inbox(CAROL).getFirst())) {
            assertThat(delivery.state()).isInstanceOf(DeliveryState.Held.class);
        }
        assertThat(flights()).isEmpty();
    }

    @Test
    void aLeaseThatBeginsAfterTheClockHasSteppedBackEndsInItsOwnTime() {
        sendTwo();
        bench.clock.advance(-60_000);
        bench.register(ALICE, "phone");
        bench.submit(BOB, ALICE, "m3");
        bench.pass(LEASE);
        assertThat(bench.inbox(ALICE).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Sending.class);
        bench.pass(60_000);
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
        // the second attempt of what came last
        assertThat(aloft()).containsExactly(bench.inbox(ALICE).getFirst().message().id());
    }

    @Test
    void whatIsPurgedIsNotWatched() {
        bench.register(BOB, "phone");
        var answer = bench.offer(submission(ALICE, BOB, "m1", 0));
        var purged = bench.center().purge(BOB);
        bench.settle();
        assertThat(answer).isCompleted();
        // what a turn has accepted is not in the inbox before its end
        assertThat(purged).isCompletedWithValue(0);
        var again = bench.center().purge(BOB);
        bench.settle();
        assertThat(again).isCompletedWithValue(1);
        assertThat(flights()).isEmpty();
    }

    private List<MessageId> leftAlone() {
        return bench.events(TrailEvent.LeftAlone.class).stream()
                .map(TrailEvent.LeftAlone::trail)
                .toList();
    }

    /// The row is all that tells of it; whoever can read it again must find it.
    @Test
    void whatTellsOfADeliveryThatCanNotBeReadIsKept() {
        sendTwo();
        FlightRow row = flights().getFirst();
        MessageId damaged = bench.inbox(BOB).getFirst().message().id();
        bench.rows().unreadable.add(damaged);
        int starts = 0;
        for (int writers : List.of(3, 1, 2)) {
            bench.restart(CenterConfig.DEFAULT.withWriters(writers));
            starts++;
            assertThat(flights()).as("with %d writers", writers).contains(row);
            assertThat(leftAlone()).hasSize(starts).containsOnly(damaged);
            assertThat(bench.center().isDegraded()).isFalse();
        }
        assertThat(bench.sent()).containsExactly("m1", "m2", "m2", "m2", "m2");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).containsExactly(row);
        bench.rows().unreadable.clear();
        bench.restart();
        assertThat(bench.sent()).endsWith("m2", "m1");
        assertThat(flights()).doesNotContain(row);
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).isEmpty();
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void aRowThatCanNotBeReadIsNeitherDeletedNorWrittenOver() {
        sendTwo();
        FlightRow row = flights().getFirst();
        bench.rows().unreadableFlights.add(new FlightRef(row.shard(), row.number()));
        bench.restart();
        assertThat(leftAlone()).containsExactly(TrailEvent.NO_TRAIL);
        // they are found by their users' queues
        bench.register(BOB, "phone");
        bench.register(CAROL, "phone");
        assertThat(bench.sent()).containsExactly("m1", "m2", "m1", "m2");
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(flights()).isEmpty();
        bench.rows().unreadableFlights.clear();
        assertThat(flights()).containsExactly(row);
        bench.restart();
        assertThat(flights()).isEmpty();
        assertThat(bench.sent()).hasSize(4);
    }

    /// Memory knows what is in flight.
    @Test
    void leasesEndAlsoWhenTheirRowCanNotBeRead() {
        sendTwo();
        FlightRow row = flights().getFirst();
        bench.rows().unreadableFlights.add(new FlightRef(row.shard(), row.number()));
        bench.pass(LEASE);
        for (Delivery delivery :
                List.of(bench.inbox(BOB).getFirst(), bench.inbox(CAROL).getFirst())) {
            assertThat(delivery.state()).isInstanceOf(DeliveryState.Held.class);
        }
        bench.rows().unreadableFlights.clear();
        assertThat(flights()).isEmpty();
    }
}
