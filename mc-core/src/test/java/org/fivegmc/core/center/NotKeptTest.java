package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Submission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that are kept for nobody: they get there at once, leave as SMS, or fail.
class NotKeptTest {

    private static final FallbackOffer SMS = new FallbackOffer.Sms("as sms");

    private final SteppedCenter bench = new SteppedCenter();

    NotKeptTest() {
        bench.register(ALICE, "alice");
    }

    private static Submission atOnce(String id, FallbackOffer fallback) {
        return new Submission(
                ALICE,
                BOB,
                new ImdnMessageId(id),
                Purpose.CONTENT,
                new Dispositions(Dispositions.NEGATIVE_DELIVERY),
                fallback,
                Payload.of("text/plain", id.getBytes(StandardCharsets.UTF_8)),
                0,
                /* hidden= */ false,
                Handling.usual(/* mayWait= */ false));
    }

    private static AttemptOutcome outcome(String status) {
        return switch (status) {
            case "480" -> new AttemptOutcome.Offline(status);
            case "503" -> new AttemptOutcome.Later(status, 5_000);
            case "430" -> new AttemptOutcome.BindingDead(status);
            case "488" -> new AttemptOutcome.NotPossible(status);
            default -> new AttemptOutcome.Unreachable(status).inDoubt();
        };
    }

    /// What Alice is told, in order.
    private List<String> told() {
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        return bench.rcs.all().stream()
                .map(RecordingRcsChannel.Attempt::message)
                .filter(m -> m.recipient().equals(ALICE) && m.isReport())
                // a crash may have it sent twice; the device knows it again by its id
                .collect(Collectors.toMap(Message::id, m -> m, (a, _) -> a, TreeMap::new))
                .values()
                .stream()
                .map(m -> new String(m.payload().body(), StandardCharsets.UTF_8))
                .toList();
    }

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .filter(e -> !e.message().isReport())
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    @Test
    void leavesAsSmsWhenTheUserIsAway() {
        assertThat(bench.register(BOB, "phone")).isNotNull();
        bench.unregister(BOB);
        assertThat(bench.submit(atOnce("m1", SMS))).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void isTakenAndFailsAtOnceWithoutSms() {
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        assertThat(bench.submit(atOnce("m1", FallbackOffer.NONE)))
                .isInstanceOf(Acceptance.Accepted.class);
        assertThat(outcomes()).containsExactly(Outcome.FAILED);
        assertThat(told()).hasSize(1).first().asString().contains("FAILED");
        assertThat(bench.inbox(BOB)).isEmpty();
        // there is no second chance for the same message
        bench.register(BOB, "phone");
        assertThat(bench.submit(atOnce("m1", FallbackOffer.NONE)))
                .isInstanceOf(Acceptance.Duplicate.class);
        assertThat(bench.sent()).doesNotContain("m1");
        assertThat(told()).hasSize(1);
    }

    @Test
    void theFailureIsToldOnceWhereverTheProcessDies() {
        for (int commits = 1; commits < 6; commits++) {
            var one = new NotKeptTest();
            one.bench.register(BOB, "phone");
            one.bench.unregister(BOB);
            var answer = one.bench.offer(atOnce("m1", FallbackOffer.NONE));
            one.bench.dieAfterCommits(commits);
            one.bench.pass(60_000);
            assertThat(one.told()).hasSize(1);
            assertThat(one.bench.inbox(BOB)).isEmpty();
            assertThat(answer.isDone()).isEqualTo(commits > 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"480", "503", "430", "408", "488"})
    void leavesAsSmsWhenTheDeviceDoesNotTakeIt(String status) {
        bench.register(BOB, "phone");
        bench.submit(atOnce("m1", SMS));
        bench.rcs.take().end(outcome(status));
        bench.settle();
        assertThat(bench.sms.all()).hasSize(1);
        bench.register(BOB, "phone");
        bench.pass(60_000);
        assertThat(bench.sent()).containsOnlyOnce("m1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"480", "503", "430", "408", "488"})
    void failsWhenTheDeviceDoesNotTakeItAndThereIsNoSms(String status) {
        bench.fallbackAllowed = false;
        bench.register(BOB, "phone");
        bench.submit(atOnce("m1", FallbackOffer.NONE));
        bench.rcs.take().end(outcome(status));
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.FAILED);
        bench.register(BOB, "phone");
        bench.pass(60_000);
        assertThat(bench.sent()).containsOnlyOnce("m1");
        assertThat(told()).filteredOn(report -> report.contains("FAILED")).hasSize(1);
    }

    @Test
    void anAttemptWithoutAnswerEndsItAfterItsLease() {
        bench.register(BOB, "phone");
        bench.submit(atOnce("m1", SMS));
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs() - 1);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// Nobody knows whether the device has it; it drops what it has by the Message-ID.
    @Test
    void isSentAgainAfterACrashAndLeavesAsSmsWithoutTheUser() {
        bench.register(BOB, "phone");
        bench.submit(atOnce("m1", SMS));
        bench.restart();
        assertThat(bench.sent()).filteredOn("m1"::equals).hasSize(2);
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.settle();
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void aDeviceThatCameDuringTheAttemptGetsItsChance() {
        bench.register(BOB, "phone");
        bench.submit(atOnce("m1", SMS));
        bench.register(BOB, "tablet");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        assertThat(bench.sms.all()).isEmpty();
        assertThat(bench.sent()).hasSizeGreaterThan(1).containsOnly("m1");
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
            bench.settle();
        }
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void doesNotWaitBehindAMessageThatIsTriedInVain() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "patient");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.submit(atOnce("m1", SMS));
        assertThat(bench.sms.all()).hasSize(1);
        assertThat(bench.inbox(BOB)).hasSize(2);
    }

    /// Its turn is an attempt away, not hours.
    @Test
    void waitsForItsTurnNoLongerThanAnAttemptTakes() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "patient");
        bench.submit(atOnce("m1", SMS));
        assertThat(bench.sms.all()).isEmpty();
        bench.rcs.take().end(new AttemptOutcome.Later("503", 3_600_000));
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs() - 1);
        assertThat(bench.sms.all()).isEmpty();
        bench.restart();
        bench.pass(DeliveryPolicy.DEFAULT.attemptLeaseMs() + 1);
        assertThat(bench.inbox(BOB))
                .filteredOn(d -> d.message().imdnId().value().equals("m1"))
                .allMatch(d -> d.state() instanceof DeliveryState.Sms);
        assertThat(bench.sms.all()).hasSize(1);
    }
}
