package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.event.TrailEvent.RevokeResult;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Revocation;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.junit.jupiter.api.Test;

/// A message taken back by its sender: either that, or somebody gets it.
class RevocationTest {

    private static final int EVERYTHING =
            Dispositions.POSITIVE_DELIVERY
                    | Dispositions.NEGATIVE_DELIVERY
                    | Dispositions.PROCESSING
                    | Dispositions.INTERWORKING;
    private static final long A_WEEK = 7L * 24 * 3_600_000;

    private final SteppedCenter bench = new SteppedCenter();

    /// Asks without running turns.
    private CompletableFuture<Revocation> ask(UserAddress sender, UserAddress user, String id) {
        var answer = new CompletableFuture<Revocation>();
        bench.center()
                .revoke(
                        sender,
                        user,
                        new ImdnMessageId(id),
                        a -> {
                            if (!answer.complete(a)) {
                                throw new AssertionError("answered twice");
                            }
                        });
        return answer;
    }

    private Revocation revoke(UserAddress sender, UserAddress user, String id) {
        CompletableFuture<Revocation> answer = ask(sender, user, id);
        bench.settle();
        return answer.getNow(new Revocation.Unavailable(RefusalReason.NOTHING_REPORTED));
    }

    private void bobIsAway() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
    }

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .filter(e -> !e.message().isReport())
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    private List<RevokeResult> results() {
        return bench.events(TrailEvent.RevokeAnswered.class).stream()
                .map(TrailEvent.RevokeAnswered::result)
                .toList();
    }

    @Test
    void whatWaitsIsTakenBackForGood() {
        bobIsAway();
        var accepted = (Acceptance.Accepted) bench.submit(ALICE, BOB, "m1");
        bench.submit(ALICE, BOB, "m2");
        assertThat(revoke(ALICE, BOB, "m1")).isEqualTo(new Revocation.Revoked(accepted.id()));
        assertThat(outcomes()).containsExactly(Outcome.REVOKED);
        assertThat(bench.submit(ALICE, BOB, "m1"))
                .as("the sender repeats itself")
                .isEqualTo(new Acceptance.Duplicate(accepted.id()));
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m2");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(revoke(ALICE, BOB, "m1"))
                .as("asked again")
                .isEqualTo(new Revocation.Revoked(accepted.id()));
        assertThat(results()).containsExactly(RevokeResult.REVOKED, RevokeResult.REPEATED);
    }

    /// The answer says it; reports about it would say something else.
    @Test
    void nobodyHearsReportsAboutIt() {
        bobIsAway();
        bench.register(ALICE, "phone");
        bench.submit(submission(ALICE, BOB, "m1", EVERYTHING));
        int before = bench.rcs.all().size();
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.Revoked.class);
        bench.pass(A_WEEK);
        assertThat(bench.rcs.all()).hasSize(before);
        assertThat(bench.inbox(ALICE)).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.REVOKED);
    }

    @Test
    void whatADeviceMayHaveIsNot() {
        bench.register(BOB, "phone");
        var accepted = (Acceptance.Accepted) bench.submit(ALICE, BOB, "m1");
        assertThat(revoke(ALICE, BOB, "m1"))
                .as("under way")
                .isEqualTo(new Revocation.TooLate(accepted.id()));
        bench.rcs.take().accept();
        bench.settle();
        assertThat(revoke(ALICE, BOB, "m1"))
                .as("delivered")
                .isEqualTo(new Revocation.TooLate(accepted.id()));
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
        assertThat(results()).containsExactly(RevokeResult.TOO_LATE, RevokeResult.TOO_LATE);
    }

    @Test
    void whatOneOfTwoDevicesHasIsNot() {
        bench.register(BOB, "phone", "tablet");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().accept();
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        assertThat(bench.sent()).containsExactly("m1", "m1", "m1");
    }

    @Test
    void whatNoDeviceTookIs() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        RecordingRcsChannel.Attempt attempt = bench.rcs.take();
        attempt.end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.Revoked.class);
        attempt.accept();
        bench.settle();
        bench.pass(A_WEEK);
        assertThat(bench.sent()).containsExactly("m1");
        assertThat(outcomes()).containsExactly(Outcome.REVOKED);
    }

    /// All was sent, and no answer came: who can say that it is not there?
    @Test
    void whatADeviceMayHaveWithoutSayingSoIsNot() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("no answer").inDoubt());
        bench.settle();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
        // whatever later attempts say, and after a restart
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.settle();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
        bench.restart();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
        bench.register(BOB, "phone");
        bench.rcs.take().accept();
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1", "m1", "m1");
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
    }

    @Test
    void whatWasUnderWayWhenItsTimeEndedIsNot() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs());
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
    }

    /// Nobody is there any more whom it could be sent to again, so it waits.
    @Test
    void whatWasUnderWayInACrashIsNot() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.unregister(BOB);
        bench.restart();
        assertThat(bench.inbox(BOB).getFirst().state()).isInstanceOf(DeliveryState.Held.class);
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.TooLate.class);
    }

    @Test
    void whatIsDecidedForSmsIsNot() {
        bench.submit(ALICE, CAROL, "m1");
        assertThat(bench.sms.all()).hasSize(1);
        assertThat(revoke(ALICE, CAROL, "m1")).isInstanceOf(Revocation.TooLate.class);
    }

    @Test
    void whatWaitsForAGatewayIs() {
        bench.sms.plan(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 10_000));
        bench.submit(ALICE, CAROL, "m1");
        assertThat(revoke(ALICE, CAROL, "m1")).isInstanceOf(Revocation.Revoked.class);
        bench.sms.plan(new SmsPlan.Ready("smsc-a", 40, 1));
        bench.pass(A_WEEK);
        assertThat(bench.sms.all()).isEmpty();
    }

    @Test
    void onlyItsSenderMayAndOnlyOfItsRecipient() {
        bobIsAway();
        bench.submit(ALICE, BOB, "m1");
        assertThat(revoke(CAROL, BOB, "m1")).isEqualTo(new Revocation.Unknown());
        assertThat(revoke(BOB, BOB, "m1")).isEqualTo(new Revocation.Unknown());
        assertThat(revoke(ALICE, CAROL, "m1")).isEqualTo(new Revocation.Unknown());
        assertThat(revoke(ALICE, BOB, "m2")).isEqualTo(new Revocation.Unknown());
        assertThat(bench.inbox(BOB)).hasSize(1);
        assertThat(results()).hasSize(4).containsOnly(RevokeResult.UNKNOWN);
    }

    /// In one turn, in either order: sent or revoked, never both.
    @Test
    void meetsADeliveryInTheSameTurn() {
        bench.register(BOB, "phone");
        CompletableFuture<Acceptance> accepted = bench.offer(submission(ALICE, BOB, "m1", 0));
        CompletableFuture<Revocation> late = ask(ALICE, BOB, "m1");
        bench.settle();
        assertThat(accepted.join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(late.join()).isInstanceOf(Revocation.TooLate.class);
        assertThat(bench.sent()).containsExactly("m1");
        bench.rcs.take().accept();
        bench.unregister(BOB);

        bench.submit(ALICE, BOB, "m2");
        bench.center()
                .register(
                        new RegistrationUpdate(
                                BOB, true, new Change.Bind(List.of(bench.device("phone")))),
                        _ -> {});
        CompletableFuture<Revocation> inTime = ask(ALICE, BOB, "m2");
        bench.settle();
        assertThat(inTime.join()).isInstanceOf(Revocation.Revoked.class);
        assertThat(bench.sent()).containsExactly("m1");
    }

    @Test
    void meetsTheDeadlineOfTheFallbackInTheSameTurn() {
        bench.fallbackAfterMs = 1_000;
        bobIsAway();
        bench.submit(ALICE, BOB, "m1");
        bench.clock.advance(1_000);
        CompletableFuture<Revocation> late = ask(ALICE, BOB, "m1");
        bench.settle();
        assertThat(late.join()).isInstanceOf(Revocation.TooLate.class);
        assertThat(bench.sms.all()).hasSize(1);

        bench.submit(ALICE, BOB, "m2");
        bench.clock.advance(999);
        CompletableFuture<Revocation> inTime = ask(ALICE, BOB, "m2");
        bench.settle();
        bench.pass(A_WEEK);
        assertThat(inTime.join()).isInstanceOf(Revocation.Revoked.class);
        assertThat(bench.sms.all())
                .extracting(given -> given.handOver().message().imdnId().value())
                .containsOnly("m1");
    }

    @Test
    void staysRevokedAfterACrash() {
        bobIsAway();
        bench.submit(ALICE, BOB, "m1");
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.Revoked.class);
        bench.restart();
        bench.register(BOB, "phone");
        assertThat(bench.sent()).isEmpty();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.Revoked.class);
    }

    /// The sender did not hear the answer, and asks again.
    @Test
    void whoAsksAgainAfterACrashHearsTheSame() {
        bobIsAway();
        bench.submit(ALICE, BOB, "m1");
        CompletableFuture<Revocation> unheard = ask(ALICE, BOB, "m1");
        assertThat(bench.dieAfterCommits(1)).isTrue();
        assertThat(unheard).isNotDone();
        assertThat(revoke(ALICE, BOB, "m1")).isInstanceOf(Revocation.Revoked.class);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).isEmpty();
    }

    @Test
    void aStoreThatDoesNotWorkRevokesNothing() {
        bobIsAway();
        bench.submit(ALICE, BOB, "m1");
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(revoke(ALICE, BOB, "m1"))
                .isEqualTo(new Revocation.Unavailable(RefusalReason.STORE_UNAVAILABLE));
        assertThat(results()).isEmpty();
        bench.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        bench.pass(1_000);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1");
        bench.center().drain();
        assertThat(revoke(ALICE, BOB, "m1"))
                .isEqualTo(new Revocation.Unavailable(RefusalReason.DRAINING));
    }
}
