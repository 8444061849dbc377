package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.assertj.core.groups.Tuple;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Handling;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Payload;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Origin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a user has read on one device is marked as read on the others.
class MirrorTest {

    private static final long A_WEEK = 7L * 24 * 3_600_000;

    private SteppedCenter bench = new SteppedCenter();

    @BeforeEach
    void bobHasThreeDevices() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone", "tablet", "desk");
    }

    private static Origin from(String device) {
        return devices ->
                devices.stream()
                        .map(d -> d.device())
                        .filter(new DeviceId(device)::equals)
                        .findFirst();
    }

    private static Submission report(
            UserAddress by, UserAddress to, String id, String about, ReportKind kind) {
        return new Submission(
                by,
                to,
                new ImdnMessageId(id),
                new Purpose.Report(new ImdnMessageId(about), kind),
                Dispositions.NONE,
                FallbackOffer.NONE,
                Payload.of("message/cpim", id.getBytes(StandardCharsets.UTF_8)),
                0,
                /* hidden= */ false,
                Handling.USUAL);
    }

    private static Submission displayed(String id, String about) {
        return report(BOB, ALICE, id, about, ReportKind.DISPLAYED);
    }

    /// Reports without running turns.
    private CompletableFuture<Acceptance> offer(Submission report, Origin origin) {
        var answer = new CompletableFuture<Acceptance>();
        Consumer<Acceptance> once =
                a -> {
                    if (!answer.complete(a)) {
                        throw new AssertionError("answered twice");
                    }
                };
        bench.center().submit(report, origin, once);
        return answer;
    }

    private Acceptance take(Submission report, Origin origin) {
        CompletableFuture<Acceptance> answer = offer(report, origin);
        bench.settle();
        return answer.getNow(new Acceptance.Refused(RefusalReason.NOTHING_REPORTED));
    }

    /// Who was sent what, and why.
    private List<Tuple> sent() {
        return bench.rcs.all().stream()
                .map(a ->
                        tuple(
                                a.device().device().value(),
                                a.imdnId(),
                                a.message().purpose().getClass()))
                .toList();
    }

    /// The devices that were told, in order.
    private List<String> told() {
        return bench.rcs.all().stream()
                .filter(a -> a.message().isMirror())
                .map(a -> a.device().device().value())
                .toList();
    }

    private void noDeviceOfBobAnswers() {
        bench.rcs.open().stream()
                .filter(a -> a.message().isMirror())
                .forEach(a -> a.end(new AttemptOutcome.Unreachable("408")));
        bench.settle();
    }

    private static Tuple mirror(String device, String id) {
        return tuple(device, id, Purpose.Mirror.class);
    }

    private static Tuple toAlice(String id) {
        return tuple("alice", id, Purpose.Report.class);
    }

    private void everybodyAccepts() {
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
    }

    @Test
    void theOthersAreToldOnceAndTheOneThatSaidItIsNot() {
        assertThat(take(displayed("r1", "m1"), from("tablet")))
                .isInstanceOf(Acceptance.Accepted.class);
        assertThat(sent())
                .containsExactlyInAnyOrder(
                        toAlice("r1"), mirror("phone", "r1"), mirror("desk", "r1"));
        assertThat(bench.rcs.all().getLast().message())
                .returns(ALICE, m -> m.sender())
                .returns(BOB, m -> m.recipient())
                .returns(
                        new Purpose.Mirror(new ImdnMessageId("m1"), ReportKind.DISPLAYED),
                        m -> m.purpose())
                .returns("r1", m -> new String(m.payload().body(), StandardCharsets.UTF_8));
        everybodyAccepts();
        bench.pass(A_WEEK);
        assertThat(sent()).hasSize(3);
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.inbox(ALICE)).isEmpty();
    }

    /// The same message read at another device, the same report again, or a report on the report.
    @Test
    void nothingIsToldTwiceAndNothingGoesRound() {
        take(displayed("r1", "m1"), from("tablet"));
        everybodyAccepts();
        assertThat(take(displayed("r1", "m1"), from("tablet")))
                .isInstanceOf(Acceptance.Duplicate.class);
        assertThat(take(displayed("r2", "m1"), from("phone")))
                .isInstanceOf(Acceptance.Duplicate.class);
        assertThat(sent()).hasSize(3);
        take(displayed("r3", "r1"), from("phone"));
        assertThat(sent()).hasSize(4).endsWith(toAlice("r3"));
        for (ReportKind kind : ReportKind.values()) {
            assertThat(take(report(BOB, BOB, "r4", "r1", kind), from("phone")))
                    .isEqualTo(new Acceptance.Refused(RefusalReason.NOTHING_REPORTED));
        }
        assertThat(sent()).hasSize(4);
    }

    /// Its registration has ended with its connection, as if it had left.
    @Test
    void whoseConnectionIsGoneIsNotWaitedFor() {
        take(displayed("r1", "m1"), from("tablet"));
        bench.rcs.open().stream()
                .filter(a -> a.message().isMirror())
                .forEach(a -> a.end(new AttemptOutcome.BindingDead("connection closed")));
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        bench.register(BOB, "phone");
        assertThat(told()).containsExactlyInAnyOrder("phone", "desk");
    }

    @ParameterizedTest
    @EnumSource(value = ReportKind.class, mode = EnumSource.Mode.EXCLUDE, names = "DISPLAYED")
    void otherReportsGoToTheSenderOnly(ReportKind kind) {
        take(report(BOB, ALICE, "r1", "m1", kind), from("tablet"));
        assertThat(sent()).containsExactly(toAlice("r1"));
    }

    @Test
    void whoWritesToOneselfIsNotToldTwice() {
        bench.submit(BOB, BOB, "m1");
        everybodyAccepts();
        take(report(BOB, BOB, "r1", "m1", ReportKind.DISPLAYED), from("tablet"));
        assertThat(sent().subList(3, sent().size()))
                .hasSize(3)
                .allMatch(s -> s.toList().getLast().equals(Purpose.Report.class));
    }

    @Test
    void messagesOfTwoSendersWithOneIdAreTwo() {
        bench.register(CAROL, "carol");
        take(displayed("r1", "m1"), from("tablet"));
        everybodyAccepts();
        take(report(BOB, CAROL, "r2", "m1", ReportKind.DISPLAYED), from("tablet"));
        assertThat(sent()).contains(mirror("phone", "r2"), mirror("desk", "r2"));
    }

    /// Better the one that knows it already than none.
    @Test
    void aDeviceThatIsNotKnownMakesItGoToAll() {
        take(displayed("r1", "m1"), Origin.UNKNOWN);
        assertThat(sent())
                .contains(mirror("phone", "r1"), mirror("tablet", "r1"), mirror("desk", "r1"));
        everybodyAccepts();
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void theOnlyDeviceIsTheOneThatReports() {
        bench.unregister(BOB);
        bench.register(BOB, "phone");
        long commits = bench.commits();
        take(displayed("r1", "m1"), Origin.UNKNOWN);
        assertThat(sent()).containsExactly(toAlice("r1"));
        assertThat(bench.commits()).as("only the report is stored").isEqualTo(commits + 1);
        bench.register(BOB, "tablet");
        everybodyAccepts();
        assertThat(sent()).containsExactly(toAlice("r1"));
    }

    /// Even if the sender is nobody here any more.
    @Test
    void whateverBecomesOfTheReport() {
        Submission report = report(BOB, CAROL, "r1", "m1", ReportKind.DISPLAYED);
        assertThat(take(report, from("tablet")))
                .isEqualTo(new Acceptance.Refused(RefusalReason.UNKNOWN_RECIPIENT));
        assertThat(sent()).containsExactlyInAnyOrder(mirror("phone", "r1"), mirror("desk", "r1"));
    }

    @Test
    void aDeviceThatDoesNotAnswerIsToldLater() {
        bench.unregister(BOB);
        bench.register(BOB, "phone", "tablet");
        take(displayed("r1", "m1"), from("tablet"));
        noDeviceOfBobAnswers();
        assertThat(bench.inbox(BOB)).hasSize(1);
        assertThat(told()).containsExactly("phone");
        bench.restart();
        bench.pass(60_000);
        everybodyAccepts();
        assertThat(told()).containsExactly("phone", "phone");
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.sms.all()).isEmpty();
    }

    @Test
    void itIsKeptNoLongerThanAReport() {
        bench.unregister(BOB);
        bench.register(BOB, "phone", "tablet");
        take(displayed("r1", "m1"), from("tablet"));
        noDeviceOfBobAnswers();
        bench.pass(CenterConfig.DEFAULT.reportLifetimeMs());
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(told()).containsExactly("phone");
        assertThat(bench.sms.all()).isEmpty();
    }

    /// Also of one whose devices cannot be told apart: who has left is not waited for.
    @Test
    void itDoesNotWaitForDevicesThatAreGone() {
        for (Origin origin : List.of(from("tablet"), Origin.UNKNOWN)) {
            bench = new SteppedCenter();
            bobHasThreeDevices();
            take(displayed("r1", "m1"), origin);
            noDeviceOfBobAnswers();
            assertThat(bench.inbox(BOB)).hasSize(1);
            List<String> before = told();
            bench.unregister(BOB);
            bench.pass(60_000);
            assertThat(bench.inbox(BOB)).isEmpty();
            bench.register(BOB, "phone", "tablet");
            assertThat(told()).isEqualTo(before);
        }
    }

    @Test
    void theAnswerWaitsUntilItIsDurable() {
        CompletableFuture<Acceptance> answer = offer(displayed("r1", "m1"), from("tablet"));
        assertThat(bench.dieAfterCommits(2)).as("the report, then what it makes").isTrue();
        assertThat(answer).isNotDone();
        bench.settle();
        assertThat(told()).containsExactlyInAnyOrder("phone", "desk");
        assertThat(take(displayed("r1", "m1"), from("tablet")))
                .isInstanceOf(Acceptance.Duplicate.class);
        assertThat(told()).hasSize(2);
    }

    @Test
    void aDeviceThatWasNotAnsweredBringsItAgain() {
        CompletableFuture<Acceptance> answer = offer(displayed("r1", "m1"), from("tablet"));
        assertThat(bench.dieAfterCommits(1)).isTrue();
        assertThat(answer).isNotDone();
        assertThat(sent()).containsExactly(toAlice("r1"));
        assertThat(take(displayed("r1", "m1"), from("tablet")))
                .isInstanceOf(Acceptance.Duplicate.class);
        assertThat(sent()).contains(mirror("phone", "r1"), mirror("desk", "r1")).hasSize(3);
    }

    /// The report goes before.
    @Test
    void aStoreThatTakesOnlyTheReportIsCounted() {
        bench = new SteppedCenter(CenterConfig.DEFAULT.withWriters(1), DeliveryPolicy.DEFAULT);
        bobHasThreeDevices();
        CompletableFuture<Acceptance> answer = offer(displayed("r1", "m1"), from("tablet"));
        bench.center().runOneTurn();
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        bench.pass(1_000);
        assertThat(answer.join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.events(TrailEvent.NotMirrored.class))
                .extracting(TrailEvent.NotMirrored::reason)
                .containsExactly(RefusalReason.STORE_UNAVAILABLE);
    }

    @Test
    void aFullMailboxTakesNoneAndTheReportGoes() {
        CenterConfig small = MessageCenterTest.config(20_000, 4, 1);
        bench = new SteppedCenter(small, DeliveryPolicy.DEFAULT);
        bobHasThreeDevices();
        take(displayed("r1", "m1"), from("tablet"));
        assertThat(take(displayed("r2", "m2"), from("tablet")))
                .isEqualTo(new Acceptance.Refused(RefusalReason.MAILBOX_FULL));
        assertThat(bench.events(TrailEvent.NotMirrored.class))
                .extracting(TrailEvent.NotMirrored::reason)
                .containsExactly(RefusalReason.MAILBOX_FULL);
    }

    @Test
    void itCanBeSwitchedOff() {
        bench.restart(CenterConfig.DEFAULT.withWriters(2).withMirrorDisplayed(false));
        take(displayed("r1", "m1"), from("tablet"));
        assertThat(sent()).containsExactly(toAlice("r1"));
    }

    @Test
    void whoSubmitsWithoutADeviceMirrorsNothing() {
        var answer = new CompletableFuture<Acceptance>();
        bench.center().submit(displayed("r1", "m1"), answer::complete);
        bench.settle();
        assertThat(answer).isCompletedWithValueMatching(a -> a instanceof Acceptance.Accepted);
        assertThat(sent()).containsExactly(toAlice("r1"));
    }
}
