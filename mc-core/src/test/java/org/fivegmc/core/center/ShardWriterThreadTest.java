package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.event.EventSink;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.storage.MemoryShardStore;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;

/// The center with its own threads.
class ShardWriterThreadTest {

    private static final long SECONDS = 20;

    private static MessageCenter center() {
        var rows = new MemoryShardStore.Rows();
        return center(_ -> new MemoryShardStore(rows));
    }

    private static MessageCenter center(IntFunction<ShardStore> stores) {
        return new MessageCenter(
                CenterConfig.DEFAULT.withWriters(2),
                new Services(
                        stores,
                        BodyStore.NONE,
                        query -> {
                            if (query.sender().equals(CAROL)) {
                                throw new AssertionError("no way to go on");
                            }
                            if (query.sender().equals(BOB)) {
                                throw new IllegalStateException("a fault of the planner");
                            }
                            return new RoutePlan.Hold(RouteReason.OFFLINE, RoutePlan.NO_DEADLINE);
                        },
                        new RecordingRcsChannel(),
                        new RecordingSmsChannel(),
                        new PlainReports(),
                        EventSink.NONE,
                        DeliveryPolicy.DEFAULT,
                        new ManualClock()));
    }

    private static CompletableFuture<Acceptance> submit(MessageCenter center, String id) {
        var answer = new CompletableFuture<Acceptance>();
        center.submit(submission(ALICE, BOB, id, 0), answer::complete);
        return answer;
    }

    @Test
    void answersEverythingBeforeItStops() throws Exception {
        MessageCenter center = center();
        center.start();
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(submit(center, "m" + i));
        }
        center.stop();
        for (CompletableFuture<Acceptance> answer : answers) {
            assertThat(answer.get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Acceptance.Accepted.class);
        }
        assertThat(submit(center, "late").get(SECONDS, TimeUnit.SECONDS))
                .isEqualTo(new Acceptance.Refused(RefusalReason.DRAINING));
    }

    /// A fault in one task, or in whoever gets an answer, is not the end of the shard.
    @Test
    void survivesFaults() throws Exception {
        MessageCenter center = center();
        var faults = new ConcurrentLinkedQueue<String>();
        center.onFault((_, fault) -> faults.add(fault.getMessage()));
        center.start();
        try {
            var refused = new CompletableFuture<Acceptance>();
            center.submit(submission(BOB, ALICE, "poison", 0), refused::complete);
            center.submit(submission(BOB, BOB, "poison", 0), _ -> {});
            assertThat(refused.get(SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Acceptance.Refused(RefusalReason.STORE_UNAVAILABLE));
            center.submit(
                    submission(ALICE, BOB, "m1", 0),
                    _ -> {
                        throw new IllegalStateException("a fault of an edge");
                    });
            assertThat(submit(center, "m2").get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Acceptance.Accepted.class);
        } finally {
            center.stop();
        }
        assertThat(faults)
                .contains("a fault of the planner", "a fault of an edge")
                .doesNotContainNull();
    }

    /// Nobody waits for ever for a writer that can't go on, and liveness tells.
    @Test
    void endsByAnErrorAndAnswersEverybody() throws Exception {
        MessageCenter center = center();
        center.onFault((_, _) -> {});
        center.start();
        try {
            var fatal = new CompletableFuture<Acceptance>();
            center.submit(submission(CAROL, BOB, "fatal", 0), fatal::complete);
            CompletableFuture<Acceptance> behind = submit(center, "m1");
            var refused = new Acceptance.Refused(RefusalReason.DRAINING);
            assertThat(fatal.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(refused);
            assertThat(behind.get(SECONDS, TimeUnit.SECONDS)).isNotNull();
            assertThat(submit(center, "m2").get(SECONDS, TimeUnit.SECONDS)).isEqualTo(refused);
            awaitEnd(center);
        } finally {
            center.stop();
        }
    }

    /// Another process owns the shards now.
    @Test
    void endsWhenItIsFenced() throws Exception {
        var rows = new MemoryShardStore.Rows();
        MessageCenter center =
                center(_ -> {
                    var store = new MemoryShardStore(rows);
                    store.failNextCommits(1, StorageException.Kind.FENCED);
                    return store;
                });
        center.start();
        try {
            assertThat(submit(center, "m1").get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Acceptance.Refused.class);
            awaitEnd(center);
        } finally {
            center.stop();
        }
    }

    private static void awaitEnd(MessageCenter center) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (center.isAlive() && System.nanoTime() < limit) {
            Thread.sleep(5);
        }
        assertThat(center.isAlive()).isFalse();
    }

    /// A writer that hangs is alive only for who is patient.
    @Test
    void tellsAWriterThatHangs() throws Exception {
        MessageCenter center = center();
        var hangs = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        center.start();
        try {
            center.submit(
                    submission(ALICE, BOB, "m1", 0),
                    _ -> {
                        hangs.countDown();
                        try {
                            goesOn.await(SECONDS, TimeUnit.SECONDS);
                        } catch (InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(hangs.await(SECONDS, TimeUnit.SECONDS)).isTrue();
            var patience = Duration.ofMillis(1);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() - end < 0 && center.isAlive(patience)) {
                Thread.onSpinWait();
            }
            assertThat(center.isAlive(patience)).isFalse();
            assertThat(center.isAlive(Duration.ofMinutes(1))).isTrue();
        } finally {
            goesOn.countDown();
            center.stop();
        }
        assertThat(center.isAlive(Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void refusesNewRequestsWhileDraining() throws Exception {
        MessageCenter center = center();
        center.start();
        try {
            CompletableFuture<Acceptance> before = submit(center, "m1");
            center.drain();
            assertThat(submit(center, "m2").get(SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Acceptance.Refused(RefusalReason.DRAINING));
            assertThat(before.get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(Acceptance.Accepted.class);
            assertThat(center.isAlive()).isTrue();
        } finally {
            center.stop();
        }
    }
}
