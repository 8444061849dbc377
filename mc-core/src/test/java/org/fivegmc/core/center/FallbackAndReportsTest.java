package org.fivegmc.core.center;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.center.SteppedCenter.ALICE;
import static org.fivegmc.core.center.SteppedCenter.BOB;
import static org.fivegmc.core.center.SteppedCenter.CAROL;
import static org.fivegmc.core.center.SteppedCenter.submission;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.delivery.Outcome;
import org.fivegmc.core.delivery.PartOutcome;
import org.fivegmc.core.delivery.SmsPlan;
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
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.StorageException;
import org.junit.jupiter.api.Test;

/// Messages that leave as SMS, their receipts, and what their senders hear.
class FallbackAndReportsTest {

    private static final int EVERYTHING =
            Dispositions.POSITIVE_DELIVERY
                    | Dispositions.NEGATIVE_DELIVERY
                    | Dispositions.PROCESSING
                    | Dispositions.INTERWORKING;
    private static final long UNKNOWN_WAIT = DeliveryPolicy.DEFAULT.unknownWaitMs();

    private final SteppedCenter bench = new SteppedCenter();

    private static GatewayMessageKey key(String id) {
        return new GatewayMessageKey("smsc-a", id);
    }

    private List<Outcome> outcomes() {
        return bench.events(TrailEvent.Ended.class).stream()
                .filter(e -> !e.message().isReport())
                .map(TrailEvent.Ended::outcome)
                .toList();
    }

    private boolean receipt(String id, boolean delivered, int reference, UserAddress... about) {
        var done = new CompletableFuture<Boolean>();
        bench.center()
                .receipt(
                        new InboundReceipt(key(id), delivered, "", reference, List.of(about)),
                        done::complete);
        bench.settle();
        return done.getNow(false);
    }

    private void gatewayTakes(String id) {
        RecordingSmsChannel.Given given = bench.sms.last();
        given.listener().accepted(given.handOver().parts().getFirst(), key(id));
        bench.settle();
    }

    private void gatewayEnds(PartOutcome outcome) {
        bench.sms.last().listener().ended(0, outcome);
        bench.settle();
    }

    /// Bodies of the reports to this user, in the order of arrival.
    private List<String> reportsTo(UserAddress user) {
        while (!bench.rcs.open().isEmpty()) {
            bench.rcs.take().accept();
            bench.settle();
        }
        return bench.rcs.all().stream()
                .filter(a -> a.message().recipient().equals(user) && a.message().isReport())
                .map(a -> new String(a.message().payload().body(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void leavesAsSmsAtOnceOnlyWhenDurable() {
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.submit(ALICE, CAROL, "m1");
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1_000);
        bench.submit(ALICE, CAROL, "m1");
        assertThat(bench.sms.all()).hasSize(1);
        gatewayTakes("id-1");
        assertThat(receipt("id-1", true, -1)).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
        assertThat(bench.inbox(CAROL)).isEmpty();
        // the same receipt again
        assertThat(receipt("id-1", true, -1)).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
    }

    private String memory(UserAddress user, UserAddress sender) {
        var answer = bench.center().smsMemory(user, sender);
        bench.settle();
        return answer.join().map(o -> new String(o, StandardCharsets.UTF_8)).orElse("");
    }

    @Test
    void whatAnAnswerNeedsIsKeptWithTheDecisionForSms() {
        bench.sms.remember("first");
        bench.submit(ALICE, CAROL, "m1");
        bench.sms.remember("second");
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.submit(ALICE, CAROL, "m2");
        bench.pass(1_000);
        assertThat(memory(CAROL, ALICE)).isEqualTo("first");
        bench.submit(ALICE, CAROL, "m2");
        assertThat(memory(CAROL, ALICE)).isEqualTo("second");
        assertThat(memory(ALICE, CAROL)).isEmpty();
        bench.pass(RecordingSmsChannel.KEPT_MS);
        assertThat(memory(CAROL, ALICE)).isEmpty();
    }

    @Test
    void leavesAsSmsAfterRefusal() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.NotPossible("488"));
        bench.settle();
        assertThat(bench.sms.all()).hasSize(1);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1");
    }

    @Test
    void refusedByDevicesItFailsWhereThePolicyForbidsSms() {
        bench.fallbackAllowed = false;
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        bench.rcs.take().end(new AttemptOutcome.NotPossible("488"));
        bench.settle();
        assertThat(bench.sms.all()).isEmpty();
        assertThat(outcomes()).containsExactly(Outcome.FAILED);
    }

    @Test
    void aDeadlineOfAnEarlierPolicyIsNone() {
        bench.fallbackAfterMs = 60_000;
        bench.submit(ALICE, CAROL, "stranger");
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "m1");
        bench.fallbackAllowed = false;
        bench.pass(60_001);
        assertThat(bench.sms.all()).hasSize(1);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("m1");
    }

    @Test
    void leavesAsSmsWhenDevicesDoNotAnswerUntilTheDeadline() {
        long began = bench.clock.millis();
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        for (int tries = 0; bench.sms.all().isEmpty(); tries++) {
            assertThat(tries).isLessThan(100);
            while (!bench.rcs.open().isEmpty()) {
                bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
                bench.settle();
            }
            bench.pass(1_000);
        }
        assertThat(bench.clock.millis()).isEqualTo(began + 60_000);
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// There is no way back from SMS: all that is left is to tell that the user may get it twice.
    @Test
    void aDeviceThatAnswersAfterTheDecisionForSmsIsTold() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "m1");
        var first = bench.rcs.take();
        for (int seconds = 0; bench.sms.all().isEmpty(); seconds++) {
            assertThat(seconds).isLessThan(300);
            bench.pass(1_000);
        }
        assertThat(bench.events(TrailEvent.LateRcs.class)).isEmpty();
        first.accept();
        bench.settle();
        assertThat(bench.events(TrailEvent.LateRcs.class)).hasSize(1);
        assertThat(outcomes()).isEmpty();
        gatewayTakes("id-1");
        assertThat(receipt("id-1", true, -1, BOB)).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
    }

    @Test
    void leavesAsSmsAfterTheDeadline() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "away");
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.settle();
        bench.unregister(BOB);
        bench.submit(ALICE, BOB, "offline");
        bench.pass(59_999);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(2);
    }

    /// A deadline says when to give up on RCS. Where nothing else is possible, nothing is given up.
    @Test
    void keepsWhatCannotBecomeAnSmsBeyondTheDeadline() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(submission(ALICE, BOB, "picture", EVERYTHING));
        bench.sms.plan(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
        bench.pass(60_000);
        assertThat(outcomes()).isEmpty();
        bench.pass(3_600_000);
        bench.register(BOB, "phone");
        assertThat(bench.sent()).containsExactly("picture");
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        assertThat(outcomes()).isEmpty();
        bench.pass(DeliveryPolicy.DEFAULT.retryScheduleMs().getFirst());
        bench.rcs.take().accept();
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_RCS);
    }

    @Test
    void failsWhatNeitherDevicesNorGatewaysCanTake() {
        bench.register(BOB, "phone");
        bench.submit(ALICE, BOB, "picture");
        bench.sms.plan(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
        bench.rcs.take().end(new AttemptOutcome.NotPossible("488"));
        bench.settle();
        assertThat(outcomes()).containsExactly(Outcome.FAILED);
    }

    /// The user has come back, and the messages go out one after the other.
    @Test
    void aRegistrationBeforeTheDeadlineWinsForTheWholeQueue() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        for (int i = 0; i < 5; i++) {
            bench.submit(ALICE, BOB, "m" + i);
        }
        bench.pass(59_000);
        bench.register(BOB, "phone");
        for (int i = 0; i < 5; i++) {
            bench.pass(2_000);
            bench.rcs.take().accept();
            bench.settle();
        }
        assertThat(bench.sms.all()).isEmpty();
        assertThat(bench.sent()).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    /// The phone is registered and silent; what waits behind a message that can't be an SMS does
    /// not wait for ever.
    @Test
    void leavesAsSmsBehindAMessageThatIsTriedInVain() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.submit(withoutFallback(submission(ALICE, BOB, "strict", 0)));
        bench.submit(ALICE, BOB, "m2");
        bench.pass(35_000);
        bench.rcs.take().end(new AttemptOutcome.Unreachable("408"));
        bench.settle();
        bench.pass(24_999);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// What waited for its turn when the user left has a deadline too.
    @Test
    void aQueuedMessageHasTheDeadlineOfItsPlan() {
        bench.fallbackAfterMs = 60_000;
        bench.register(BOB, "phone");
        bench.submit(withoutFallback(submission(ALICE, BOB, "strict", 0)));
        bench.submit(ALICE, BOB, "m2");
        bench.rcs.take().end(new AttemptOutcome.Offline("480"));
        bench.settle();
        bench.unregister(BOB);
        bench.pass(59_999);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    private static Submission withoutFallback(Submission s) {
        return new Submission(
                s.sender(),
                s.recipient(),
                s.imdnId(),
                s.purpose(),
                s.dispositions(),
                FallbackOffer.NONE,
                s.payload(),
                s.lifetimeMs(),
                /* hidden= */ false,
                Handling.USUAL);
    }

    @Test
    void refusesAndFailsWhatCannotFallBack() {
        Submission plain = submission(ALICE, CAROL, "m1", EVERYTHING);
        Submission strict = withoutFallback(plain);
        var refused = new Acceptance.Refused(RefusalReason.UNKNOWN_RECIPIENT);
        assertThat(bench.submit(strict)).isEqualTo(refused);
        bench.sms.plan(new SmsPlan.NotPossible(RouteReason.NO_GATEWAY));
        assertThat(bench.submit(plain)).isEqualTo(refused);
        assertThat(bench.sms.all()).isEmpty();
    }

    @Test
    void waitsForAGateway() {
        bench.sms.plan(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 5_000));
        assertThat(bench.submit(ALICE, CAROL, "m1")).isInstanceOf(Acceptance.Accepted.class);
        bench.sms.plan(new SmsPlan.Ready("smsc-a", 1, 1));
        bench.pass(4_999);
        assertThat(bench.sms.all()).isEmpty();
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(1);
    }

    /// What is said later arrives later, though the gateway is back before the first one looks.
    @Test
    void doesNotOvertakeWhatWaitsForAGateway() {
        bench.sms.plan(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 5_000));
        bench.submit(ALICE, CAROL, "m1");
        bench.submit(ALICE, CAROL, "m2");
        bench.sms.plan(new SmsPlan.Ready("smsc-a", 1, 1));
        bench.submit(ALICE, CAROL, "m3");
        bench.submit(BOB, CAROL, "other");
        assertThat(handedOver()).containsExactly("other");
        bench.restart();
        bench.submit(ALICE, CAROL, "m4");
        assertThat(handedOver()).containsExactly("other");
        bench.pass(5_000);
        assertThat(handedOver()).containsExactly("other", "m1", "m2", "m3", "m4");
    }

    private List<String> handedOver() {
        return bench.sms.all().stream().map(g -> g.handOver().message().imdnId().value()).toList();
    }

    @Test
    void handsOverAgainWhatWasSurelyNotTaken() {
        bench.submit(ALICE, CAROL, "m1");
        gatewayEnds(new PartOutcome.Retry("throttled", 2_000, false));
        bench.pass(1_999);
        assertThat(bench.sms.all()).hasSize(1);
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(2);
        assertThat(bench.sms.last().handOver().possibleDuplicate()).isFalse();
    }

    @Test
    void sendsAnUnansweredPartAgainOnlyAfterWaitingForItsReceipt() {
        bench.submit(ALICE, CAROL, "m1");
        gatewayEnds(new PartOutcome.Unknown("time-out"));
        bench.pass(UNKNOWN_WAIT - 1);
        assertThat(bench.sms.all()).hasSize(1);
        bench.pass(1);
        assertThat(bench.sms.all()).hasSize(2);
        assertThat(bench.sms.last().handOver().possibleDuplicate()).isTrue();
    }

    @Test
    void aPartInFlightAtARestartIsNotSentAgainWhenItsReceiptComes() {
        bench.submit(ALICE, CAROL, "m1");
        bench.restart();
        assertThat(bench.sms.all()).hasSize(1);
        assertThat(receipt("id-9", true, 40, CAROL)).isTrue();
        bench.pass(UNKNOWN_WAIT);
        assertThat(bench.sms.all()).hasSize(1);
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
    }

    @Test
    void aPartInFlightAtARestartIsSentAgainInTheEnd() {
        bench.submit(ALICE, CAROL, "m1");
        bench.restart();
        bench.pass(UNKNOWN_WAIT);
        assertThat(bench.sms.all()).hasSize(2);
        assertThat(bench.sms.last().handOver().possibleDuplicate()).isTrue();
    }

    private CompletableFuture<Boolean> receiptAt(long submittedAtMs, boolean delivered) {
        var done = new CompletableFuture<Boolean>();
        bench.center()
                .receipt(
                        new InboundReceipt(
                                key("time-" + submittedAtMs),
                                delivered,
                                "",
                                -1,
                                submittedAtMs,
                                List.of(BOB, CAROL)),
                        done::complete);
        return done;
    }

    /// Two receipts of one turn, which say nothing but the number and the minute.
    @Test
    void findsMessagesByDestinationAndTimeTheOldestFirst() {
        long began = bench.clock.millis();
        bench.submit(ALICE, CAROL, "m1");
        gatewayEnds(new PartOutcome.Accepted());
        bench.submit(BOB, CAROL, "m2");
        gatewayEnds(new PartOutcome.Accepted());
        var first = receiptAt(began, true);
        var second = receiptAt(began, false);
        bench.settle();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(true);
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS, Outcome.FAILED);
    }

    @Test
    void aReceiptIsNotAboutWhatCameLater() {
        long before = bench.clock.millis();
        bench.pass(600_000);
        bench.submit(ALICE, CAROL, "m1");
        gatewayEnds(new PartOutcome.Accepted());
        var early = receiptAt(before, true);
        bench.settle();
        assertThat(early).as("parked").isCompletedWithValue(true);
        assertThat(outcomes()).isEmpty();
        var fitting = receiptAt(bench.clock.millis() - 60_000, true);
        bench.settle();
        assertThat(fitting).isCompletedWithValue(true);
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
    }

    @Test
    void findsTheMessageOfAReceiptThatCameBeforeTheAnswer() {
        bench.submit(ALICE, CAROL, "m1");
        assertThat(receipt("id-1", true, 40, BOB, CAROL)).isTrue();
        assertThat(outcomes()).containsExactly(Outcome.DELIVERED_SMS);
        gatewayTakes("id-1");
        assertThat(bench.inbox(CAROL)).isEmpty();
        assertThat(bench.sms.all()).hasSize(1);
    }

    @Test
    void parksAReceiptUntilItsPartIsKnown() {
        bench.submit(ALICE, CAROL, "m1");
        assertThat(receipt("id-1", false, -1)).isTrue();
        assertThat(bench.events(TrailEvent.ReceiptParked.class)).hasSize(1);
        assertThat(outcomes()).isEmpty();
        gatewayTakes("id-1");
        assertThat(outcomes()).containsExactly(Outcome.FAILED);
    }

    @Test
    void asksTheGatewayToRepeatAReceiptItCannotStore() {
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        assertThat(receipt("id-1", true, -1)).isFalse();
        bench.pass(1_000);
        assertThat(receipt("id-1", true, -1)).isTrue();
    }

    @Test
    void tellsTheSenderEachThingOnce() {
        bench.register(ALICE, "alice");
        bench.submit(submission(ALICE, CAROL, "m1", EVERYTHING));
        gatewayTakes("id-1");
        receipt("id-1", true, -1);
        var told = List.of("PROCESSED", "INTERWORKING_SMS", "DELIVERED");
        assertThat(reportsTo(ALICE)).isEqualTo(told);
        bench.pass(60_000);
        assertThat(reportsTo(ALICE)).isEqualTo(told);
        assertThat(bench.inbox(CAROL)).isEmpty();
        assertThat(bench.inbox(ALICE)).isEmpty();
    }

    @Test
    void tellsTheSenderOfAFailureAlsoAfterARestart() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        bench.submit(submission(ALICE, BOB, "m1", Dispositions.NEGATIVE_DELIVERY));
        bench.clock.advance(CenterConfig.DEFAULT.lifetimeMs());
        // it ends, and the process dies before the report is stored
        bench.center().runOneTurn();
        assertThat(outcomes()).containsExactly(Outcome.EXPIRED);
        bench.restart();
        assertThat(reportsTo(ALICE)).containsExactly("FAILED");
        bench.pass(60_000);
        assertThat(reportsTo(ALICE)).containsExactly("FAILED");
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    @Test
    void tellsTheSenderLaterWhenTheirQueueRefusedAtFirst() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone");
        bench.submit(submission(ALICE, BOB, "m1", Dispositions.POSITIVE_DELIVERY));
        bench.rcs.take().end(new AttemptOutcome.Accepted(false));
        while (bench.events(TrailEvent.Ended.class).isEmpty()) {
            bench.center().runOneTurn();
        }
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        assertThat(bench.sent()).containsExactly("m1");
        bench.pass(DeliveryPolicy.DEFAULT.reportRetryMs());
        bench.pass(1_000);
        assertThat(reportsTo(ALICE)).containsExactly("DELIVERED");
        assertThat(bench.inbox(BOB)).isEmpty();
    }

    /// A report about a message that still waits, too.
    @Test
    void tellsTheSenderLaterAlsoWhileTheMessageWaits() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone");
        bench.unregister(BOB);
        var answer = bench.offer(submission(ALICE, BOB, "m1", Dispositions.PROCESSING));
        while (bench.events(TrailEvent.Accepted.class).isEmpty()) {
            bench.center().runOneTurn();
        }
        bench.failNextCommits(1, StorageException.Kind.UNAVAILABLE);
        bench.settle();
        bench.failNextCommits(0, StorageException.Kind.UNAVAILABLE);
        assertThat(answer.join()).isInstanceOf(Acceptance.Accepted.class);
        assertThat(bench.sent()).isEmpty();
        bench.pass(DeliveryPolicy.DEFAULT.reportRetryMs());
        assertThat(reportsTo(ALICE)).containsExactly("STORED");
        bench.pass(60_000);
        assertThat(reportsTo(ALICE)).containsExactly("STORED");
        assertThat(bench.inbox(BOB))
                .singleElement()
                .satisfies(d -> assertThat(d.reportsDue()).isZero());
    }

    /// The sender's own mailbox is full: the reports come all the same.
    @Test
    void reportsFindRoomInAFullMailbox() {
        bench.register(ALICE, "alice");
        bench.unregister(ALICE);
        var answers = new ArrayList<CompletableFuture<Acceptance>>();
        for (int i = 0; i < CenterConfig.DEFAULT.maxStoredPerUser(); i++) {
            answers.add(bench.offer(submission(CAROL, ALICE, "c" + i, 0)));
        }
        bench.settle();
        assertThat(answers).allMatch(a -> a.join() instanceof Acceptance.Accepted);
        assertThat(bench.submit(CAROL, ALICE, "e"))
                .isEqualTo(new Acceptance.Refused(RefusalReason.MAILBOX_FULL));
        bench.register(BOB, "phone");
        bench.submit(submission(ALICE, BOB, "m1", Dispositions.POSITIVE_DELIVERY));
        bench.rcs.take().end(new AttemptOutcome.Accepted(false));
        bench.settle();
        assertThat(bench.inbox(ALICE).stream().filter(d -> d.message().isReport())).hasSize(1);
    }

    @Test
    void aReportToAStrangerIsSettled() {
        bench.register(BOB, "phone");
        bench.submit(submission(ALICE, BOB, "m1", EVERYTHING));
        bench.rcs.take().end(new AttemptOutcome.Accepted(false));
        bench.settle();
        assertThat(bench.inbox(BOB)).isEmpty();
        assertThat(bench.sms.all()).isEmpty();
        assertThat(bench.inbox(ALICE)).isEmpty();
    }

    /// Two devices of a user report the same about the same message.
    @Test
    void reportsOfSeveralDevicesCountOnce() {
        bench.register(ALICE, "alice");
        bench.register(BOB, "phone");
        for (String device : List.of("phone", "tablet")) {
            bench.submit(
                    new Submission(
                            BOB,
                            ALICE,
                            new ImdnMessageId("report-of-" + device),
                            new Purpose.Report(new ImdnMessageId("m1"), ReportKind.DELIVERED),
                            Dispositions.NONE,
                            FallbackOffer.NONE,
                            Payload.of("message/imdn+xml", new byte[] {1}),
                            0,
                            /* hidden= */ false,
                            Handling.USUAL));
        }
        assertThat(bench.sent()).containsExactly("report-of-phone");
    }

    /// The report of a device is not held up by a message to the same user from the same sender.
    @Test
    void reportsHaveTheirOwnLane() {
        bench.register(ALICE, "alice");
        bench.submit(BOB, ALICE, "content");
        bench.submit(
                new Submission(
                        BOB,
                        ALICE,
                        new ImdnMessageId("report"),
                        new Purpose.Report(new ImdnMessageId("m1"), ReportKind.DISPLAYED),
                        Dispositions.NONE,
                        FallbackOffer.NONE,
                        Payload.of("message/imdn+xml", new byte[] {1}),
                        0,
                        /* hidden= */ false,
                        Handling.USUAL));
        assertThat(bench.sent()).containsExactly("content", "report");
        bench.rcs.take();
        bench.rcs.take().end(new AttemptOutcome.NotPossible("415"));
        bench.settle();
        assertThat(bench.sms.all()).isEmpty();
        assertThat(bench.inbox(ALICE))
                .singleElement()
                .satisfies(d -> assertThat(d.state()).isInstanceOf(DeliveryState.Sending.class));
    }
}
