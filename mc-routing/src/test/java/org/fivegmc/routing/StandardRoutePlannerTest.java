package org.fivegmc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fivegmc.core.message.FallbackOffer;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.ReportKind;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.route.RoutePlan;
import org.fivegmc.core.route.RouteQuery;
import org.fivegmc.core.route.RouteReason;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.Subscriber;
import org.fivegmc.routing.number.NumberPlan;
import org.fivegmc.routing.number.PrefixSet;
import org.junit.jupiter.api.Test;

class StandardRoutePlannerTest {

    private static final long NOW = 1_000_000;
    private static final Msisdn ALICE = Msisdn.of("+8613800000001");
    private static final Msisdn BOB = Msisdn.of("+8613800000002");
    private static final Purpose DELIVERED =
            new Purpose.Report(new ImdnMessageId("m1"), ReportKind.DELIVERED);
    private static final NumberPlan NUMBERS = new NumberPlan();

    private static Binding device(String id, long capabilities, long expiresAt) {
        return new Binding(
                new DeviceId(id), new Capabilities(capabilities), 0, expiresAt, new byte[0]);
    }

    private static Recipient user(boolean rcs, Binding... devices) {
        return new Recipient.Known(
                Subscriber.provisioned(BOB, rcs, Credentials.NONE)
                        .withBindings(List.of(devices), Capabilities.NONE, 0));
    }

    private static RouteQuery query(Recipient recipient, Purpose purpose, FallbackOffer fallback) {
        return new RouteQuery(ALICE, BOB, recipient, purpose, fallback, true, NOW - 1000, NOW);
    }

    private static RoutePlan plan(RoutingPolicy policy, Recipient recipient) {
        return new StandardRoutePlanner(policy, NUMBERS)
                .plan(query(recipient, Purpose.CONTENT, FallbackOffer.RENDERED));
    }

    @Test
    void sendsToEveryLiveDeviceThatTakesIt() {
        Binding phone = device("phone", Capabilities.PAGER, NOW + 1);
        Binding tablet = device("tablet", Capabilities.PLAIN_SIP, NOW + 1);
        Binding watch = device("watch", Capabilities.CHAT, NOW + 1);
        Binding old = device("old", Capabilities.PAGER, NOW);
        assertThat(plan(RoutingPolicy.DEFAULT, user(true, phone, tablet, watch, old)))
                .isEqualTo(
                        new RoutePlan.DeliverRcs(
                                RouteReason.REGISTERED_AND_CAPABLE, List.of(phone, tablet)));
    }

    /// By the table of models, by an answer to OPTIONS, or by what they refused.
    @Test
    void whoseDevicesAreKnownToTakeNothingGetsAnSms() {
        for (Capabilities.Source source :
                List.of(
                        Capabilities.Source.TABLE,
                        Capabilities.Source.OPTIONS,
                        Capabilities.Source.EVIDENCE)) {
            Capabilities nothing = Capabilities.NONE.from(source);
            assertThat(
                            plan(
                                    RoutingPolicy.DEFAULT,
                                    user(true, device("phone", nothing.bits(), NOW + 1))))
                    .isEqualTo(new RoutePlan.FallBack(RouteReason.NO_CAPABLE_DEVICE));
            var away =
                    new Recipient.Known(
                            Subscriber.provisioned(BOB, true, Credentials.NONE)
                                    .withBindings(List.of(), nothing, NOW - 1));
            assertThat(plan(RoutingPolicy.DEFAULT, away))
                    .isEqualTo(new RoutePlan.FallBack(RouteReason.NOT_CAPABLE_WHEN_SEEN));
        }
    }

    @Test
    void theDeadlineAlsoRunsForARegisteredUser() {
        var patient =
                new RoutingPolicy(RoutingPolicy.Fallback.AFTER_DEADLINE, 5000, PrefixSet.EMPTY);
        Binding phone = device("phone", Capabilities.PAGER, NOW + 1);
        assertThat(plan(patient, user(true, phone)))
                .isEqualTo(
                        new RoutePlan.DeliverRcs(
                                RouteReason.REGISTERED_AND_CAPABLE,
                                List.of(phone),
                                NOW - 1000 + 5000));
    }

    @Test
    void onlyContentThatItsSenderAndThePolicyLetGoMayFallBack() {
        for (RoutingPolicy.Fallback policy : RoutingPolicy.Fallback.values()) {
            var planner =
                    new StandardRoutePlanner(
                            new RoutingPolicy(policy, 5000, PrefixSet.EMPTY), NUMBERS);
            boolean on = policy != RoutingPolicy.Fallback.NEVER;
            assertThat(
                            planner.allowsFallback(
                                    query(user(true), Purpose.CONTENT, FallbackOffer.RENDERED)))
                    .isEqualTo(on);
            assertThat(
                            planner.allowsFallback(
                                    query(user(true), Purpose.CONTENT, FallbackOffer.NONE)))
                    .isFalse();
            assertThat(planner.allowsFallback(query(user(true), DELIVERED, FallbackOffer.RENDERED)))
                    .isFalse();
        }
    }

    /// They may have another phone by now; who never was here is still expected.
    @Test
    void whoHasNotBeenSeenForLongIsNoLongerWaitedFor() {
        var policy =
                new RoutingPolicy(
                        RoutingPolicy.Fallback.WHEN_NOT_CAPABLE,
                        RoutePlan.NO_DEADLINE,
                        PrefixSet.EMPTY,
                        5_000);
        assertThat(plan(policy, seenAt(NOW - 5_000))).isInstanceOf(RoutePlan.Hold.class);
        assertThat(plan(policy, seenAt(NOW - 5_001)))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.LONG_AWAY));
        assertThat(plan(policy, seenAt(0))).isInstanceOf(RoutePlan.Hold.class);
        assertThat(plan(RoutingPolicy.DEFAULT, seenAt(1))).isInstanceOf(RoutePlan.Hold.class);
    }

    private static Recipient seenAt(long lastSeenMs) {
        return new Recipient.Known(
                Subscriber.provisioned(BOB, true, Credentials.NONE)
                        .withBindings(List.of(), Capabilities.NONE, lastSeenMs));
    }

    @Test
    void holdsForAnOfflineUserUntilTheDeadlineThenFallsBack() {
        var patient =
                new RoutingPolicy(RoutingPolicy.Fallback.AFTER_DEADLINE, 5000, PrefixSet.EMPTY);
        assertThat(plan(patient, user(true)))
                .isEqualTo(new RoutePlan.Hold(RouteReason.OFFLINE, NOW - 1000 + 5000));
        var hasty = new RoutingPolicy(RoutingPolicy.Fallback.AFTER_DEADLINE, 1000, PrefixSet.EMPTY);
        assertThat(plan(hasty, user(true)))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.OFFLINE_DEADLINE_PASSED));
        assertThat(plan(RoutingPolicy.DEFAULT, user(true)))
                .isEqualTo(new RoutePlan.Hold(RouteReason.OFFLINE, RoutePlan.NO_DEADLINE));
    }

    @Test
    void fallsBackForStrangersUsersWithoutRcsAndIncapableDevices() {
        assertThat(plan(RoutingPolicy.DEFAULT, Recipient.STRANGER))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.NOT_A_SUBSCRIBER));
        assertThat(plan(RoutingPolicy.DEFAULT, user(false)))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.RCS_OFF));
        assertThat(plan(RoutingPolicy.DEFAULT, user(true, device("w", Capabilities.CHAT, NOW + 1))))
                .isEqualTo(new RoutePlan.FallBack(RouteReason.NO_CAPABLE_DEVICE));
    }

    @Test
    void withoutFallbackUsersWaitAndStrangersAreRefused() {
        var planner = new StandardRoutePlanner(RoutingPolicy.DEFAULT, NUMBERS);
        assertThat(planner.plan(query(user(false), Purpose.CONTENT, FallbackOffer.NONE)))
                .isEqualTo(
                        new RoutePlan.Hold(
                                RouteReason.FALLBACK_NOT_ALLOWED, RoutePlan.NO_DEADLINE));
        assertThat(planner.plan(query(Recipient.STRANGER, Purpose.CONTENT, FallbackOffer.NONE)))
                .isEqualTo(
                        new RoutePlan.Reject(
                                RouteReason.FALLBACK_NOT_ALLOWED, RefusalReason.UNKNOWN_RECIPIENT));
        var off = new RoutingPolicy(RoutingPolicy.Fallback.NEVER, 0, PrefixSet.EMPTY);
        assertThat(plan(off, Recipient.STRANGER).reason()).isEqualTo(RouteReason.FALLBACK_OFF);
    }

    @Test
    void reportsNeverFallBackAndNeedADeviceThatKnowsThem() {
        var planner = new StandardRoutePlanner(RoutingPolicy.DEFAULT, NUMBERS);
        Recipient plain = user(true, device("p", Capabilities.PLAIN_SIP, NOW + 1));
        assertThat(planner.plan(query(plain, DELIVERED, FallbackOffer.NONE)))
                .isInstanceOf(RoutePlan.Hold.class);
        assertThat(planner.plan(query(Recipient.STRANGER, DELIVERED, FallbackOffer.NONE)))
                .isEqualTo(
                        new RoutePlan.Reject(
                                RouteReason.REPORT_TO_STRANGER, RefusalReason.UNKNOWN_RECIPIENT));
        var mirror = new Purpose.Mirror(new ImdnMessageId("m1"), ReportKind.DISPLAYED);
        assertThat(planner.plan(query(plain, mirror, FallbackOffer.NONE)))
                .isInstanceOf(RoutePlan.Hold.class);
        assertThat(planner.plan(query(Recipient.STRANGER, mirror, FallbackOffer.NONE)))
                .isInstanceOf(RoutePlan.Reject.class);
    }

    @Test
    void refusesForbiddenAndImpossibleNumbers() {
        var policy =
                new RoutingPolicy(
                        RoutingPolicy.Fallback.WHEN_NOT_CAPABLE,
                        0,
                        PrefixSet.of(List.of("+861380")));
        assertThat(plan(policy, Recipient.STRANGER))
                .isEqualTo(
                        new RoutePlan.Reject(
                                RouteReason.FORBIDDEN_NUMBER, RefusalReason.FORBIDDEN_RECIPIENT));
        var planner = new StandardRoutePlanner(RoutingPolicy.DEFAULT, NUMBERS);
        RoutePlan short3 =
                planner.plan(
                        new RouteQuery(
                                ALICE,
                                new Msisdn(8612),
                                Recipient.STRANGER,
                                Purpose.CONTENT,
                                FallbackOffer.RENDERED,
                                true,
                                NOW,
                                NOW));
        assertThat(short3.reason()).isEqualTo(RouteReason.INVALID_NUMBER);
    }
}
