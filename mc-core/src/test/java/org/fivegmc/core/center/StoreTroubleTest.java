package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;

/// What the center makes of a store that is in doubt, full, damaged or away.
class StoreTroubleTest {

    private static final Acceptance UNAVAILABLE =
            new Acceptance.Refused(RefusalReason.STORE_UNAVAILABLE);

    private final SteppedCenter bench = new SteppedCenter();

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    private boolean receipt(String id) {
        var done = new CompletableFuture<Boolean>();
        bench.center()
                .receipt(
                        new InboundReceipt(
                                new GatewayMessageKey("smsc-a", id), true, "", -1, List.of()),
                        done::complete);
        bench.settle();
        return done.getNow(false);
    }

    /// The commit was refused as being in doubt, and the user was read without it. Then the store
    /// comes back, and the commit shows.
    @Test
    void aCommitInDoubtThatShowsLaterIsSeenBeforeTheNextTurn() {
        bench.register(BOB, "phone");
        bench.stores().forEach(MemoryShardStore::hideNextCommit);
        assertThat(bench.submit(ALICE, BOB, "m1")).isEqualTo(UNAVAILABLE);
        // BOB is read again, while nothing shows
        bench.clock.advance(500);
        bench.inbox(BOB);
        bench.clock.advance(500);
        bench.stores().forEach(MemoryShardStore::reopen);
        assertThat(bench.submit(ALICE, BOB, "m1")).isInstanceOf(Acceptance.Duplicate.class);
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs());
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("m1");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void aCommitInDoubtThatWasAppliedIsADuplicateWhenRepeated() {
        bench.register(BOB, "phone");
        bench.stores().forEach(s -> s.loseNextAnswers(1));
        assertThat(bench.submit(ALICE, BOB, "m1")).isEqualTo(UNAVAILABLE);
        bench.stores().forEach(s -> s.loseNextAnswers(0));
        bench.pass(1_000);
        assertThat(bench.submit(ALICE, BOB, "m1")).isInstanceOf(Acceptance.Duplicate.class);
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs());
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("m1");
    }

    /// Timers are due that would write; what makes room must get through all the same.
    @Test
    void aFullStoreStillRemoves() {
        bench.register(BOB, "phone");
        bench.register(CAROL, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.submit(ALICE, CAROL, "m2");
        bench.submit(BOB, CAROL, "m3");
        bench.stores().forEach(s -> s.fill(true));
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs());
        bench.pass(100);
        assertThat(bench.center().isDegraded()).isTrue();
        var purged = bench.center().purge(BOB);
        bench.settle();
        assertThat(purged.getNow(0)).isEqualTo(1);
        bench.rcs.take();
        bench.rcs.take().accept();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.pass(100);
        assertThat(outcomes()).containsExactly(Outcome.PURGED, Outcome.DELIVERED_RCS);
        assertThat(bench.submit(ALICE, BOB, "m4")).isEqualTo(UNAVAILABLE);
        bench.stores().forEach(s -> s.fill(false));
        bench.pass(1_000);
        assertThat(bench.center().isDegraded()).isFalse();
        assertThat(bench.submit(ALICE, BOB, "m4")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.inbox(CAROL)).hasSize(1);
    }

    /// One row that can't be read is the trouble of its user, not of the whole shard.
    @Test
    void anUnreadableRowStopsNobodyElse() {
        var one = new SteppedCenter(CenterConfig.DEFAULT.withWriters(1), DeliveryPolicy.DEFAULT);
        one.register(BOB, "phone");
        one.register(CAROL, "phone");
        one.submit(ALICE, BOB, "m1");
        one.submit(ALICE, BOB, "m2");
        one.rcs.take().end(new AttemptOutcome.Offline("480"));
        one.settle();
        one.unregister(CAROL);
        one.submit(ALICE, CAROL, "c1");
        one.rows().unreadable.add(one.inbox(BOB).getFirst().message().id());
        // as a drain, and as a timer
        one.register(BOB, "phone");
        one.register(CAROL, "phone");
        assertThat(one.sent()).containsExactly("m1", "c1");
        assertThat(one.center().isDegraded()).isFalse();
        one.pass(CenterConfig.DEFAULT.lifetimeMs());
        assertThat(one.center().isDegraded()).isFalse();
        one.rcs.take().accept();
        one.settle();
        assertThat(one.submit(ALICE, CAROL, "c2")).isInstanceOf(Acceptance.Accepted.class);
        one.restart();
        assertThat(one.submit(ALICE, CAROL, "c3")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(one.center().isDegraded()).isFalse();
    }

    /// Nobody was touched by the turn that failed, and nobody comes by afterwards.
    @Test
    void anIdleWriterComesBackByItself() {
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(receipt("id-1")).isFalse();
        assertThat(bench.center().isDegraded()).isTrue();
        bench.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        bench.pass(500);
        assertThat(bench.center().isDegraded()).isFalse();
    }

    /// In an outage without end the oldest outcomes are forgotten, and it is told; but never that a
    /// gateway took a part.
    @Test
    void keepsABoundedNumberOfOutcomesAndTellsWhatItDrops() {
        var one = new SteppedCenter(CenterConfig.DEFAULT.withWriters(1), DeliveryPolicy.DEFAULT);
        one.register(BOB, "phone");
        one.submit(ALICE, BOB, "m1");
        one.submit(ALICE, CAROL, "s1");
        one.failNextCommits(Integer.MAX_VALUE, StorageException.Kind.UNAVAILABLE);
        one.sms.last().listener().accepted(0, new GatewayMessageKey("smsc-a", "id-1"));
        RecordingRcsChannel.Attempt attempt = one.rcs.take();
        for (int i = 0; i < Backlog.MAX; i++) {
            attempt.end(new AttemptOutcome.Unreachable("408"));
        }
        one.settle();
        assertThat(one.events(TrailEvent.NewsDropped.class)).hasSize(1);
        one.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        one.pass(1_000);
        var done = new ArrayList<Boolean>();
        one.center()
                .receipt(
                        new InboundReceipt(
                                new GatewayMessageKey("smsc-a", "id-1"), true, "", -1, List.of()),
                        done::add);
        one.settle();
        assertThat(done).containsExactly(true);
        assertThat(one.events(TrailEvent.Ended.class))
                .extracting(TrailEvent.Ended::outcome)
                .containsExactly(Outcome.DELIVERED_SMS);
    }
}
