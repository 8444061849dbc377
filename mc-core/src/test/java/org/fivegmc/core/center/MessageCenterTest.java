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
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.junit.jupiter.api.Test;

/// Messages on their way over RCS: durable first, in order, once.
class MessageCenterTest {

    private static final UserAddress DAVE = Msisdn.of("+8613800000004");

    private final SteppedCenter bench = new SteppedCenter();

    static CenterConfig config(int queue, int inFlight, int stored) {
        return new CenterConfig(
                0,
                1,
                queue,
                1024,
                200_000,
                inFlight,
                stored,
                10,
                259_200_000L,
                86_400_000L,
                604_800_000L,
                259_200_000L,
                3_600_000L,
                1000,
                CenterConfig.ChatbotLimits.DEFAULT,
                true);
    }

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .filter(e -> !e.message().isReport())
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    @Test
    void sendsOnlyWhatIsDurable() {
        bench.register(BOB, "phone");
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(bench.submit(ALICE, BOB, "m1"))
                .isEqualTo(new Acceptance.Refused(RefusalReason.STORE_UNAVAILABLE));
        assertThat(bench.sent()).isEmpty();
        bench.pass(1_000);
        assertThat(bench.submit(ALICE, BOB, "m1")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.sent()).containsExactly("m1");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
    }

    @Test
    void tellsADuplicateTheFirstId() {
        bench.register(BOB, "phone");
        var first = (Acceptance.Accepted) bench.submit(ALICE, BOB, "m1");
        assertThat(bench.submit(ALICE, BOB, "m1")).isEqualTo(new Acceptance.Duplicate(first.id()));
        bench.rcs.take().accept();
        bench.restart();
        assertThat(bench.submit(ALICE, BOB, "m1")).isEqualTo(new Acceptance.Duplicate(first.id()));
        assertThat(bench.submit(CAROL, BOB, "m1")).isInstanceOf(Acceptance.Accepted.class);
        var one = bench.offer(submission(ALICE, BOB, "m2", 0));
        var two = bench.offer(submission(ALICE, BOB, "m2", 0));
        bench.settle();
        assertThat(one.join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(two.join()).isInstanceOf(Acceptance.Duplicate.class);
    }

    @Test
    void keepsTheOrderOfAConversationThroughRetries() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "a1");
        bench.submit(ALICE, BOB, "a2");
        bench.submit(CAROL, BOB, "c1");
        assertThat(bench.sent()).containsExactly("a1", "c1");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        assertThat(bench.sent()).containsExactly("a1", "c1");
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("a1", "c1", "a1");
        bench.rcs.take().accept();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).containsExactly("a1", "c1", "a1", "a2");
    }

    /// One device has the message, the other does not answer: the conversation goes on.
    @Test
    void aDeadDeviceDoesNotHoldUpTheLiveOne() {
        bench.register(BOB, "phone", "dead");
        bench.submit(ALICE, BOB, "m1");
        bench.submit(ALICE, BOB, "m2");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).as("not before all have answered").containsExactly("m1", "m1");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("no answer"));
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "m1", "m2", "m2");
        bench.rcs.take().accept();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("no answer"));
        bench.settle();
        bench.submit(ALICE, BOB, "m3");
        assertThat(bench.sent()).endsWith("m2", "m2", "m3", "m3");
        bench.rcs.take().accept();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("no answer"));
        bench.settle();
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.rcs.all().getLast().imdnId()).isEqualTo("m1");
        assertThat(bench.rcs.all().getLast().device().device().value()).isEqualTo("dead");
    }

    /// One conversation that waits for its next try does not stop another.
    @Test
    void lanesDoNotWaitForEachOther() {
        bench.register(BOB, "phone");
        bench.submit(CAROL, BOB, "c1");
        bench.submit(ALICE, BOB, "a1");
        bench.rcs.take();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.submit(DAVE, BOB, "d1");
        assertThat(bench.sent()).containsExactly("c1", "a1", "d1");
    }

    @Test
    void limitsWhatIsInFlightToOneUser() {
        var limited = new SteppedCenter(config(100, 2, 100), DeliveryPolicy.DEFAULT);
        limited.register(BOB, "phone");
        for (int i = 0; i < 4; i++) {
            limited.submit(Msisdn.of("+861370000000" + i), BOB, "m" + i);
        }
        assertThat(limited.sent()).containsExactly("m0", "m1");
        limited.rcs.take().accept();
        limited.settle();
        assertThat(limited.sent()).containsExactly("m0", "m1", "m2");
    }

    @Test
    void drainsInOrderAndOnceAfterRegistration() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        for (int i = 0; i < 5; i++) {
            bench.submit(ALICE, BOB, "m" + i);
        }
        assertThat(bench.sent()).isEmpty();
        bench.register(BOB, "phone");
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    /// A device that says it is away must not be asked in a loop.
    @Test
    void asksADeviceThatIsAwayOnlyAfterItsNextRegistration() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.settle();
        bench.submit(ALICE, BOB, "m2");
        bench.submit(CAROL, BOB, "c1");
        assertThat(bench.sent()).containsExactly("m1", "c1");
        bench.clock.advance(5);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1", "c1", "m1");
        bench.rcs.take();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "c1", "m1", "m2");
    }

    /// The answer is about the old registration; the new one is there already.
    @Test
    void triesAgainAtOnceWhenTheDeviceRegisteredMeanwhile() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.clock.advance(5);
        bench.register(BOB, "phone");
        bench.rcs.take().end(new AttemptOutcome.BindingDead("430"));
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "m1");
        assertThat(bench.center().subscriber(BOB)).isNotNull();
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.submit(ALICE, BOB, "m2")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.sent()).containsExactly("m1", "m1", "m2");
    }

    /// The tablet comes while the phone is being asked: it was not asked, so there is something to
    /// try.
    @Test
    void triesADeviceThatRegisteredDuringTheAttempt() {
        for (AttemptOutcome answer :
                List.of(new AttemptOutcome.Unreachable("408"), new AttemptOutcome.Offline("480"))) {
            var one = new SteppedCenter();
            one.register(BOB, "phone");
            one.submit(ALICE, BOB, "m1");
            one.register(BOB, "tablet");
            one.rcs.take().end(answer);
            one.settle();
            assertThat(one.rcs.open().stream().map(a -> a.device().device().value()))
                    .as("after %s", answer)
                    .containsExactly("phone", "tablet");
            one.rcs.take().end(answer);
            one.rcs.take().accept();
            one.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getLast());
            assertThat(one.rcs.open().stream().map(a -> a.device().device().value()))
                    .doesNotContain("tablet");
        }
    }

    /// What the phone has said stands, though the turn with the tablet's answer fails.
    @Test
    void remembersAnswersOfAnAttemptThroughAFailedCommit() {
        bench.register(BOB, "phone", "tablet", "watch");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().accept();
        bench.settle();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        // something to commit, for the same user
        bench.submit(CAROL, BOB, "c1");
        bench.pass(1_000);
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.rcs.open().stream().map(a -> a.device().device().value()))
                .containsExactlyInAnyOrder("tablet", "watch");
    }

    @Test
    void dropsADeadBindingAndHolds() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.BindingDead("430"));
        bench.settle();
        var user = bench.center().subscriber(BOB);
        bench.settle();
        assertThat(user.join().orElseThrow().bindings()).isEmpty();
        assertThat(bench.inbox(BOB)).hasSize(1);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1", "m1");
    }

    @Test
    void endsWhenEveryDeviceHasAnswered() {
        bench.register(BOB, "phone", "tablet");
        bench.submit(ALICE, BOB, "m1");
        assertThat(bench.sent()).containsExactly("m1", "m1");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).isEmpty();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.pass(30_000);
        assertThat(bench.rcs.open()).hasSize(1);
        assertThat(bench.rcs.open().getFirst().device().device().value()).isEqualTo("tablet");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void takesUpEverythingAfterARestart() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.submit(ALICE, BOB, "m2");
        bench.restart();
        assertThat(bench.sent()).containsExactly("m1", "m1");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "m1", "m2");
    }

    /// The registration is durable, the turn that would have drained the queue never ran.
    @Test
    void drainsAfterARestartWhatTheEndInterrupted() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.center()
                .register(
                        new RegistrationUpdate(
                                BOB, true, new Change.Bind(List.of(bench.device("phone")))),
                        _ -> {});
        bench.center().runOneTurn();
        assertThat(bench.sent()).isEmpty();
        bench.restart();
        assertThat(bench.sent()).containsExactly("m1");
    }

    /// The clock was ahead before the restart and is right now.
    @Test
    void keepsTheOrderWhenTheClockStepsBackOverARestart() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.clock.advance(-60_000);
        bench.restart();
        bench.submit(ALICE, BOB, "m2");
        bench.register(BOB, "phone");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "m2");
    }

    @Test
    void expires() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.pass(CenterConfig.DEFAULT.lifetimeMs() - 1);
        assertThat(outcomes()).isEmpty();
        bench.pass(1);
        assertThat(outcomes()).containsExactly(Outcome.EXPIRED);
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void purges() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.submit(ALICE, BOB, "m2");
        var removed = bench.center().purge(BOB);
        bench.settle();
        assertThat(removed.join()).isEqualTo(2);
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.PURGED, Outcome.PURGED);
        bench.submit(ALICE, BOB, "m3");
        assertThat(bench.sent()).containsExactly("m1", "m3");
    }

    @Test
    void refusesWhatAFullMailboxCannotHold() {
        var small = new SteppedCenter(config(100, 4, 2), DeliveryPolicy.DEFAULT);
        small.register(BOB, "phone");
        small.unregister(BOB);
        small.submit(ALICE, BOB, "m1");
        small.submit(ALICE, BOB, "m2");
        assertThat(small.submit(ALICE, BOB, "m3"))
                .isEqualTo(new Acceptance.Refused(RefusalReason.MAILBOX_FULL));
    }

    /// What left as SMS takes no room.
    @Test
    void aMailboxHoldsWhatWaitsForTheUser() {
        var small = new SteppedCenter(config(100, 4, 2), DeliveryPolicy.DEFAULT);
        for (int i = 0; i < 4; i++) {
            assertThat(small.submit(ALICE, CAROL, "m" + i)).isInstanceOf(Acceptance.Accepted.class);
        }
        small.restart();
        assertThat(small.submit(ALICE, CAROL, "m4")).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void refusesWhatAFullQueueCannotHold() {
        var small = new SteppedCenter(config(2, 4, 10), DeliveryPolicy.DEFAULT);
        small.register(BOB, "phone");
        var answers = new ArrayList<CompletableFuture<Acceptance>>();
        for (int i = 0; i < 3; i++) {
            answers.add(small.offer(submission(ALICE, BOB, "m" + i, 0)));
        }
        assertThat(answers.getLast().join())
                .isEqualTo(new Acceptance.Refused(RefusalReason.OVERLOAD));
        small.settle();
        assertThat(answers.getFirst().join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(small.submit(ALICE, BOB, "m9")).isInstanceOf(Acceptance.Accepted.class);
    }

    /// Few messages, but large ones.
    @Test
    void boundsTheOctetsOfAQueueAndOfATurn() {
        var small = new SteppedCenter(config(1_000, 4, 1_000), DeliveryPolicy.DEFAULT);
        small.register(BOB, "phone");
        small.unregister(BOB);
        small.events.clear();
        int size = 512 << 10;
        int fit = (int) (TaskQueue.OCTETS / size);
        var answers = new ArrayList<CompletableFuture<Acceptance>>();
        for (int i = 0; i <= fit; i++) {
            answers.add(small.offer(large("m" + i, size)));
        }
        assertThat(answers.getLast().join())
                .isEqualTo(new Acceptance.Refused(RefusalReason.OVERLOAD));
        small.settle();
        assertThat(answers.subList(0, fit)).allMatch(a -> a.join() instanceof Acceptance.Accepted);
        assertThat(small.events(TrailEvent.Committed.class))
                .allMatch(c -> c.tasks() <= ShardWriter.TURN_OCTETS / size)
                .hasSize((int) (TaskQueue.OCTETS / ShardWriter.TURN_OCTETS));
        assertThat(small.submit(large("next", size))).isInstanceOf(Acceptance.Accepted.class);
    }

    private static Submission large(String id, int octets) {
        Submission plain = submission(ALICE, BOB, id, 0);
        return new Submission(
                plain.sender(),
                plain.recipient(),
                plain.imdnId(),
                plain.purpose(),
                plain.dispositions(),
                plain.fallback(),
                Payload.of("text/plain", new byte[octets]),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    @Test
    void appliesOutcomesThatCameWhileTheStoreFailed() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.failNextCommits(2, StorageException.Kind.UNAVAILABLE);
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.center().isDegraded()).isTrue();
        assertThat(bench.submit(ALICE, BOB, "m2"))
                .isEqualTo(new Acceptance.Refused(RefusalReason.STORE_UNAVAILABLE));
        for (int i = 0; i < 4; i++) {
            bench.pass(500);
        }
        assertThat(bench.center().isDegraded()).isFalse();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        assertThat(bench.sent()).containsExactly("m1");
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    /// The attempt's lease ends while the store is away; the answer came long before.
    @Test
    void anAnswerHeardInALongOutageCounts() {
        bench.fallbackAfterMs = 50_000;
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.failNextCommits(Integer.MAX_VALUE, StorageException.Kind.UNAVAILABLE);
        bench.rcs.take().accept();
        for (int i = 0; i < 60; i++) {
            bench.pass(1_000);
        }
        bench.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        bench.pass(1_000);
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        assertThat(bench.sent()).containsExactly("m1");
        assertThat(bench.sms.all()).isEmpty();
    }

    /// The attempt was given up in time, and then it was answered after all.
    @Test
    void anAnswerAfterTheLeaseCounts() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs());
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("m1");
    }

    /// Refused submitters leave no trace, and the service comes back though nobody asks.
    @Test
    void comesBackByItself() {
        bench.register(BOB, "phone");
        bench.failNextCommits(1, StorageException.Kind.FULL);
        var one = bench.offer(submission(ALICE, BOB, "m1", 0));
        var two = bench.offer(submission(CAROL, BOB, "m2", 0));
        bench.settle();
        var unavailable = new Acceptance.Refused(RefusalReason.STORE_UNAVAILABLE);
        assertThat(one.join()).isEqualTo(unavailable);
        assertThat(two.join()).isEqualTo(unavailable);
        bench.pass(500);
        assertThat(bench.center().isDegraded()).isFalse();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.sent()).isEmpty();
    }

    /// The drain that failed runs again.
    @Test
    void drainsAgainAfterAFailedDrain() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.center()
                .register(
                        new RegistrationUpdate(
                                BOB, true, new Change.Bind(List.of(bench.device("phone")))),
                        _ -> {});
        bench.center().runOneTurn();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        assertThat(bench.sent()).isEmpty();
        bench.pass(500);
        assertThat(bench.sent()).containsExactly("m1");
    }

    @Test
    void countsTasksAndRowsOfACommit() {
        bench.register(BOB, "phone");
        bench.events.clear();
        bench.submit(ALICE, BOB, "m1");
        var commit = bench.events(TrailEvent.Committed.class).getFirst();
        // what was accepted, the delivery, its timer
        assertThat(commit.tasks()).isEqualTo(1);
        assertThat(commit.rows()).isEqualTo(3);
    }

    @Test
    void explainsAndLists() {
        bench.register(BOB, "phone");
        bench.submit(submission(ALICE, BOB, "m1", Dispositions.POSITIVE_DELIVERY));
        assertThat(bench.inbox(BOB))
                .singleElement()
                .satisfies(d -> assertThat(d.state()).isInstanceOf(DeliveryState.Sending.class));
        var why = bench.center().explain(submission(ALICE, CAROL, "x", 0));
        bench.settle();
        assertThat(why.join().plan().reason().sentence()).isNotEmpty();
        assertThat(bench.inbox(CAROL)).isEmpty();
    }
}
