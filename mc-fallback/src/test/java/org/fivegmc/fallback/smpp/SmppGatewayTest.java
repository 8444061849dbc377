package org.fivegmc.fallback.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.core.message.TrafficClass;
import org.fivegmc.fallback.link.GatewayLimits;
import org.fivegmc.fallback.receipt.ReceiptDialect;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.smpp.pdu.SmppCodec;
import org.fivegmc.fallback.spi.GatewayHealth;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.OutboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.SmsSplitter;
import org.fivegmc.fallback.text.SplitRules;
import org.fivegmc.fallback.text.SplitText;
import org.fivegmc.fallback.text.UserDataHeader;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against an independent SMPP implementation.
@Timeout(60)
final class SmppGatewayTest {
    /// Longest message id that is kept.
    private static final int ID_MAX = 200;

    /// So many answers open the circuit if half of them are failures.
    private static final int ANSWERS_THAT_COUNT = 50;

    private final AtomicInteger ids = new AtomicInteger();

    private String nextId(SubmitSm submit, SMPPServerSession session) {
        return Integer.toString(ids.incrementAndGet());
    }

    @Test
    void aLongMessageArrivesInOrderAndCanBeJoined() throws Exception {
        String text = "\u4e2d\u6587\ud83d\ude00".repeat(40);
        try (var center = new JsmppCenter(this::nextId);
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        new GatewayLimits(
                                                3,
                                                32,
                                                100,
                                                100,
                                                1000,
                                                10,
                                                SmppCodec.DEFAULT_MAX_PDU))
                                .up()) {
            var split = (SplitText.Fits) new SmsSplitter(SplitRules.defaults()).split(text, 300);
            for (SmsPart part : split.parts()) {
                rig.submit(GatewayRig.unit(part, 1, Duration.ofSeconds(30)));
            }
            await().until(() -> rig.accepted() == split.parts().size());
            assertThat(split.parts()).hasSize(3);
            List<SubmitSm> arrived = new ArrayList<>(center.submissions);
            arrived.sort(
                    Comparator.comparingInt(
                            s -> UserDataHeader.read(s.getShortMessage()).sequence()));
            var joined = new ByteArrayOutputStream();
            for (SubmitSm submit : arrived) {
                assertThat(submit.isUdhi()).isTrue();
                assertThat(submit.getDataCoding()).isEqualTo((byte) 8);
                assertThat(submit.getValidityPeriod()).isEqualTo("000000010000000R");
                assertThat(submit.getRegisteredDelivery()).isEqualTo((byte) 1);
                assertThat(
                                submit.getOptionalParameter(
                                        OptionalParameter.Tag.USER_MESSAGE_REFERENCE))
                        .isNotNull();
                joined.writeBytes(Octets.of(submit.getShortMessage()).from(6).array());
            }
            assertThat(joined.toString(StandardCharsets.UTF_16BE)).isEqualTo(text);
        }
    }

    @Test
    void receiptsAndMessagesFromHandsetsAreToldNormalised() throws Exception {
        try (var center = new JsmppCenter((_, _) -> "1c26eaaa");
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        GatewayRig.LIMITS,
                                        JsmppCenter.PASSWORD,
                                        GatewayRig.timers(),
                                        ReceiptDialect.hexToDec())
                                .up()) {
            rig.submit(1);
            await().until(() -> rig.accepted() == 1);
            assertThat(rig.outcomes)
                    .containsExactly(new SubmitOutcome.Accepted("1c26eaaa", "472312490"));
            SMPPServerSession session = center.sessions.getFirst();
            center.receipt(
                    session,
                    "id:472312490 stat:DELIVRD err:000",
                    new OptionalParameter.User_message_reference((short) 7));
            center.deliver(session, (byte) 0x40, new byte[] {5, 0, 3, 9, 2, 1, 'h', 'i'});
            assertThat(rig.callbacks.receipts)
                    .singleElement()
                    .matches(GatewayReceipt::isFinal)
                    .matches(r -> r.messageId().equals("472312490"))
                    .matches(r -> r.receipt().state() == SmsState.DELIVERED)
                    .matches(r -> r.receipt().userMessageReference() == 7);
            assertThat(rig.callbacks.inbound)
                    .singleElement()
                    .matches(m -> m.text().equals("hi"))
                    .matches(m -> m.number().equals(new PartNumber(9, 1, 2)));
        }
    }

    /// Some centers forget to say what it is.
    @Test
    void anUnmarkedReceiptIsKnownByItsText() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            SMPPServerSession session = center.sessions.getFirst();
            for (String text : List.of("id:77 stat:DELIVRD err:000", "id:77, see you", "hello")) {
                center.deliver(session, (byte) 0, text.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(rig.callbacks.receipts)
                    .extracting(GatewayReceipt::messageId)
                    .containsExactly("77");
            assertThat(rig.callbacks.inbound).hasSize(2);
        }
    }

    @Test
    void aReceiptMayOvertakeTheResponse() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            center.behave((submit, session) -> {
                try {
                    center.receipt(session, "id:77 stat:DELIVRD");
                } catch (Exception fault) {
                    throw new ProcessRequestException("receipt refused", 8, fault);
                }
                return "77";
            });
            rig.submit(1);
            await().until(() -> !rig.callbacks.receipts.isEmpty());
            await().until(() -> rig.accepted() == 1);
        }
    }

    @Test
    void theCenterIsAnsweredOnlyWhenTheReceiptIsDurable() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            var durable = new CompletableFuture<Void>();
            rig.callbacks.durable = () -> durable;
            var sent = CompletableFuture.supplyAsync(() -> refusal(center, "id:1 stat:DELIVRD"));
            await().until(() -> !rig.callbacks.receipts.isEmpty());
            assertThat(sent).isNotDone();
            durable.complete(null);
            assertThat(sent.get(5, TimeUnit.SECONDS)).isZero();

            rig.callbacks.durable =
                    () -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            assertThat(refusal(center, "id:1 stat:DELIVRD")).isEqualTo(0x64);
            rig.callbacks.durable =
                    () -> {
                        throw new IllegalStateException("no stage at all");
                    };
            assertThat(refusal(center, "id:1 stat:DELIVRD")).isEqualTo(0x64);
            assertThat(rig.events.deliveriesRefused).hasValue(2);
        }
    }

    @Test
    void aMessageFromAHandsetThatNobodyTakesIsRefusedForGood() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            SMPPServerSession session = center.sessions.getFirst();
            center.fromHandset(session, "hi");
            assertThat(rig.events.inboundRefused).isEmpty();
            rig.callbacks.answer = InboundAnswer.REFUSED;
            assertThatThrownBy(() -> center.fromHandset(session, "hi"))
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            refused -> assertThat(refused.getCommandStatus()).isEqualTo(0x66));
            assertThat(rig.events.inboundRefused).hasSize(1);
            rig.callbacks.answer = InboundAnswer.NOBODY;
            assertThatThrownBy(() -> center.fromHandset(session, "hi"))
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            refused -> assertThat(refused.getCommandStatus()).isEqualTo(0x0b));
            assertThat(rig.events.inboundRefused).hasSize(2);
            assertThat(rig.events.deliveriesRefused).as("not asked for again").hasValue(0);
            rig.callbacks.durable =
                    () -> CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            assertThatThrownBy(() -> center.fromHandset(session, "hi"))
                    .isInstanceOfSatisfying(
                            NegativeResponseException.class,
                            refused -> assertThat(refused.getCommandStatus()).isEqualTo(0x64));
            assertThat(rig.events.inboundRefused).hasSize(2);
            assertThat(rig.callbacks.inbound)
                    .allSatisfy(sms -> {
                        assertThat(sms.text()).isEqualTo("hi");
                        assertThat(sms.links().boundAtMs())
                                .isGreaterThanOrEqualTo(sms.links().lostAtMs());
                    });
        }
    }

    private static int refusal(JsmppCenter center, String text) {
        try {
            center.receipt(center.sessions.getFirst(), text);
            return 0;
        } catch (NegativeResponseException refused) {
            return refused.getCommandStatus();
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    @Test
    void aBurstOfReceiptsWithASlowStoreLosesNone() throws Exception {
        int count = 3000;
        int bound = 50;
        var open = new AtomicInteger();
        var mostOpen = new AtomicInteger();
        try (var center = new JsmppCenter(this::nextId);
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        new GatewayLimits(
                                                1,
                                                32,
                                                100,
                                                bound,
                                                1000,
                                                10,
                                                SmppCodec.DEFAULT_MAX_PDU))
                                .up()) {
            rig.callbacks.durable =
                    () -> {
                        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                        return CompletableFuture.runAsync(
                                open::decrementAndGet,
                                CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
                    };
            var next = new AtomicInteger();
            var refused = new AtomicInteger();
            var senders = new ArrayList<Thread>();
            for (int i = 0; i < 200; i++) {
                senders.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    for (int n = next.getAndIncrement();
                                            n < count;
                                            n = next.getAndIncrement()) {
                                        refused.addAndGet(
                                                refusal(center, "id:" + n + " stat:DELIVRD"));
                                    }
                                }));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(refused).hasValue(0);
            assertThat(rig.callbacks.receipts.stream().map(GatewayReceipt::messageId).distinct())
                    .hasSize(count);
            assertThat(mostOpen.get()).isBetween(bound / 2, bound);
            rig.submit(1);
            await().until(() -> rig.accepted() == 1);
        }
    }

    @Test
    void throttlingSlowsDownAndLosesNothing() throws Exception {
        int cap = 200;
        int count = 1200;
        var limit = new CapPerSecond(cap);
        try (var center = new JsmppCenter(this::nextId);
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        new GatewayLimits(
                                                1,
                                                32,
                                                count,
                                                100,
                                                600,
                                                1,
                                                SmppCodec.DEFAULT_MAX_PDU))
                                .up()) {
            center.behave((submit, session) -> {
                if (!limit.allows()) {
                    throw new ProcessRequestException("throttled", 0x58);
                }
                return nextId(submit, session);
            });
            var accepted = new AtomicInteger();
            var refused = new AtomicInteger();
            for (int i = 0; i < count; i++) {
                submitUntilAccepted(rig, GatewayRig.unit(i), accepted, refused);
            }
            await().atMost(Duration.ofSeconds(40)).until(() -> accepted.get() == count);
            assertThat(center.submissions.stream().map(SubmitSm::getDestAddress).distinct())
                    .hasSize(count);
            assertThat(center.submissions).hasSize(count);
            assertThat(rig.events.throttledRates).isNotEmpty();
            assertThat(rig.gateway.health().rate()).isBetween(cap * 0.4, cap * 1.5);
            assertThat(refused.get()).isLessThan(count / 2);
        }
    }

    private static void submitUntilAccepted(
            GatewayRig rig, OutboundSms unit, AtomicInteger accepted, AtomicInteger refused) {
        rig.gateway.submit(
                unit,
                outcome -> {
                    switch (outcome) {
                        case SubmitOutcome.Accepted _ -> accepted.incrementAndGet();
                        case SubmitOutcome.Retry _ -> {
                            refused.incrementAndGet();
                            submitUntilAccepted(rig, unit, accepted, refused);
                        }
                        case SubmitOutcome.Rejected _, SubmitOutcome.Unknown _ -> {}
                    }
                });
    }

    /// A cap per second, watched in quarters of a second.
    private static final class CapPerSecond {
        private final int cap;
        private long quarter;
        private int used;

        CapPerSecond(int cap) {
            this.cap = cap;
        }

        synchronized boolean allows() {
            long now = System.nanoTime() / 250_000_000L;
            if (now != quarter) {
                quarter = now;
                used = 0;
            }
            return ++used <= cap / 4;
        }
    }

    @Test
    void aLostLinkLeavesEachUnitUnknownOnceAndComesBack() throws Exception {
        var held = new CountDownLatch(1);
        var seen = new AtomicInteger();
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            center.behave((_, _) -> {
                seen.incrementAndGet();
                awaitLatch(held);
                return "late";
            });
            rig.submit(32);
            await().until(() -> seen.get() == 32);
            assertThat(rig.outcomes).isEmpty();
            center.sessions.getFirst().close();
            await().until(() -> rig.outcomes.size() == 32);
            assertThat(rig.outcomes)
                    .containsOnly(new SubmitOutcome.Unknown(SubmitOutcome.Doubt.LINK_LOST));
            center.behave(this::nextId);
            held.countDown();
            rig.submit(10);
            await().until(() -> rig.accepted() == 10);
            assertThat(rig.outcomes).hasSize(42);
            assertThat(rig.events.downs).hasSize(1);
            assertThat(center.binds).hasValue(2);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theWindowAndTheQueueAreBounded() throws Exception {
        var held = new CountDownLatch(1);
        try (var center = new JsmppCenter(this::nextId);
                var rig =
                        new GatewayRig(
                                        center.port(),
                                        new GatewayLimits(
                                                1,
                                                4,
                                                10,
                                                100,
                                                5000,
                                                100,
                                                SmppCodec.DEFAULT_MAX_PDU))
                                .up()) {
            center.behave((submit, session) -> {
                awaitLatch(held);
                return nextId(submit, session);
            });
            rig.submit(4);
            await().until(() -> rig.gateway.health().inFlight() == 4);
            rig.submit(13);
            await().until(() -> rig.outcomes.size() == 3);
            assertThat(rig.outcomes)
                    .allMatch(o ->
                            o instanceof SubmitOutcome.Retry r
                                    && r.reason() == SubmitOutcome.Reason.BUSY);
            held.countDown();
            await().until(() -> rig.accepted() == 14);
            assertThat(rig.events.widestWindow).hasValue(4);
        }
    }

    /// A unit is not written when there is no time left for its answer: it would be in doubt for no
    /// reason. Once it is written, only the time for responses counts.
    @Test
    void aUnitWithoutTimeForItsAnswerIsNotSent() throws Exception {
        var held = new CountDownLatch(1);
        var seen = new AtomicInteger();
        var response = Duration.ofMillis(400);
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), 1, response).up()) {
            center.behave((submit, session) -> {
                seen.incrementAndGet();
                awaitLatch(held);
                return nextId(submit, session);
            });
            var part = GatewayRig.unit(0).part();
            rig.submit(GatewayRig.unit(part, 1, response.plusMillis(50)));
            rig.submit(GatewayRig.unit(part, 2, response.plusMillis(200)));
            await().until(() -> rig.outcomes.size() == 2);
            assertThat(rig.outcomes)
                    .containsExactly(
                            new SubmitOutcome.Retry(
                                    SubmitOutcome.Reason.OUT_OF_PATIENCE,
                                    "not sent in time",
                                    Duration.ZERO),
                            new SubmitOutcome.Unknown(SubmitOutcome.Doubt.RESPONSE_TIMEOUT));
            assertThat(seen).hasValue(1);
            held.countDown();
        }
    }

    @Test
    void aLateResponseTellsThatTheCenterHasIt() throws Exception {
        var held = new CountDownLatch(1);
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), 8, Duration.ofMillis(200)).up()) {
            center.behave((submit, session) -> {
                awaitLatch(held);
                if (submit.getDestAddress().endsWith("2")) {
                    throw new ProcessRequestException("too late to refuse", 0x0b);
                }
                return "late-id";
            });
            rig.submit(GatewayRig.unit(1));
            rig.submit(GatewayRig.unit(2));
            await().until(() -> rig.outcomes.size() == 2);
            held.countDown();
            await().until(() -> rig.outcomes.size() == 3);
            var unknown = new SubmitOutcome.Unknown(SubmitOutcome.Doubt.RESPONSE_TIMEOUT);
            assertThat(rig.outcomes)
                    .containsExactly(
                            unknown, unknown, new SubmitOutcome.Accepted("late-id", "late-id"));
            assertThat(rig.events.answeredLate).hasValue(1);
            assertThat(rig.events.malformed).isEmpty();
        }
    }

    @Test
    void aThrottledUnitKeepsItsPlace() throws Exception {
        var calls = new AtomicInteger();
        var order = new ConcurrentLinkedQueue<Integer>();
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), 1, Duration.ofSeconds(5)).up()) {
            center.behave((submit, session) -> {
                OptionalParameter.User_message_reference reference =
                        submit.getOptionalParameter(OptionalParameter.User_message_reference.class);
                if (calls.incrementAndGet() <= 2) {
                    throw new ProcessRequestException("throttled", 0x58);
                }
                order.add((int) reference.getValue());
                return nextId(submit, session);
            });
            var first = GatewayRig.unit(1);
            rig.submit(first);
            for (int i = 2; i <= 3; i++) {
                rig.submit(
                        new OutboundSms(
                                "c" + i,
                                first.source(),
                                first.destination(),
                                first.part(),
                                first.validity(),
                                i,
                                true,
                                first.patience(),
                                TrafficClass.USUAL));
            }
            await().until(() -> rig.accepted() == 3);
            assertThat(order).containsExactly(1, 2, 3);
            assertThat(rig.outcomes).hasSize(3);
        }
    }

    @Test
    void aReceiptWithAnAbsurdIdIsTakenWithoutIt() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            String id = "9".repeat(ID_MAX + 1);
            assertThat(refusal(center, "id:" + id + " stat:DELIVRD")).isZero();
            assertThat(rig.callbacks.receipts)
                    .singleElement()
                    .matches(r -> r.messageId().isEmpty());
            assertThat(rig.events.malformed).containsExactly("message id too long");
        }
    }

    @Test
    void refusalsAreToldByTheirMeaning() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            center.behave((submit, _) -> {
                throw new ProcessRequestException(
                        "no", submit.getDestAddress().endsWith("1") ? 0x0b : 0x08);
            });
            rig.submit(GatewayRig.unit(1));
            rig.submit(GatewayRig.unit(2));
            await().until(() -> rig.outcomes.size() == 2);
            assertThat(rig.outcomes)
                    .anyMatch(o -> o instanceof SubmitOutcome.Rejected r && r.code() == 0x0b)
                    .anyMatch(o ->
                            o instanceof SubmitOutcome.Retry r
                                    && r.reason() == SubmitOutcome.Reason.TRANSIENT);
            var unit = GatewayRig.unit(3);
            rig.submit(
                    new OutboundSms(
                            "x",
                            unit.source(),
                            SmsAddress.international("1".repeat(21)),
                            unit.part(),
                            Duration.ZERO,
                            0,
                            false,
                            unit.patience(),
                            TrafficClass.USUAL));
            assertThat(rig.outcomes)
                    .anyMatch(o ->
                            o instanceof SubmitOutcome.Rejected r
                                    && r.code() == SubmitOutcome.Rejected.NOT_SENT);
        }
    }

    @Test
    void aWrongPasswordRaisesAnAlarmAndIsTriedSlowly() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig =
                        new GatewayRig(
                                center.port(),
                                GatewayRig.LIMITS,
                                "wrong",
                                GatewayRig.timers(),
                                ReceiptDialect.asIs())) {
            // before the first is refused, so that a late look can't make the pause seem short
            long first = System.nanoTime();
            await().until(() -> rig.events.bindsRefused.get() == 2);
            assertThat(Duration.ofNanos(System.nanoTime() - first))
                    .isGreaterThan(Duration.ofMillis(550));
            assertThat(rig.gateway.health().state()).isEqualTo(GatewayHealth.State.DOWN);
            assertThat(rig.events.downs).isEmpty();
        }
    }

    @Test
    void aSilentPeerIsFoundOut() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var connections = new ConcurrentLinkedQueue<Socket>();
            Thread.ofVirtual().start(() -> bindAndFallSilent(mute, connections));
            try (var rig = new GatewayRig(mute.getLocalPort(), GatewayRig.LIMITS).up()) {
                await().until(() -> rig.events.downs.contains("no answer to enquire_link"));
                await().until(() -> connections.size() >= 2);
            }
        }
    }

    private static void bindAndFallSilent(
            ServerSocket mute, ConcurrentLinkedQueue<Socket> connections) {
        while (!mute.isClosed()) {
            try {
                Socket one = mute.accept();
                connections.add(one);
                byte[] header = one.getInputStream().readNBytes(16);
                one.getOutputStream()
                        .write(
                                new byte[] {
                                    0,
                                    0,
                                    0,
                                    17,
                                    (byte) 0x80,
                                    0,
                                    0,
                                    9,
                                    0,
                                    0,
                                    0,
                                    0,
                                    header[12],
                                    header[13],
                                    header[14],
                                    header[15],
                                    0
                                });
            } catch (IOException _) {
                return;
            }
        }
    }

    @Test
    void aCenterThatUnbindsIsBoundToAgain() throws Exception {
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            center.sessions.getFirst().unbindAndClose();
            await().until(() -> center.binds.get() == 2);
            rig.up();
            rig.submit(1);
            await().until(() -> rig.accepted() == 1);
        }
    }

    @Test
    void drainingLetsAcceptedUnitsEndAndRefusesNewOnes() throws Exception {
        var held = new CountDownLatch(1);
        try (var center = new JsmppCenter(this::nextId)) {
            var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up();
            center.behave((submit, session) -> {
                awaitLatch(held);
                return nextId(submit, session);
            });
            rig.submit(5);
            await().until(() -> rig.gateway.health().inFlight() == 5);
            var stopped = rig.gateway.drainAndStop(Duration.ofSeconds(20)).toCompletableFuture();
            rig.submit(GatewayRig.unit(99));
            assertThat(rig.outcomes)
                    .singleElement()
                    .matches(o ->
                            o instanceof SubmitOutcome.Retry r
                                    && r.reason() == SubmitOutcome.Reason.STOPPED);
            held.countDown();
            stopped.get(10, TimeUnit.SECONDS);
            assertThat(rig.accepted()).isEqualTo(5);
            assertThatThrownBy(() -> center.receipt(center.sessions.getFirst(), "id:1"))
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    void stoppingWithoutTimeSettlesEverything() throws Exception {
        var held = new CountDownLatch(1);
        try (var center =
                new JsmppCenter((_, _) -> {
                    awaitLatch(held);
                    return "x";
                })) {
            var rig =
                    new GatewayRig(
                                    center.port(),
                                    new GatewayLimits(
                                            1, 3, 100, 100, 5000, 100, SmppCodec.DEFAULT_MAX_PDU))
                            .up();
            rig.submit(10);
            await().until(() -> rig.gateway.health().inFlight() == 3);
            rig.gateway.drainAndStop(Duration.ZERO).toCompletableFuture().get(10, TimeUnit.SECONDS);
            held.countDown();
            assertThat(rig.outcomes).hasSize(10);
            assertThat(rig.outcomes.stream().filter(o -> o instanceof SubmitOutcome.Unknown))
                    .hasSize(3);
            rig.submit(1);
            assertThat(rig.outcomes).hasSize(11);
        }
    }

    @Test
    void theOtherLinksCarryOnWhenOneIsLost() throws Exception {
        var limits = new GatewayLimits(3, 32, 500, 100, 5000, 100, SmppCodec.DEFAULT_MAX_PDU);
        try (var center = new JsmppCenter(this::nextId);
                var rig = new GatewayRig(center.port(), limits).up()) {
            center.sessions.getFirst().close();
            await().until(() -> rig.events.downs.size() == 1);
            rig.submit(200);
            await().until(() -> rig.accepted() == 200);
            rig.up();
            assertThat(rig.callbacks.healths)
                    .extracting(GatewayHealth::state)
                    .contains(GatewayHealth.State.DEGRADED)
                    .endsWith(GatewayHealth.State.UP);
        }
    }

    @Test
    void aFailingCenterOpensTheCircuit() throws Exception {
        try (var center =
                        new JsmppCenter((_, _) -> {
                            throw new ProcessRequestException("system error", 0x08);
                        });
                var rig = new GatewayRig(center.port(), GatewayRig.LIMITS).up()) {
            rig.submit(ANSWERS_THAT_COUNT * 4);
            await().until(() -> rig.outcomes.size() == ANSWERS_THAT_COUNT * 4);
            assertThat(rig.outcomes)
                    .anyMatch(o ->
                            o instanceof SubmitOutcome.Retry r
                                    && r.reason() == SubmitOutcome.Reason.CIRCUIT_OPEN);
            await().until(() -> rig.gateway.health().state() == GatewayHealth.State.CIRCUIT_OPEN);
        }
    }

    @Test
    void aStoppedGatewayTakesNothing() throws Exception {
        try (var center = new JsmppCenter(this::nextId)) {
            var rig = new GatewayRig(center.port(), GatewayRig.LIMITS);
            rig.close();
            rig.gateway.start();
            rig.submit(1);
            assertThat(rig.outcomes)
                    .singleElement()
                    .matches(o ->
                            o instanceof SubmitOutcome.Retry r
                                    && r.reason() == SubmitOutcome.Reason.STOPPED);
        }
    }

    @Test
    void anUnknownCommandIsRefusedAndAnImpossibleLengthEndsTheSession() throws Exception {
        try (var raw = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var rig = new GatewayRig(raw.getLocalPort(), GatewayRig.LIMITS);
                var session = acceptBind(raw)) {
            rig.up();
            byte[] unknown = {0, 0, 0, 16, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 9};
            session.getOutputStream().write(unknown);
            assertThat(readNack(session))
                    .isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 3, 0, 0, 0, 9}));
            session.getOutputStream().write(new byte[16]);
            assertThat(readNack(session))
                    .isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 0, 0, 0, 0}));
            await().until(() -> rig.events.downs.contains("broken framing"));
            assertThat(rig.events.malformed).containsExactly("unknown command", "command_length");
        }
    }

    private static Socket acceptBind(ServerSocket raw) throws IOException {
        Socket session = raw.accept();
        byte[] length = session.getInputStream().readNBytes(4);
        byte[] bind = session.getInputStream().readNBytes(ByteBuffer.wrap(length).getInt() - 4);
        session.getOutputStream()
                .write(
                        new byte[] {
                            0,
                            0,
                            0,
                            17,
                            (byte) 0x80,
                            0,
                            0,
                            9,
                            0,
                            0,
                            0,
                            0,
                            bind[8],
                            bind[9],
                            bind[10],
                            bind[11],
                            0
                        });
        return session;
    }

    /// Status and sequence of the next generic_nack; enquire_link in between is skipped.
    private static ByteBuffer readNack(Socket session) throws IOException {
        while (true) {
            var pdu = ByteBuffer.wrap(session.getInputStream().readNBytes(16));
            if (pdu.getInt(4) == 0x8000_0000) {
                return pdu.slice(8, 8);
            }
        }
    }
}
