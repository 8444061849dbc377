package org.fivegmc.fallback.cmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsCoding;
import org.fivegmc.fallback.text.SmsPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a peer that does what it must not, or late.
@Timeout(60)
final class CmppGatewayTest {
    /// Behind Msg_Id, Pk_total, Pk_number and Registered_Delivery.
    private static final int MSG_LEVEL = 11;

    private static final String SECRET = SmsGateProcess.SECRET;

    @Test
    void theGatewayIsAnsweredOnlyWhenTheReceiptIsDurable() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            var durable = new CompletableFuture<Void>();
            rig.callbacks.durable = () -> durable;
            peer.report(1, 77, "DELIVRD");
            await().until(() -> rig.callbacks.receipts.size() == 1);
            peer.send(RawIsmg.ACTIVE_TEST, 2, RawIsmg.body(0));
            assertThat(peer.await(RawIsmg.ACTIVE_TEST | RawIsmg.RESPONSE).sequence()).isEqualTo(2);
            durable.complete(null);
            assertThat(peer.result()).isZero();

            rig.callbacks.durable =
                    () -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            peer.report(3, 77, "DELIVRD");
            assertThat(peer.result()).as("to be sent again").isEqualTo(8);
            assertThat(rig.events.deliveriesRefused).hasValue(1);
            assertThat(rig.callbacks.receipts)
                    .allMatch(r -> r.messageId().equals("000000000000004d"))
                    .allMatch(r -> r.receipt().state() == SmsState.DELIVERED);
        }
    }

    @Test
    void aBurstOfReceiptsWithASlowStoreLosesNone() throws Exception {
        int count = 1000;
        int bound = 20;
        var open = new AtomicInteger();
        var mostOpen = new AtomicInteger();
        try (var peer = new RawIsmg();
                var rig =
                        new CmppRig(
                                peer.port(),
                                CmppVersion.V30,
                                SECRET,
                                new GatewayLimits(1, 16, 100, bound, 1000, 10, CmppRig.max()),
                                Duration.ofSeconds(20))) {
            peer.accept();
            rig.callbacks.durable =
                    () -> {
                        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                        return CompletableFuture.runAsync(
                                open::decrementAndGet,
                                CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
                    };
            for (int i = 1; i <= count; i++) {
                peer.report(i, i, "DELIVRD");
            }
            for (int i = 0; i < count; i++) {
                assertThat(peer.result()).isZero();
            }
            assertThat(rig.callbacks.receipts.stream().map(GatewayReceipt::messageId).distinct())
                    .hasSize(count);
            assertThat(mostOpen.get()).isBetween(bound / 2, bound);
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndTheLinkStays() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            peer.send(RawIsmg.DELIVER, 9, RawIsmg.body(30));
            assertThat(peer.result()).as("wrong structure").isEqualTo(1);
            peer.send(6, 10, RawIsmg.body(27)); // CMPP_QUERY has no business here
            peer.report(11, 5, "DELIVRD");
            assertThat(peer.result()).isZero();
            assertThat(rig.events.malformed)
                    .contains("Service_Id", "unknown command", "AuthenticatorISMG proves nothing");
            assertThat(rig.events.downs).isEmpty();
        }
    }

    @Test
    void anAnswerThatCannotBeReadLeavesTheUnitUnknown() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            rig.up().submit(0, 1);
            var submit = peer.await(RawIsmg.SUBMIT);
            peer.send(RawIsmg.SUBMIT | RawIsmg.RESPONSE, submit.sequence(), RawIsmg.body(11));
            await().until(() -> rig.outcomes.size() == 1);
            assertThat(rig.outcomes)
                    .containsExactly(
                            new SubmitOutcome.Unknown(SubmitOutcome.Doubt.MALFORMED_RESPONSE));
        }
    }

    @Test
    void aLateAnswerTellsThatTheGatewayHasIt() throws Exception {
        try (var peer = new RawIsmg();
                var rig =
                        new CmppRig(
                                peer.port(), CmppVersion.V30, SECRET, 16, Duration.ofMillis(200))) {
            peer.accept();
            rig.up().submit(0, 1);
            var submit = peer.await(RawIsmg.SUBMIT);
            await().until(() -> rig.unknown() == 1);
            peer.answer(submit, 0xabcd, 0);
            await().until(() -> rig.accepted() == 1);
            assertThat(rig.outcomes)
                    .containsExactly(
                            new SubmitOutcome.Unknown(SubmitOutcome.Doubt.RESPONSE_TIMEOUT),
                            new SubmitOutcome.Accepted("000000000000abcd", "000000000000abcd"));
            assertThat(rig.events.answeredLate).hasValue(1);
        }
    }

    @Test
    void refusalsAreToldByTheirMeaning() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            rig.up();
            for (int result : List.of(13, 7, 99)) {
                rig.submit(result, result + 1);
                peer.answer(peer.await(RawIsmg.SUBMIT), 0, result);
            }
            await().until(() -> rig.outcomes.size() == 3);
            assertThat(rig.outcomes)
                    .satisfiesExactly(
                            bad -> assertThat(bad).isInstanceOf(SubmitOutcome.Rejected.class),
                            down ->
                                    assertThat(((SubmitOutcome.Retry) down).reason())
                                            .isEqualTo(SubmitOutcome.Reason.GATEWAY_DOWN),
                            own ->
                                    assertThat(((SubmitOutcome.Retry) own).reason())
                                            .isEqualTo(SubmitOutcome.Reason.TRANSIENT));
        }
    }

    @Test
    void aSilentPeerIsGivenUpAfterThreeActiveTests() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            for (int i = 0; i < 3; i++) {
                peer.await(RawIsmg.ACTIVE_TEST);
            }
            await().until(() -> rig.events.downs.contains("no answer to ACTIVE_TEST"));
            peer.accept();
            rig.up();
        }
    }

    @Test
    void aGatewayThatTerminatesIsAnsweredAndConnectedToAgain() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept().send(RawIsmg.TERMINATE, 4, RawIsmg.body(0));
            assertThat(peer.await(RawIsmg.TERMINATE | RawIsmg.RESPONSE).sequence()).isEqualTo(4);
            peer.accept();
            rig.up();
            assertThat(rig.events.downs).containsExactly("terminated by the peer");
        }
    }

    @Test
    void stoppingTakesLeave() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            rig.up();
            var stopped = rig.gateway.drainAndStop(Duration.ofSeconds(5)).toCompletableFuture();
            var terminate = peer.await(RawIsmg.TERMINATE);
            peer.send(RawIsmg.TERMINATE | RawIsmg.RESPONSE, terminate.sequence(), RawIsmg.body(0));
            stopped.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatCmppCannotCarryIsRefusedBeforeItIsSent() throws Exception {
        var fit = new SmsPart(SmsCoding.UCS2, Octets.of(new byte[140]), PartNumber.only(), 1);
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            rig.up();
            for (OutboundSms wrong :
                    List.of(
                            unit(
                                    new SmsPart(
                                            SmsCoding.UCS2,
                                            Octets.of(new byte[141]),
                                            PartNumber.only(),
                                            1),
                                    "8613800000001"),
                            unit(
                                    new SmsPart(
                                            SmsCoding.GSM7,
                                            Octets.of(SmsCoding.GSM7.encode("\u20ac")),
                                            PartNumber.only(),
                                            1),
                                    "8613800000001"),
                            unit(
                                    new SmsPart(SmsCoding.UCS2, fit.octets(), PartNumber.only(), 2),
                                    "8613800000001"),
                            unit(fit, "1".repeat(22)))) {
                rig.submit(wrong);
            }
            assertThat(rig.outcomes)
                    .hasSize(4)
                    .allMatch(o ->
                            o instanceof SubmitOutcome.Rejected rejected
                                    && rejected.code() == SubmitOutcome.Rejected.NOT_SENT);
            rig.submit(unit(fit, "8613800000001"));
            peer.answer(peer.await(RawIsmg.SUBMIT), 1, 0);
            await().until(() -> rig.accepted() == 1);
        }
    }

    @Test
    void theGatewayIsToldHowUrgentAMessageIs() throws Exception {
        try (var peer = new RawIsmg();
                var rig = new CmppRig(peer.port())) {
            peer.accept();
            rig.up();
            OutboundSms usual = unit(CmppRig.parts("1", 1).getFirst(), "8613800000001");
            for (TrafficClass one : TrafficClass.values()) {
                rig.submit(
                        new OutboundSms(
                                "c",
                                usual.source(),
                                usual.destination(),
                                usual.part(),
                                usual.validity(),
                                0,
                                true,
                                usual.patience(),
                                one));
                int level = peer.await(RawIsmg.SUBMIT).body().get(MSG_LEVEL);
                assertThat(level)
                        .isEqualTo(
                                switch (one) {
                                    case ALERT -> 9;
                                    case VERIFICATION -> 6;
                                    case TRANSACTION, MARKETING -> 0;
                                });
            }
        }
    }

    private static OutboundSms unit(SmsPart part, String destination) {
        return new OutboundSms(
                "c",
                SmsAddress.international("8613800000002"),
                SmsAddress.international(destination),
                part,
                Duration.ZERO,
                0,
                true,
                Duration.ofSeconds(30),
                TrafficClass.USUAL);
    }
}
