package org.fivegmc.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.core.delivery.Examples.ASKED;
import static org.fivegmc.core.delivery.Examples.AT_MOST_ONCE;
import static org.fivegmc.core.delivery.Examples.EXPIRY;
import static org.fivegmc.core.delivery.Examples.MIRROR;
import static org.fivegmc.core.delivery.Examples.NOTHING_ASKED;
import static org.fivegmc.core.delivery.Examples.NOW;
import static org.fivegmc.core.delivery.Examples.NO_FALLBACK;
import static org.fivegmc.core.delivery.Examples.PHONE;
import static org.fivegmc.core.delivery.Examples.POLICY;
import static org.fivegmc.core.delivery.Examples.REPORT;
import static org.fivegmc.core.delivery.Examples.TABLET;
import static org.fivegmc.core.delivery.Examples.atOnce;
import static org.fivegmc.core.delivery.Examples.deliveredTo;
import static org.fivegmc.core.delivery.Examples.held;
import static org.fivegmc.core.delivery.Examples.leg;
import static org.fivegmc.core.delivery.Examples.over;
import static org.fivegmc.core.delivery.Examples.sending;
import static org.fivegmc.core.delivery.Examples.sendingState;
import static org.fivegmc.core.delivery.Examples.sms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fivegmc.core.delivery.DeliveryEffect.DropBinding;
import org.fivegmc.core.delivery.DeliveryEffect.Refuted;
import org.fivegmc.core.delivery.DeliveryEffect.PrepareSms;
import org.fivegmc.core.delivery.DeliveryEffect.Replan;
import org.fivegmc.core.delivery.DeliveryEffect.Report;
import org.fivegmc.core.delivery.DeliveryEffect.Send;
import org.fivegmc.core.delivery.DeliveryEffect.SubmitParts;
import org.fivegmc.core.delivery.DeliveryEffect.Unreached;
import org.fivegmc.core.delivery.DeliveryEvent.Acknowledged;
import org.fivegmc.core.delivery.DeliveryEvent.Attempted;
import org.fivegmc.core.delivery.DeliveryEvent.Due;
import org.fivegmc.core.delivery.DeliveryEvent.PartEnded;
import org.fivegmc.core.delivery.DeliveryEvent.Planned;
import org.fivegmc.core.delivery.DeliveryEvent.Purge;
import org.fivegmc.core.delivery.DeliveryEvent.Queued;
import org.fivegmc.core.delivery.DeliveryEvent.Receipt;
import org.fivegmc.core.delivery.DeliveryEvent.Recovered;
import org.fivegmc.core.delivery.DeliveryEvent.ReportStored;
import org.fivegmc.core.delivery.DeliveryEvent.Revoke;
import org.fivegmc.core.delivery.DeliveryEvent.SmsPrepared;
import org.fivegmc.core.delivery.DeliveryState.Held;
import org.fivegmc.core.delivery.DeliveryState.Leg;
import org.fivegmc.core.delivery.DeliveryState.LegState;
import org.fivegmc.core.delivery.DeliveryState.Over;
import org.fivegmc.core.delivery.DeliveryState.Sending;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.Bearer;
import org.fivegmc.core.message.MmsContent;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The transitions one by one. Each row names the line of the machine's own table that it proves,
/// so that table and code cannot drift apart.
class DeliveryMachineTest {

    private static final String IGNORED = "ignored";
    private static final long LEASE = NOW + POLICY.attemptLeaseMs();
    private static final long PATIENCE = NOW + POLICY.unknownWaitMs();

    /// @param line state and event as the machine's table words them
    record Row(
            String line,
            DeliveryPolicy policy,
            Delivery before,
            DeliveryEvent event,
            long atMs,
            Delivery after,
            List<DeliveryEffect> effects) {

        @Override
        public String toString() {
            return line + ": " + before.state() + " + " + event;
        }
    }

    private static Row row(
            String line,
            Delivery before,
            DeliveryEvent event,
            long atMs,
            Delivery after,
            DeliveryEffect... effects) {
        return new Row(line, POLICY, before, event, atMs, after, List.of(effects));
    }

    private static Row ignored(Delivery before, DeliveryEvent event) {
        return ignored(before, event, NOW);
    }

    private static Row ignored(Delivery before, DeliveryEvent event, long atMs) {
        return row(IGNORED, before, event, atMs, before);
    }

    private static Delivery state(Delivery delivery, DeliveryState state) {
        return delivery.with(state);
    }

    private static Delivery ended(
            Delivery delivery, Outcome outcome, long atMs, ReportKind... due) {
        Failure why =
                List.of(due).contains(ReportKind.INTERWORKING_ERROR)
                        ? Failure.SMS
                        : Failure.UNKNOWN;
        return ended(delivery, outcome, why, atMs, due);
    }

    private static Delivery ended(
            Delivery delivery, Outcome outcome, Failure why, long atMs, ReportKind... due) {
        int bits = delivery.reportsDue();
        for (ReportKind kind : due) {
            bits |= kind.bit();
        }
        return new Delivery(
                delivery.message(),
                new Over(outcome, atMs + POLICY.reportRetryMs(), why),
                delivery.attempts(),
                delivery.delivered(),
                bits);
    }

    private static Delivery owing(Delivery delivery, ReportKind... kinds) {
        Delivery owing = delivery;
        for (ReportKind kind : kinds) {
            owing = owing.reporting(kind);
        }
        return owing.isOver() ? owing : owing.reportingAt(NOW + POLICY.reportRetryMs());
    }

    private static Held offline(long fallbackAt) {
        return new Held(HoldReason.OFFLINE, EXPIRY, fallbackAt);
    }

    private static Held backOff(long waitMs) {
        return new Held(HoldReason.BACKOFF, NOW + waitMs, RoutePlan.NO_DEADLINE);
    }

    private static Planned rcs(Binding... devices) {
        return new Planned(
                new RoutePlan.DeliverRcs(RouteReason.REGISTERED_AND_CAPABLE, List.of(devices)));
    }

    private static final Planned FALL_BACK =
            new Planned(new RoutePlan.FallBack(RouteReason.RCS_OFF));
    private static final Planned HOLD =
            new Planned(new RoutePlan.Hold(RouteReason.OFFLINE, NOW + 60_000));
    private static final Planned REJECT =
            new Planned(
                    new RoutePlan.Reject(
                            RouteReason.FORBIDDEN_NUMBER, RefusalReason.FORBIDDEN_RECIPIENT));
    private static final Planned FAIL =
            new Planned(new RoutePlan.Fail(RouteReason.NOT_KEPT, Failure.OFFLINE));
    private static final SmsPrepared READY =
            new SmsPrepared(RouteReason.RCS_OFF, new SmsPlan.Ready("smsc-a", 7, 2));
    private static final SmsPrepared IMPOSSIBLE =
            new SmsPrepared(
                    RouteReason.RCS_OFF, new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));

    private static final SmsPrepared TOO_LATE_AND_IMPOSSIBLE =
            new SmsPrepared(
                    RouteReason.OFFLINE_DEADLINE_PASSED,
                    new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));

    private static SmsPrepared notNow(long afterMs) {
        return new SmsPrepared(
                RouteReason.RCS_OFF, new SmsPlan.NotNow(RouteReason.NO_GATEWAY, afterMs));
    }

    private static Attempted answer(Binding device, AttemptOutcome outcome) {
        return new Attempted(1, device.device(), outcome);
    }

    private static Attempted taken(Binding device) {
        return answer(device, new AttemptOutcome.Accepted(true));
    }

    private static Attempted takenSilently(Binding device) {
        return answer(device, new AttemptOutcome.Accepted(false));
    }

    private static PartEnded accepted(int part) {
        return new PartEnded(part, new PartOutcome.Accepted());
    }

    private static PartEnded retry(int part, long afterMs, boolean counts) {
        return new PartEnded(part, new PartOutcome.Retry("busy", afterMs, counts));
    }

    private static final PartEnded REJECTED = new PartEnded(0, new PartOutcome.Rejected("no"));
    private static final PartEnded GONE = new PartEnded(0, new PartOutcome.GatewayGone("renamed"));
    private static final PartEnded UNANSWERED = new PartEnded(0, new PartOutcome.Unknown("lost"));

    static Stream<Row> rows() {
        return Stream.of(
                        heldRows(),
                        sendingRows(),
                        smsRows(),
                        mmsRows(),
                        overRows(),
                        revokeRows(),
                        commonRows())
                .flatMap(List::stream);
    }

    private static List<Row> heldRows() {
        Delivery held = held(ASKED);
        Delivery first = held(NOTHING_ASKED);
        Delivery partly = deliveredTo(PHONE, held);
        Delivery deadline = held(ASKED, offline(NOW + 60_000));
        Delivery late = held(ASKED, offline(NOW - 1));
        String partlyDone = "Held | Planned FallBack, Hold, Reject or Fail, some device has it";
        String noFallback = "Held | Planned FallBack, not allowed";
        var rows = new ArrayList<Row>();
        Delivery mirror = held(MIRROR);
        for (Planned plan : List.of(FALL_BACK, HOLD, REJECT, FAIL)) {
            rows.add(
                    row(
                            "Held | Planned FallBack, Hold, Reject or Fail, a mirror that no device has",
                            mirror,
                            plan,
                            NOW,
                            ended(mirror, Outcome.FAILED, NOW)));
        }
        rows.add(
                row(
                        "Held | Planned DeliverRcs",
                        held,
                        rcs(PHONE, TABLET),
                        NOW,
                        sending(ASKED, PHONE, TABLET),
                        new Send(1, List.of(PHONE, TABLET))));
        rows.add(
                row(
                        "Held | Planned DeliverRcs",
                        partly,
                        rcs(PHONE, TABLET),
                        NOW,
                        deliveredTo(PHONE, sending(ASKED, TABLET)),
                        new Send(1, List.of(TABLET))));
        rows.add(
                row(
                        "Held | Planned DeliverRcs, all devices have it",
                        partly,
                        rcs(PHONE),
                        NOW,
                        ended(partly, Outcome.DELIVERED_RCS, NOW)));
        rows.add(
                row(
                        "Held | Planned FallBack",
                        held,
                        FALL_BACK,
                        NOW,
                        held,
                        new PrepareSms(RouteReason.RCS_OFF)));
        rows.add(
                row(
                        noFallback,
                        held(NO_FALLBACK),
                        FALL_BACK,
                        NOW,
                        ended(held(NO_FALLBACK), Outcome.FAILED, NOW, ReportKind.FAILED),
                        new Report(ReportKind.FAILED)));
        rows.add(
                row(
                        noFallback,
                        held(REPORT),
                        FALL_BACK,
                        NOW,
                        ended(held(REPORT), Outcome.FAILED, NOW)));
        rows.add(row("Held | Planned Hold", held, HOLD, NOW, held(ASKED, offline(NOW + 60_000))));
        rows.add(
                row(
                        "Held | Planned Reject, Fail",
                        held,
                        REJECT,
                        NOW,
                        ended(held, Outcome.FAILED, NOW, ReportKind.FAILED),
                        new Report(ReportKind.FAILED)));
        rows.add(
                row(
                        "Held | Planned Reject, Fail",
                        held,
                        FAIL,
                        NOW,
                        ended(held, Outcome.FAILED, Failure.OFFLINE, NOW, ReportKind.FAILED),
                        new Report(ReportKind.FAILED)));
        for (DeliveryEvent plan : List.of(FALL_BACK, HOLD, REJECT, FAIL)) {
            rows.add(row(partlyDone, partly, plan, NOW, ended(partly, Outcome.DELIVERED_RCS, NOW)));
        }
        Delivery early =
                held(ASKED, new Held(HoldReason.SCHEDULED, NOW + 5_000, RoutePlan.NO_DEADLINE));
        for (DeliveryEvent tooEarly :
                List.of(rcs(PHONE), FALL_BACK, HOLD, FAIL, new Queued(), READY, new Due())) {
            rows.add(ignored(early, tooEarly, NOW + 4_999));
        }
        rows.add(row("Held | Due", early, new Due(), NOW + 5_000, early, new Replan()));
        rows.add(
                row(
                        "Held | Queued",
                        deadline,
                        new Queued(),
                        NOW,
                        held(ASKED, new Held(HoldReason.QUEUED, EXPIRY, NOW + 60_000))));
        Held turn = new Held(HoldReason.QUEUED, LEASE, RoutePlan.NO_DEADLINE);
        Delivery hasty = held(atOnce(ASKED), turn);
        rows.add(
                row("Held | Queued, must not wait", held(atOnce(ASKED)), new Queued(), NOW, hasty));
        rows.add(ignored(hasty, new Due(), LEASE - 1));
        rows.add(
                row(
                        "Held | Due, must not wait, in vain for its turn",
                        hasty,
                        new Due(),
                        LEASE,
                        held(atOnce(ASKED)),
                        new Unreached(false)));
        SmsLeg claimed = leg(PartState.IN_FLIGHT, PartState.IN_FLIGHT);
        rows.add(
                row(
                        "Held | SmsPrepared Ready",
                        held,
                        READY,
                        NOW,
                        sms(ASKED, claimed, PATIENCE, PATIENCE),
                        new SubmitParts(claimed, List.of(0, 1), false)));
        rows.add(
                row(
                        "Held | SmsPrepared NotNow",
                        late,
                        notNow(9_000),
                        NOW,
                        held(ASKED, new Held(HoldReason.NO_GATEWAY, NOW + 9_000, NOW + 9_000))));
        rows.add(
                row(
                        "Held | SmsPrepared NotNow",
                        deadline,
                        notNow(0),
                        NOW,
                        held(
                                ASKED,
                                new Held(
                                        HoldReason.NO_GATEWAY,
                                        NOW + DeliveryMachine.SOONEST_MS,
                                        NOW + 60_000))));
        rows.add(
                row(
                        "Held | SmsPrepared NotNow",
                        held,
                        notNow(Long.MAX_VALUE),
                        NOW,
                        held(
                                ASKED,
                                new Held(
                                        HoldReason.NO_GATEWAY,
                                        NOW + DeliveryMachine.LATEST_MS,
                                        RoutePlan.NO_DEADLINE))));
        rows.add(
                row(
                        "Held | SmsPrepared NotPossible",
                        held,
                        IMPOSSIBLE,
                        NOW,
                        ended(
                                held,
                                Outcome.FAILED,
                                NOW,
                                ReportKind.FAILED,
                                ReportKind.INTERWORKING_ERROR),
                        new Report(ReportKind.FAILED),
                        new Report(ReportKind.INTERWORKING_ERROR)));
        String keeps = "Held | SmsPrepared NotPossible, fallback deadline";
        rows.add(row(keeps, late, TOO_LATE_AND_IMPOSSIBLE, NOW, held(ASKED)));
        Held pause = new Held(HoldReason.BACKOFF, NOW + 30_000, NOW);
        rows.add(
                row(
                        keeps,
                        held(ASKED, pause),
                        TOO_LATE_AND_IMPOSSIBLE,
                        NOW,
                        held(ASKED, backOff(30_000))));
        rows.add(ignored(partly, READY));
        rows.add(ignored(held(NO_FALLBACK), READY));
        rows.add(
                row(
                        "Held | Due, expired",
                        held,
                        new Due(),
                        EXPIRY,
                        ended(held, Outcome.EXPIRED, EXPIRY, ReportKind.FAILED),
                        new Report(ReportKind.FAILED)));
        rows.add(
                row(
                        "Held | Due, expired",
                        first,
                        new Due(),
                        EXPIRY,
                        ended(first, Outcome.EXPIRED, EXPIRY)));
        rows.add(
                row(
                        "Held | Due, expired, some device has it",
                        partly,
                        new Due(),
                        EXPIRY,
                        ended(partly, Outcome.DELIVERED_RCS, EXPIRY)));
        rows.add(
                row(
                        "Held | Due, fallback deadline",
                        late,
                        new Due(),
                        NOW,
                        late,
                        new PrepareSms(RouteReason.OFFLINE_DEADLINE_PASSED)));
        Delivery waiting = held(ASKED, backOff(0));
        rows.add(row("Held | Due", waiting, new Due(), NOW, waiting, new Replan()));
        rows.add(ignored(held, new Due()));
        rows.add(ignored(held(NO_FALLBACK, offline(NOW - 1)), new Due()));
        rows.add(ignored(deliveredTo(PHONE, late), new Due()));
        String lateAnswer = "Held | Attempted Accepted, late answer to the last attempt";
        Delivery given = new Delivery(ASKED, backOff(30_000), 1, List.of(), 0);
        rows.add(
                row(lateAnswer, given, taken(PHONE), NOW, deliveredTo(PHONE, given), new Replan()));
        rows.add(
                row(
                        lateAnswer,
                        given,
                        takenSilently(PHONE),
                        NOW,
                        owing(deliveredTo(PHONE, given), ReportKind.DELIVERED),
                        new Report(ReportKind.DELIVERED),
                        new Replan()));
        rows.add(ignored(deliveredTo(PHONE, given), taken(PHONE)));
        rows.add(ignored(given, answer(PHONE, new AttemptOutcome.Unreachable("408"))));
        rows.add(
                ignored(
                        given,
                        new Attempted(2, PHONE.device(), new AttemptOutcome.Accepted(true))));
        rows.add(ignored(held, new Recovered()));
        rows.add(ignored(held, taken(PHONE)));
        rows.add(ignored(held, accepted(0)));
        rows.add(ignored(held, new Receipt(0, true, "")));
        rows.add(ignored(held, new ReportStored(ReportKind.FAILED)));
        rows.add(ignored(first, new Acknowledged()));
        return rows;
    }

    private static Delivery answered(LegState phone, LegState tablet) {
        Sending sending = sendingState(PHONE, TABLET);
        return sending(ASKED, PHONE, TABLET)
                .with(
                        new Sending(
                                List.of(
                                        new Leg(PHONE.device(), phone),
                                        new Leg(TABLET.device(), tablet)),
                                sending.leaseAtMs(),
                                sending.fallbackAtMs()));
    }

    private static List<Row> sendingRows() {
        Delivery one = sending(ASKED, PHONE);
        Delivery two = sending(ASKED, PHONE, TABLET);
        Delivery phoneHasIt = deliveredTo(PHONE, answered(LegState.ACCEPTED, LegState.PENDING));
        String delivered = "Sending | Attempted, some device has it, none may retry";
        String later = "Sending | Attempted, some device may take it later";
        String impossible = "Sending | Attempted, impossible everywhere";
        String silent = "Sending | Attempted Accepted, the first client, without IMDN";
        AttemptOutcome notPossible = new AttemptOutcome.NotPossible("488");
        Delivery phoneHasItAtLast = deliveredTo(PHONE, one);
        var rows = new ArrayList<Row>();
        rows.add(
                row(
                        "Sending | Attempted, other devices pending",
                        two,
                        taken(PHONE),
                        NOW,
                        phoneHasIt));
        rows.add(
                row(
                        delivered,
                        one,
                        taken(PHONE),
                        NOW,
                        ended(phoneHasItAtLast, Outcome.DELIVERED_RCS, NOW)));
        rows.add(
                row(
                        delivered,
                        phoneHasIt,
                        answer(TABLET, notPossible),
                        NOW,
                        ended(phoneHasIt, Outcome.DELIVERED_RCS, NOW)));
        rows.add(
                row(
                        delivered,
                        phoneHasIt,
                        answer(TABLET, new AttemptOutcome.Offline("480")),
                        NOW,
                        ended(phoneHasIt, Outcome.DELIVERED_RCS, NOW)));
        rows.add(
                row(
                        silent,
                        one,
                        takenSilently(PHONE),
                        NOW,
                        ended(phoneHasItAtLast, Outcome.DELIVERED_RCS, NOW, ReportKind.DELIVERED),
                        new Report(ReportKind.DELIVERED)));
        rows.add(
                row(
                        silent,
                        two,
                        takenSilently(PHONE),
                        NOW,
                        owing(phoneHasIt, ReportKind.DELIVERED),
                        new Report(ReportKind.DELIVERED)));
        rows.add(
                row(
                        delivered,
                        phoneHasIt,
                        takenSilently(TABLET),
                        NOW,
                        ended(deliveredTo(TABLET, phoneHasIt), Outcome.DELIVERED_RCS, NOW)));
        rows.add(
                row(
                        later,
                        one,
                        answer(PHONE, new AttemptOutcome.Unreachable("408")),
                        NOW,
                        state(one, backOff(30_000))));
        rows.add(
                row(
                        later,
                        one,
                        answer(PHONE, new AttemptOutcome.Later("503", 45_000)),
                        NOW,
                        state(one, backOff(45_000))));
        rows.add(
                row(
                        later,
                        one,
                        answer(PHONE, new AttemptOutcome.Later("503", Long.MAX_VALUE)),
                        NOW,
                        state(one, backOff(DeliveryMachine.LATEST_MS))));
        rows.add(
                row(
                        later,
                        phoneHasIt,
                        answer(TABLET, new AttemptOutcome.Later("486", 0)),
                        NOW,
                        state(phoneHasIt, backOff(30_000))));
        // the phone asked for more time than the tablet, and answered first
        Delivery phoneBusy =
                two.with(
                        new Sending(
                                List.of(
                                        new Leg(PHONE.device(), LegState.RETRY, NOW + 90_000),
                                        new Leg(TABLET.device(), LegState.PENDING)),
                                LEASE,
                                RoutePlan.NO_DEADLINE));
        rows.add(
                row(
                        "Sending | Attempted, other devices pending",
                        two,
                        answer(PHONE, new AttemptOutcome.Later("503", 90_000)),
                        NOW,
                        phoneBusy));
        rows.add(
                row(
                        later,
                        phoneBusy,
                        answer(TABLET, new AttemptOutcome.Later("503", 45_000)),
                        NOW,
                        state(two, backOff(90_000))));
        String away = "Sending | Attempted, devices are away";
        rows.add(
                row(
                        away,
                        one,
                        answer(PHONE, new AttemptOutcome.Offline("480")),
                        NOW,
                        state(one, offline(RoutePlan.NO_DEADLINE))));
        rows.add(
                row(
                        "Sending | Attempted BindingDead",
                        one,
                        answer(PHONE, new AttemptOutcome.BindingDead("430")),
                        NOW,
                        state(one, offline(RoutePlan.NO_DEADLINE)),
                        new DropBinding(PHONE.device())));
        rows.add(
                row(
                        impossible,
                        one,
                        answer(PHONE, notPossible),
                        NOW,
                        state(one, backOff(30_000)),
                        new Unreached(true)));
        for (AttemptOutcome.Says says :
                List.of(AttemptOutcome.Says.KIND, AttemptOutcome.Says.DEVICE)) {
            AttemptOutcome telling = new AttemptOutcome.NotPossible("404", says);
            Delivery report = sending(REPORT, PHONE);
            rows.add(
                    row(
                            "Sending | Attempted NotPossible, which tells of more than the message",
                            one,
                            answer(PHONE, telling),
                            NOW,
                            state(one, backOff(30_000)),
                            new Unreached(true),
                            new Refuted(PHONE.device(), Capabilities.EVERYTHING)));
            // who takes no reports may take messages
            rows.add(
                    row(
                            impossible,
                            report,
                            answer(PHONE, telling),
                            NOW,
                            state(report, backOff(30_000)),
                            new Unreached(true)));
        }
        for (Message message : List.of(NO_FALLBACK, REPORT, atOnce(ASKED))) {
            Delivery strict = sending(message, PHONE);
            rows.add(
                    row(
                            impossible,
                            strict,
                            answer(PHONE, notPossible),
                            NOW,
                            state(strict, backOff(30_000)),
                            new Unreached(true)));
        }
        Delivery hasty = sending(atOnce(ASKED), PHONE);
        Delivery hastyPair = sending(atOnce(ASKED), PHONE, TABLET);
        for (AttemptOutcome outcome :
                List.of(
                        new AttemptOutcome.Offline("480"),
                        new AttemptOutcome.Unreachable("408"),
                        new AttemptOutcome.Later("503", 1_000))) {
            rows.add(
                    row(
                            "Sending | Attempted, must not wait, no device has it",
                            hasty,
                            answer(PHONE, outcome),
                            NOW,
                            state(hasty, offline(RoutePlan.NO_DEADLINE)),
                            new Unreached(false)));
            rows.add(
                    row(
                            delivered,
                            deliveredTo(PHONE, state(hastyPair, phoneHasIt.state())),
                            answer(TABLET, outcome),
                            NOW,
                            ended(deliveredTo(PHONE, hastyPair), Outcome.DELIVERED_RCS, NOW)));
        }
        rows.add(
                row(
                        "Sending | Due (lease), must not wait",
                        hasty,
                        new Due(),
                        LEASE,
                        state(hasty.unanswered(), offline(RoutePlan.NO_DEADLINE)),
                        new Unreached(false)));
        rows.add(
                row(
                        "Sending | Due (lease)",
                        one,
                        new Due(),
                        LEASE,
                        state(
                                one.unanswered(),
                                new Held(
                                        HoldReason.BACKOFF,
                                        LEASE + 30_000,
                                        RoutePlan.NO_DEADLINE))));
        rows.add(
                row(
                        "Sending | Recovered",
                        one,
                        new Recovered(),
                        NOW,
                        state(
                                one.unanswered(),
                                new Held(HoldReason.QUEUED, EXPIRY, RoutePlan.NO_DEADLINE)),
                        new Replan()));
        rows.add(ignored(one, new Due(), LEASE - 1));
        rows.add(ignored(one, taken(TABLET)));
        rows.add(ignored(phoneHasIt, taken(PHONE)));
        rows.add(ignored(one, new Attempted(2, PHONE.device(), new AttemptOutcome.Accepted(true))));
        rows.add(ignored(one, rcs(PHONE)));
        rows.add(ignored(one, new Queued()));
        rows.add(ignored(one, READY));
        rows.add(ignored(one, accepted(0)));
        rows.add(ignored(one, new Receipt(0, true, "")));
        rows.add(ignored(one, new ReportStored(ReportKind.FAILED)));
        rows.add(ignored(sending(NOTHING_ASKED, PHONE), new Acknowledged()));
        return rows;
    }

    private static List<Row> smsRows() {
        Delivery flying = sms(ASKED, PartState.IN_FLIGHT, PartState.IN_FLIGHT);
        Delivery half = sms(ASKED, PartState.ACCEPTED, PartState.IN_FLIGHT);
        long receipts = NOW + POLICY.receiptTimeoutMs();
        var rows = new ArrayList<Row>();
        rows.add(row("Sms | PartEnded Accepted", flying, accepted(0), NOW, half));
        for (PartState before :
                List.of(PartState.IN_FLIGHT, PartState.UNKNOWN, PartState.WAITING)) {
            rows.add(
                    row(
                            "Sms | PartEnded Accepted (the last one)",
                            sms(ASKED, PartState.ACCEPTED, before),
                            accepted(1),
                            NOW,
                            owing(
                                    sms(
                                            ASKED,
                                            leg(PartState.ACCEPTED, PartState.ACCEPTED),
                                            NOW + 1_000,
                                            receipts),
                                    ReportKind.INTERWORKING_SMS),
                            new Report(ReportKind.INTERWORKING_SMS)));
        }
        rows.add(
                row(
                        "Sms | PartEnded Retry",
                        flying,
                        retry(1, 9_000, false),
                        NOW,
                        sms(
                                ASKED,
                                leg(PartState.IN_FLIGHT, PartState.WAITING),
                                NOW + 9_000,
                                PATIENCE)));
        rows.add(
                row(
                        "Sms | PartEnded Retry",
                        flying,
                        retry(1, Long.MAX_VALUE, true),
                        NOW,
                        sms(
                                ASKED,
                                leg(PartState.IN_FLIGHT, PartState.WAITING).tried(),
                                NOW + POLICY.smsRetryMaxMs(),
                                PATIENCE)));
        rows.add(
                row(
                        "Sms | PartEnded Retry",
                        sms(ASKED, PartState.WAITING, PartState.IN_FLIGHT),
                        retry(1, 0, true),
                        NOW,
                        sms(
                                ASKED,
                                leg(PartState.WAITING, PartState.WAITING),
                                NOW + DeliveryMachine.SOONEST_MS,
                                PATIENCE)));
        SmsLeg lastTry = leg(PartState.IN_FLIGHT).tried().tried();
        var failing = new ReportKind[] {ReportKind.FAILED, ReportKind.INTERWORKING_ERROR};
        var failingReports =
                new DeliveryEffect[] {
                    new Report(ReportKind.FAILED), new Report(ReportKind.INTERWORKING_ERROR)
                };
        Delivery exhausted = sms(ASKED, lastTry, NOW, PATIENCE);
        rows.add(
                row(
                        "Sms | PartEnded Retry, too often",
                        exhausted,
                        retry(0, 1, true),
                        NOW,
                        ended(exhausted, Outcome.FAILED, NOW, failing),
                        failingReports));
        String refused = "Sms | PartEnded Rejected, Receipt failed";
        rows.add(
                row(
                        refused,
                        flying,
                        REJECTED,
                        NOW,
                        ended(flying, Outcome.FAILED, NOW, failing),
                        failingReports));
        rows.add(
                row(
                        refused,
                        half,
                        new Receipt(0, false, "UNDELIV"),
                        NOW,
                        ended(half, Outcome.FAILED, NOW, failing),
                        failingReports));
        rows.add(
                row(
                        "Sms | PartEnded GatewayGone",
                        flying,
                        GONE,
                        NOW,
                        ended(flying, Outcome.FAILED, NOW, failing),
                        failingReports));
        Delivery again = sms(ASKED, leg(PartState.IN_FLIGHT).resent(), NOW, PATIENCE);
        for (Delivery doubtful :
                List.of(again, sms(ASKED, PartState.IN_FLIGHT, PartState.DELIVERED))) {
            rows.add(
                    row(
                            "Sms | PartEnded GatewayGone, some part may have been taken",
                            doubtful,
                            GONE,
                            NOW,
                            ended(doubtful, Outcome.SMS_UNCONFIRMED, NOW)));
        }
        rows.add(ignored(half, GONE));
        String unclear = "Sms | PartEnded Unknown, Recovered";
        rows.add(
                row(
                        unclear,
                        flying,
                        UNANSWERED,
                        NOW,
                        sms(
                                ASKED,
                                leg(PartState.UNKNOWN, PartState.IN_FLIGHT),
                                NOW + 1_000,
                                PATIENCE)));
        rows.add(
                row(
                        unclear,
                        half,
                        new Recovered(),
                        NOW + 5,
                        sms(
                                ASKED,
                                leg(PartState.ACCEPTED, PartState.UNKNOWN),
                                NOW + 1_000,
                                PATIENCE + 5)));
        rows.add(
                row(
                        "Sms | Receipt delivered",
                        flying,
                        new Receipt(1, true, ""),
                        NOW,
                        sms(ASKED, PartState.IN_FLIGHT, PartState.DELIVERED)));
        Delivery nearly = sms(ASKED, PartState.DELIVERED, PartState.IN_FLIGHT);
        rows.add(
                row(
                        "Sms | Receipt delivered (the last one)",
                        nearly,
                        new Receipt(1, true, ""),
                        NOW,
                        ended(
                                nearly,
                                Outcome.DELIVERED_SMS,
                                NOW,
                                ReportKind.INTERWORKING_SMS,
                                ReportKind.DELIVERED),
                        new Report(ReportKind.DELIVERED),
                        new Report(ReportKind.INTERWORKING_SMS)));
        rows.addAll(smsDueRows());
        rows.add(ignored(flying, new Due(), PATIENCE - 1));
        rows.add(ignored(half, new PartEnded(0, new PartOutcome.Accepted())));
        rows.add(ignored(half, REJECTED));
        rows.add(ignored(half, retry(0, 1, true)));
        rows.add(ignored(half, UNANSWERED));
        rows.add(ignored(half, accepted(2)));
        rows.add(ignored(half, accepted(-1)));
        rows.add(ignored(half, new Receipt(2, true, "")));
        rows.add(ignored(nearly, new Receipt(0, false, "UNDELIV")));
        rows.add(ignored(sms(ASKED, PartState.ACCEPTED), new Recovered()));
        rows.add(ignored(flying, rcs(PHONE)));
        rows.add(ignored(flying, new Queued()));
        rows.add(ignored(flying, READY));
        rows.add(ignored(flying, taken(PHONE)));
        rows.add(ignored(flying, new ReportStored(ReportKind.FAILED)));
        rows.add(ignored(sms(NOTHING_ASKED, PartState.IN_FLIGHT), new Acknowledged()));
        return rows;
    }

    private static List<Row> mmsRows() {
        var content = new MmsContent("", "text/plain", new byte[] {'x'});
        Message either =
                Examples.message(
                        ASKED.dispositions(),
                        new FallbackOffer.Mms(content, FallbackOffer.RENDERED),
                        Purpose.CONTENT);
        Message only =
                Examples.message(
                        ASKED.dispositions(),
                        new FallbackOffer.Mms(content, FallbackOffer.NONE),
                        Purpose.CONTENT);
        SmsLeg leg = new SmsLeg("mmsc-a", 0, 0, 0, List.of(PartState.IN_FLIGHT), Bearer.MMS);
        SmsLeg taken = leg.with(0, PartState.ACCEPTED);
        Delivery flying = sms(either, leg, NOW, PATIENCE);
        Delivery there = sms(either, taken, NOW, NOW + POLICY.receiptTimeoutMs());
        var failing = new ReportKind[] {ReportKind.FAILED, ReportKind.INTERWORKING_ERROR};
        var failingReports =
                new DeliveryEffect[] {
                    new Report(ReportKind.FAILED), new Report(ReportKind.INTERWORKING_ERROR)
                };
        var rows = new ArrayList<Row>();
        rows.add(
                row(
                        "Sms, MMS | PartEnded Accepted",
                        flying,
                        accepted(0),
                        NOW,
                        owing(there, ReportKind.INTERWORKING_MMS),
                        new Report(ReportKind.INTERWORKING_MMS)));
        rows.add(
                row(
                        "Sms, MMS | Receipt delivered",
                        there,
                        new Receipt(0, true, ""),
                        NOW,
                        ended(there, Outcome.DELIVERED_MMS, NOW, ReportKind.DELIVERED),
                        new Report(ReportKind.DELIVERED)));
        String switched =
                "Sms, MMS | PartEnded Rejected, GatewayGone or Retry too often, may be SMS";
        var asSms = new DeliveryEffect.PrepareSms(RouteReason.MMS_REFUSED);
        rows.add(row(switched, flying, REJECTED, NOW, flying, asSms));
        rows.add(row(switched, flying, GONE, NOW, flying, asSms));
        Delivery exhausted = sms(either, leg.tried().tried(), NOW, PATIENCE);
        rows.add(row(switched, exhausted, retry(0, 1, true), NOW, exhausted, asSms));
        rows.add(
                row(
                        "Sms, MMS | SmsPrepared Ready",
                        flying,
                        new SmsPrepared(RouteReason.MMS_REFUSED, new SmsPlan.Ready("smsc-a", 7, 1)),
                        NOW,
                        sms(either, leg(PartState.IN_FLIGHT), PATIENCE, PATIENCE),
                        new SubmitParts(leg(PartState.IN_FLIGHT), List.of(0), false)));
        rows.add(
                row(
                        "Sms, MMS | SmsPrepared NotNow",
                        flying,
                        new SmsPrepared(
                                RouteReason.MMS_REFUSED,
                                new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 7_000)),
                        NOW,
                        sms(either, leg.with(0, PartState.WAITING), NOW + 7_000, PATIENCE)));
        rows.add(
                row(
                        "Sms, MMS | SmsPrepared NotPossible",
                        flying,
                        new SmsPrepared(
                                RouteReason.MMS_REFUSED,
                                new SmsPlan.NotPossible(RouteReason.NO_GATEWAY)),
                        NOW,
                        ended(flying, Outcome.FAILED, Failure.MMS, NOW, failing),
                        failingReports));
        // without SMS, and where it may have been taken, as it is with an SMS
        Delivery alone = sms(only, leg, NOW, PATIENCE);
        Delivery doubtful = sms(either, leg.resent(), NOW, PATIENCE);
        for (Delivery delivery : List.of(alone, doubtful)) {
            rows.add(
                    row(
                            "Sms | PartEnded Rejected, Receipt failed",
                            delivery,
                            REJECTED,
                            NOW,
                            ended(delivery, Outcome.FAILED, Failure.MMS, NOW, failing),
                            failingReports));
        }
        rows.add(
                row(
                        "Sms | PartEnded Rejected, Receipt failed",
                        there,
                        new Receipt(0, false, "EXPIRED"),
                        NOW,
                        ended(there, Outcome.FAILED, Failure.MMS, NOW, failing),
                        failingReports));
        rows.add(ignored(flying, READY));
        return rows;
    }

    private static List<Row> smsDueRows() {
        String submit = "Sms | Due, parts wait or the policy sends unanswered ones again";
        String unconfirmed = "Sms | Due, receipts overdue, expired";
        long wait = POLICY.unknownWaitMs();
        SmsLeg halfAgain = leg(PartState.ACCEPTED, PartState.IN_FLIGHT);
        Delivery waiting = sms(ASKED, PartState.ACCEPTED, PartState.WAITING);
        Delivery unknown = sms(ASKED, PartState.ACCEPTED, PartState.UNKNOWN);
        var rows = new ArrayList<Row>();
        rows.add(
                row(
                        submit,
                        waiting,
                        new Due(),
                        NOW + 1_000,
                        sms(ASKED, halfAgain, NOW + 1_000 + wait, NOW + 1_000 + wait),
                        new SubmitParts(halfAgain, List.of(1), false)));
        rows.add(
                row(
                        submit,
                        unknown,
                        new Due(),
                        PATIENCE,
                        sms(ASKED, halfAgain.resent(), PATIENCE + wait, PATIENCE + wait),
                        new SubmitParts(halfAgain.resent(), List.of(1), true)));
        rows.add(
                row(
                        submit,
                        sms(ASKED, halfAgain, NOW, PATIENCE),
                        new Due(),
                        PATIENCE,
                        sms(
                                ASKED,
                                leg(PartState.ACCEPTED, PartState.UNKNOWN),
                                PATIENCE + wait,
                                PATIENCE + wait)));
        // it is too early for the part that waits, not for the one without answer
        SmsLeg mixed = leg(PartState.WAITING, PartState.IN_FLIGHT).resent();
        rows.add(
                row(
                        submit,
                        sms(
                                ASKED,
                                leg(PartState.WAITING, PartState.UNKNOWN),
                                PATIENCE + 9,
                                PATIENCE),
                        new Due(),
                        PATIENCE,
                        sms(ASKED, mixed, PATIENCE + 9, PATIENCE + wait),
                        new SubmitParts(mixed, List.of(1), true)));
        rows.add(
                new Row(
                        submit,
                        AT_MOST_ONCE,
                        unknown,
                        new Due(),
                        PATIENCE,
                        sms(ASKED, leg(PartState.ACCEPTED, PartState.UNKNOWN), EXPIRY, EXPIRY),
                        List.of()));
        Delivery all = sms(ASKED, PartState.ACCEPTED, PartState.DELIVERED);
        rows.add(
                row(
                        unconfirmed,
                        all,
                        new Due(),
                        PATIENCE,
                        ended(all, Outcome.SMS_UNCONFIRMED, PATIENCE)));
        SmsLeg often = leg(PartState.ACCEPTED, PartState.UNKNOWN).resent().resent();
        rows.add(
                row(
                        "Sms | Due, unanswered too often",
                        sms(ASKED, often, NOW, PATIENCE),
                        new Due(),
                        PATIENCE,
                        sms(ASKED, often, EXPIRY, EXPIRY)));
        // failed tries are counted apart
        SmsLeg failedBefore = leg(PartState.UNKNOWN).tried().tried();
        SmsLeg onceMore = leg(PartState.IN_FLIGHT).tried().tried().resent();
        rows.add(
                row(
                        submit,
                        sms(ASKED, failedBefore, NOW, PATIENCE),
                        new Due(),
                        PATIENCE,
                        sms(ASKED, onceMore, PATIENCE + wait, PATIENCE + wait),
                        new SubmitParts(onceMore, List.of(0), true)));
        rows.add(
                row(
                        unconfirmed,
                        unknown,
                        new Due(),
                        EXPIRY,
                        ended(unknown, Outcome.SMS_UNCONFIRMED, EXPIRY)));
        Delivery unsent = sms(ASKED, PartState.WAITING);
        rows.add(
                row(
                        "Sms | Due, expired, surely nothing sent",
                        unsent,
                        new Due(),
                        EXPIRY,
                        ended(
                                unsent,
                                Outcome.EXPIRED,
                                EXPIRY,
                                ReportKind.FAILED,
                                ReportKind.INTERWORKING_ERROR),
                        new Report(ReportKind.FAILED),
                        new Report(ReportKind.INTERWORKING_ERROR)));
        return rows;
    }

    private static List<Row> overRows() {
        Delivery owing = over(ASKED, Outcome.EXPIRED, ReportKind.FAILED.bit());
        long retryAt = owing.dueMs();
        var rows = new ArrayList<Row>();
        String again = "Over | Due, Recovered";
        rows.add(
                row(
                        again,
                        owing,
                        new Due(),
                        retryAt,
                        ended(owing, Outcome.EXPIRED, retryAt),
                        new Report(ReportKind.FAILED)));
        rows.add(
                row(
                        again,
                        owing,
                        new Recovered(),
                        NOW,
                        ended(owing, Outcome.EXPIRED, NOW),
                        new Report(ReportKind.FAILED)));
        rows.add(ignored(owing, new Due(), retryAt - 1));
        rows.add(ignored(owing, rcs(PHONE)));
        rows.add(ignored(owing, new Queued()));
        rows.add(ignored(owing, new Acknowledged()));
        rows.add(ignored(owing, taken(PHONE)));
        rows.add(ignored(owing, READY));
        rows.add(ignored(owing, accepted(0)));
        rows.add(ignored(owing, new Receipt(0, true, "")));
        rows.add(ignored(owing, new Purge()));
        rows.add(ignored(owing, new ReportStored(ReportKind.DELIVERED)));
        return rows;
    }

    private static List<Row> revokeRows() {
        Delivery held = held(ASKED);
        var rows = new ArrayList<Row>();
        for (Delivery waiting :
                List.of(
                        held,
                        held(NOTHING_ASKED),
                        held(NO_FALLBACK),
                        held(ASKED, backOff(30_000)),
                        owing(held, ReportKind.STORED))) {
            var silent =
                    new Delivery(
                            waiting.message(),
                            waiting.state(),
                            waiting.attempts(),
                            waiting.delivered(),
                            0);
            rows.add(
                    row(
                            "Held | Revoke, no device has it or may have it",
                            waiting,
                            new Revoke(),
                            NOW,
                            ended(silent, Outcome.REVOKED, NOW)));
        }
        rows.add(ignored(deliveredTo(PHONE, held), new Revoke()));
        rows.add(ignored(held.unanswered(), new Revoke()));
        rows.add(ignored(sending(ASKED, PHONE), new Revoke()));
        rows.add(ignored(sms(ASKED, PartState.WAITING), new Revoke()));
        rows.add(ignored(over(ASKED, Outcome.EXPIRED, ReportKind.FAILED.bit()), new Revoke()));
        return rows;
    }

    private static List<Row> commonRows() {
        Delivery held = held(ASKED);
        Delivery sending = sending(ASKED, PHONE);
        Delivery sms = sms(ASKED, PartState.IN_FLIGHT);
        String acknowledged = "any but Over | Acknowledged";
        var rows = new ArrayList<Row>();
        rows.add(
                row(
                        acknowledged,
                        held,
                        new Acknowledged(),
                        NOW,
                        owing(held, ReportKind.STORED),
                        new Report(ReportKind.STORED)));
        for (Delivery moving : List.of(sending, sms)) {
            rows.add(
                    row(
                            acknowledged,
                            moving,
                            new Acknowledged(),
                            NOW,
                            owing(moving, ReportKind.PROCESSED),
                            new Report(ReportKind.PROCESSED)));
        }
        for (Delivery open : List.of(held, sending, sms)) {
            Delivery owing = owing(open, ReportKind.PROCESSED);
            rows.add(
                    row(
                            "any but Over | Purge",
                            owing,
                            new Purge(),
                            NOW,
                            ended(owing, Outcome.PURGED, NOW),
                            new Report(ReportKind.PROCESSED)));
            long repeat = NOW + POLICY.reportRetryMs();
            rows.add(
                    row(
                            "any but Over | Due, reports not stored in time",
                            owing,
                            new Due(),
                            repeat,
                            owing.reportingAt(repeat + POLICY.reportRetryMs()),
                            new Report(ReportKind.PROCESSED)));
            rows.add(ignored(owing, new Due(), repeat - 1));
            rows.add(
                    row(
                            "any | ReportStored, was due",
                            owing,
                            new ReportStored(ReportKind.PROCESSED),
                            NOW,
                            open));
        }
        Delivery over = over(ASKED, Outcome.EXPIRED, ReportKind.FAILED.bit());
        rows.add(
                row(
                        "any | ReportStored, was due",
                        over,
                        new ReportStored(ReportKind.FAILED),
                        NOW,
                        over(ASKED, Outcome.EXPIRED, 0)));
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesTheTransition(Row row) {
        Step step = new DeliveryMachine(row.policy()).on(row.before(), row.event(), row.atMs());
        assertThat(step.delivery()).isEqualTo(row.after());
        assertThat(step.effects()).isEqualTo(row.effects());
        assertThat(step.ignored()).isEqualTo(row.line().equals(IGNORED));
    }

    @Test
    void everyStateMeetsEveryEvent() {
        Set<String> expected = new TreeSet<>();
        for (Class<?> state : DeliveryState.class.getPermittedSubclasses()) {
            for (Class<?> event : DeliveryEvent.class.getPermittedSubclasses()) {
                expected.add(state.getSimpleName() + " + " + event.getSimpleName());
            }
        }
        Set<String> met =
                rows().map(r ->
                                r.before().state().getClass().getSimpleName()
                                        + " + "
                                        + r.event().getClass().getSimpleName())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(met).isEqualTo(expected);
    }

    /// The table in the doc comment says what these rows prove, no more and no less.
    @Test
    void theDrawnTableIsTheProvenOne() throws IOException {
        Path source = Path.of("src/main/java/org/fivegmc/core/delivery/DeliveryMachine.java");
        Set<String> drawn;
        try (Stream<String> lines = Files.lines(source)) {
            drawn =
                    lines.filter(l -> l.startsWith("/// | "))
                            .filter(l -> !l.startsWith("/// | state "))
                            .map(l -> l.split("\\|", -1))
                            .map(cells -> cells[1].strip() + " | " + cells[2].strip())
                            .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<String> proven =
                rows().map(Row::line)
                        .filter(l -> !l.equals(IGNORED))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(proven).isEqualTo(drawn);
    }
}
