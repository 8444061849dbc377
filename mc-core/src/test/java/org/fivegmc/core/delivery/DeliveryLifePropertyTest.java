package org.fivegmc.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fivegmc.core.delivery.DeliveryEvent.Attempted;
import org.fivegmc.core.delivery.DeliveryEvent.PartEnded;
import org.fivegmc.core.delivery.DeliveryEvent.Planned;
import org.fivegmc.core.delivery.DeliveryEvent.SmsPrepared;
import org.fivegmc.core.delivery.DeliveryState.Over;
import org.fivegmc.core.delivery.DeliveryState.Sms;
import org.fivegmc.core.message.Dispositions;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.junit.jupiter.api.Test;

/// What holds in every life, however events come.
class DeliveryLifePropertyTest {

    private static final int KINDS = 23;
    private static final int EVENTS_MAX = 60;
    private static final List<ReportKind> REPORTS = List.copyOf(EnumSet.allOf(ReportKind.class));
    private static final int DUE_MAX = 2_000;

    @Test
    void keepsItsPromisesWhateverHappens() {
        qt().withExamples(5_000)
                .forAll(
                        integers().between(0, 255),
                        lists().of(integers().between(0, KINDS * 1_000))
                                .ofSizeBetween(0, EVENTS_MAX))
                .checkAssert((setting, choices) -> {
                    var life = new Life(setting);
                    choices.forEach(life::live);
                    life.untilTheEnd();
                });
    }

    /// One delivery with an eye on everything that was ever asked for.
    private static final class Life {
        private final DeliveryPolicy policy;
        private final DeliveryMachine machine;
        private final Message message;
        private final Set<Integer> taken = new HashSet<>();
        private final Set<ReportKind> reported = EnumSet.noneOf(ReportKind.class);
        private Delivery delivery;
        private long nowMs = Examples.NOW;
        private boolean wasSms;

        Life(int setting) {
            policy = (setting & 1) == 0 ? Examples.POLICY : Examples.AT_MOST_ONCE;
            machine = new DeliveryMachine(policy);
            Message patient =
                    Examples.message(
                            new Dispositions(setting >> 1 & 31),
                            (setting >> 6 & 1) == 0 ? FallbackOffer.RENDERED : FallbackOffer.NONE,
                            Purpose.CONTENT);
            message = setting >> 7 == 0 ? patient : Examples.atOnce(patient);
            delivery = Delivery.accepted(message, RoutePlan.NO_DEADLINE);
        }

        void live(int choice) {
            int more = choice / KINDS;
            nowMs += more % 10 == 0 ? more * 97L : more % 7;
            on(event(choice % KINDS, more));
        }

        private DeliveryEvent event(int kind, int more) {
            Binding device = more % 2 == 0 ? Examples.PHONE : Examples.TABLET;
            return switch (kind) {
                case 0 ->
                        plan(
                                new RoutePlan.DeliverRcs(
                                        RouteReason.REGISTERED_AND_CAPABLE,
                                        more % 3 == 0
                                                ? List.of(device)
                                                : List.of(Examples.PHONE, Examples.TABLET)));
                case 1 -> plan(new RoutePlan.FallBack(RouteReason.RCS_OFF));
                case 2 -> plan(new RoutePlan.Hold(RouteReason.OFFLINE, nowMs + more * 100L));
                case 3 ->
                        plan(
                                new RoutePlan.Reject(
                                        RouteReason.FORBIDDEN_NUMBER,
                                        RefusalReason.FORBIDDEN_RECIPIENT));
                case 4 -> new DeliveryEvent.Queued();
                case 5 -> new DeliveryEvent.Acknowledged();
                case 6 -> attempted(device, new AttemptOutcome.Accepted(more % 3 == 0));
                case 7 -> attempted(device, new AttemptOutcome.Unreachable("408"));
                case 8 -> attempted(device, new AttemptOutcome.Offline("480"));
                case 9 -> attempted(device, new AttemptOutcome.Later("503", more * 1_000L));
                case 10 -> attempted(device, new AttemptOutcome.NotPossible("488"));
                case 11 -> attempted(device, new AttemptOutcome.BindingDead("430"));
                case 12 -> prepared(new SmsPlan.Ready("smsc-a", more, 1 + more % 3));
                case 13 -> prepared(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, more * 10L));
                case 14 -> prepared(new SmsPlan.NotPossible(RouteReason.NOT_RENDERABLE));
                case 15 -> new PartEnded(more % 4, new PartOutcome.Accepted());
                case 16 ->
                        new PartEnded(more % 4, new PartOutcome.Retry("busy", more, more % 2 == 0));
                case 17 ->
                        new PartEnded(
                                more % 4,
                                switch (more % 5) {
                                    case 0 -> new PartOutcome.Rejected("no");
                                    case 1 -> new PartOutcome.GatewayGone("renamed");
                                    default -> new PartOutcome.Unknown("lost");
                                });
                case 18 -> new DeliveryEvent.Receipt(more % 4, more % 5 != 0, "");
                case 19 -> new DeliveryEvent.ReportStored(REPORTS.get(more % REPORTS.size()));
                case 20 ->
                        more % 9 == 0 ? new DeliveryEvent.Purge() : new DeliveryEvent.Recovered();
                case 21 -> more % 9 == 4 ? new DeliveryEvent.Revoke() : new DeliveryEvent.Queued();
                default -> {
                    nowMs = Math.max(nowMs, delivery.dueMs());
                    yield new DeliveryEvent.Due();
                }
            };
        }

        private static Planned plan(RoutePlan plan) {
            return new Planned(plan);
        }

        private Attempted attempted(Binding device, AttemptOutcome outcome) {
            return new Attempted(delivery.attempts(), device.device(), outcome);
        }

        private static SmsPrepared prepared(SmsPlan plan) {
            return new SmsPrepared(RouteReason.RCS_OFF, plan);
        }

        private Step on(DeliveryEvent event) {
            Delivery before = delivery;
            boolean due = event instanceof DeliveryEvent.Due && nowMs >= before.dueMs();
            Step step = machine.on(before, event, nowMs);
            delivery = step.delivery();
            if (step.ignored()) {
                assertThat(delivery).isEqualTo(before);
                assertThat(step.effects()).isEmpty();
            }
            if (due) {
                assertThat(step.ignored()).as("a wake-up that is due is never lost").isFalse();
            }
            if (event instanceof DeliveryEvent.Revoke && !step.ignored()) {
                assertThat(wasSms).as("revoked after SMS").isFalse();
                assertThat(before.delivered()).isEmpty();
                assertThat(step.effects()).isEmpty();
                assertThat(delivery.isFinished()).isTrue();
            }
            if (before.state() instanceof Over(var outcome, var _, var why)) {
                assertThat(delivery.state())
                        .isInstanceOfSatisfying(
                                Over.class,
                                o -> {
                                    assertThat(o.outcome()).isEqualTo(outcome);
                                    assertThat(o.why()).isEqualTo(why);
                                });
            }
            remember(event, step);
            step.effects().forEach(this::check);
            checkDue();
            return step;
        }

        private void remember(DeliveryEvent event, Step step) {
            if (step.ignored()) {
                return;
            }
            wasSms |= delivery.state() instanceof Sms;
            switch (event) {
                case PartEnded(var part, PartOutcome.Accepted()) -> taken.add(part);
                case DeliveryEvent.Receipt(var part, var delivered, var _) when delivered ->
                        taken.add(part);
                default -> {}
            }
        }

        private void check(DeliveryEffect effect) {
            switch (effect) {
                case DeliveryEffect.Send send -> {
                    assertThat(wasSms).as("sent over RCS after SMS").isFalse();
                    assertThat(send.devices()).isNotEmpty();
                    assertThat(send.devices())
                            .noneMatch(b -> delivery.delivered().contains(b.device()));
                }
                case DeliveryEffect.SubmitParts submit ->
                        assertThat(submit.parts()).isNotEmpty().noneMatch(taken::contains);
                case DeliveryEffect.Report(var kind) -> {
                    assertThat(message.wants(kind)).isTrue();
                    reported.add(kind);
                    assertThat(
                                    reported.containsAll(
                                            Set.of(ReportKind.DELIVERED, ReportKind.FAILED)))
                            .isFalse();
                }
                case DeliveryEffect.PrepareSms _ -> assertThat(message.mayFallBack()).isTrue();
                case DeliveryEffect.Unreached _ ->
                        assertThat(delivery.state()).isInstanceOf(DeliveryState.Held.class);
                case DeliveryEffect.Replan _,
                        DeliveryEffect.DropBinding _,
                        DeliveryEffect.Refuted _ -> {}
            }
        }

        private void checkDue() {
            long latest =
                    switch (delivery.state()) {
                        case DeliveryState.Held _ -> message.expiresAtMs();
                        case DeliveryState.Sending _ -> nowMs + policy.attemptLeaseMs();
                        case Sms _ ->
                                Math.max(
                                        message.expiresAtMs(),
                                        nowMs
                                                + Math.max(
                                                        policy.unknownWaitMs(),
                                                        policy.receiptTimeoutMs()));
                        case Over _ -> nowMs + policy.reportRetryMs();
                    };
            assertThat(delivery.dueMs()).isBetween(0L, latest);
            if (delivery.isFinished()) {
                assertThat(delivery.isOver()).isTrue();
                assertThat(delivery.reportsDueList()).isEmpty();
            }
        }

        /// Nothing happens any more but time.
        void untilTheEnd() {
            for (int i = 0; i < DUE_MAX && !delivery.isOver(); i++) {
                nowMs = Math.max(nowMs, delivery.dueMs());
                for (DeliveryEffect effect : on(new DeliveryEvent.Due()).effects()) {
                    switch (effect) {
                        case DeliveryEffect.Unreached _ ->
                                on(plan(new RoutePlan.Fail(RouteReason.NOT_KEPT, Failure.OFFLINE)));
                        case DeliveryEffect.Replan _ ->
                                on(
                                        plan(
                                                new RoutePlan.Hold(
                                                        RouteReason.OFFLINE,
                                                        RoutePlan.NO_DEADLINE)));
                        case DeliveryEffect.PrepareSms _ ->
                                on(prepared(new SmsPlan.NotNow(RouteReason.NO_GATEWAY, 60_000)));
                        case DeliveryEffect.Report(var kind) ->
                                on(new DeliveryEvent.ReportStored(kind));
                        default -> {}
                    }
                }
            }
            assertThat(delivery.isOver()).as("ends by time alone").isTrue();
            delivery.reportsDueList().forEach(k -> on(new DeliveryEvent.ReportStored(k)));
            assertThat(delivery.isFinished()).isTrue();
        }
    }
}
