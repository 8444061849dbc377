package org.fivegmc.fallback.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.smpp.pdu.SmppCodec;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Concatenation;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.fallback.text.SplitText;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.Test;

/// What a center gets of a backlog, in the order in which it gets it. One request at a time is in
/// flight, and the first is not answered before all are there.
final class TrafficClassTest {
    private static final int LIMIT = 50;

    private final CountDownLatch all = new CountDownLatch(1);
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    private final List<Byte> flags = Collections.synchronizedList(new ArrayList<>());

    private JsmppCenter center() throws Exception {
        return new JsmppCenter((submit, _) -> {
            hold();
            order.add((int) reference(submit));
            flags.add(submit.getPriorityFlag());
            return Integer.toString(ids.incrementAndGet());
        });
    }

    private static short reference(SubmitSm submit) {
        OptionalParameter.User_message_reference reference =
                submit.getOptionalParameter(OptionalParameter.User_message_reference.class);
        return reference.getValue();
    }

    private void hold() {
        try {
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GatewayRig rig(JsmppCenter center) {
        return new GatewayRig(
                        center.port(),
                        new GatewayLimits(1, 1, LIMIT, 100, 5000, 100, SmppCodec.DEFAULT_MAX_PDU))
                .up();
    }

    private static OutboundSms unit(int number, TrafficClass trafficClass) {
        return unit(GatewayRig.unit(number).part(), number, number, trafficClass);
    }

    /// @param reference what the center knows it by
    private static OutboundSms unit(
            SmsPart part, int number, int reference, TrafficClass trafficClass) {
        OutboundSms usual = GatewayRig.unit(number);
        return new OutboundSms(
                usual.correlation(),
                usual.source(),
                usual.destination(),
                part,
                usual.validity(),
                reference,
                true,
                usual.patience(),
                trafficClass);
    }

    private static void submit(GatewayRig rig, int from, int count, TrafficClass trafficClass) {
        for (int i = from; i < from + count; i++) {
            rig.submit(unit(i, trafficClass));
        }
    }

    /// The first is in flight before the others come.
    private static void first(GatewayRig rig, TrafficClass trafficClass) {
        rig.submit(unit(0, trafficClass));
        await().until(() -> rig.gateway.health().inFlight() == 1);
    }

    /// What was submitted is in its queue when the loop of the gateway has come round twice.
    private static void settle(GatewayRig rig) {
        for (int i = 0; i < 2; i++) {
            GatewayHealth before = rig.gateway.health();
            await().untilAsserted(() -> assertThat(rig.gateway.health()).isNotSameAs(before));
        }
    }

    private void answerAll(GatewayRig rig) {
        settle(rig);
        all.countDown();
        await().until(() -> rig.accepted() == rig.submitted.get());
    }

    @Test
    void aVerificationLeavesBeforeABacklogOfMarketing() throws Exception {
        try (var center = center();
                var rig = rig(center)) {
            first(rig, TrafficClass.MARKETING);
            submit(rig, 1, 40, TrafficClass.MARKETING);
            submit(rig, 100, 1, TrafficClass.VERIFICATION);
            submit(rig, 200, 1, TrafficClass.ALERT);
            answerAll(rig);
            assertThat(order).startsWith(0, 200, 100, 1, 2, 3).hasSize(43);
            assertThat(flags).startsWith((byte) 0, (byte) 3, (byte) 2, (byte) 0);
        }
    }

    /// All the verifications go to one number, and so on one link of three.
    @Test
    void theSharesAreThoseOfTheWholeGateway() throws Exception {
        try (var center = center();
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        new GatewayLimits(
                                                3,
                                                8,
                                                LIMIT,
                                                100,
                                                100,
                                                1,
                                                SmppCodec.DEFAULT_MAX_PDU))
                                .up()) {
            submit(rig, 0, LIMIT, TrafficClass.MARKETING);
            await().until(() -> rig.gateway.health().inFlight() == 24);
            for (int i = 0; i < 12; i++) {
                rig.submit(unit(GatewayRig.unit(7).part(), 7, 100 + i, TrafficClass.VERIFICATION));
            }
            answerAll(rig);
            List<Integer> urgent =
                    IntStream.range(0, order.size())
                            .filter(i -> order.get(i) >= 100)
                            .boxed()
                            .toList();
            assertThat(urgent).hasSize(12);
            assertThat(urgent.getLast() - urgent.getFirst()).isLessThan(20);
        }
    }

    @Test
    void marketingDoesNotStarve() throws Exception {
        try (var center = center();
                var rig = rig(center)) {
            first(rig, TrafficClass.MARKETING);
            submit(rig, 1, 5, TrafficClass.MARKETING);
            submit(rig, 100, 20, TrafficClass.VERIFICATION);
            answerAll(rig);
            assertThat(order.subList(0, 11))
                    .containsExactly(0, 100, 101, 102, 103, 104, 105, 106, 107, 1, 108);
            assertThat(order.get(14)).isEqualTo(2);
        }
    }

    @Test
    void marketingThatIsTooMuchRefusesNoVerification() throws Exception {
        try (var center = center();
                var rig = rig(center)) {
            first(rig, TrafficClass.MARKETING);
            submit(rig, 1, LIMIT, TrafficClass.MARKETING);
            assertThat(rig.outcomes).isEmpty();
            submit(rig, 99, 1, TrafficClass.MARKETING);
            assertThat(rig.outcomes)
                    .singleElement()
                    .matches(o ->
                            o instanceof SubmitOutcome.Retry retry
                                    && retry.reason() == SubmitOutcome.Reason.BUSY);
            submit(rig, 100, 1, TrafficClass.VERIFICATION);
            assertThat(rig.outcomes).hasSize(1);
            settle(rig);
            all.countDown();
            await().until(() -> rig.accepted() == LIMIT + 2);
            assertThat(order).startsWith(0, 100);
        }
    }

    /// So that no handset waits for the rest of a message.
    @Test
    void thePartsOfAMessageStayTogether() throws Exception {
        try (var center = center();
                var rig = rig(center)) {
            List<SmsPart> parts =
                    ((SplitText.Fits)
                                    new SmsSplitter(SplitRules.defaults())
                                            .split("x".repeat(400), 7))
                            .parts();
            assertThat(parts).hasSize(3);
            for (int i = 0; i < 3; i++) {
                rig.submit(unit(parts.get(i), 0, i, TrafficClass.MARKETING));
            }
            await().until(() -> rig.gateway.health().inFlight() == 1);
            submit(rig, 100, 2, TrafficClass.VERIFICATION);
            // parts of other messages, whose first ones went before
            for (int i = 0; i < 3; i++) {
                rig.submit(unit(parts.get(1), 20 + i, 20 + i, TrafficClass.MARKETING));
            }
            answerAll(rig);
            assertThat(order).containsExactly(0, 1, 2, 100, 101, 20, 21, 22);
        }
    }

    @Test
    void aCenterThatRefusesPrioritiesIsToldNone() {
        var told = new SubmitBuilder(Concatenation.UDH, true);
        var untold = new SubmitBuilder(Concatenation.UDH, false);
        OutboundSms alert = unit(1, TrafficClass.ALERT);
        assertThat(told.build(alert).priorityFlag()).isEqualTo(3);
        assertThat(untold.build(alert).priorityFlag()).isZero();
        assertThat(told.build(unit(1, TrafficClass.TRANSACTION)).priorityFlag()).isZero();
    }
}
