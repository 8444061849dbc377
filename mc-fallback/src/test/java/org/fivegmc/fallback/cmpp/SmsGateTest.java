package org.fivegmc.fallback.cmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.fivegmc.fallback.cmpp.SmsGateProcess.Submission;
import org.fivegmc.fallback.cmpp.pdu.CmppVersion;
import org.fivegmc.fallback.receipt.SmsState;
import org.fivegmc.fallback.spi.GatewayReceipt;
import org.fivegmc.fallback.spi.InboundAnswer;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.SubmitOutcome;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.SmsPart;
import org.fivegmc.fallback.text.UserDataHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against an independent implementation of CMPP.
@Timeout(90)
final class SmsGateTest {

    private static CmppRig rig(SmsGateProcess peer, CmppVersion version) {
        return new CmppRig(peer.port(), version, SmsGateProcess.SECRET, 16, Duration.ofSeconds(20));
    }

    private static SmsGateProcess peer(CmppVersion version) throws Exception {
        return new SmsGateProcess(
                switch (version) {
                    case V20 -> "2.0";
                    case V30 -> "3.0";
                },
                SmsGateProcess.freePort());
    }

    @ParameterizedTest
    @EnumSource
    void aLongChineseTextArrivesOctetByOctetInOrder(CmppVersion version) throws Exception {
        String text = "\u4e2d\u6587\ud83d\ude00".repeat(40);
        try (var peer = peer(version);
                var rig = rig(peer, version).up()) {
            List<SmsPart> parts = CmppRig.parts(text, 300);
            parts.forEach(part -> rig.submit(CmppRig.unit(part, 1)));
            await().until(() -> rig.accepted() == parts.size());
            assertThat(parts).hasSize(3);
            var joined = new ByteArrayOutputStream();
            int number = 0;
            for (Submission submission : peer.submissions) {
                number++;
                assertThat(submission.udhi()).isEqualTo(1);
                assertThat(submission.format()).isEqualTo(8);
                assertThat(submission.total()).isEqualTo(3);
                assertThat(submission.number()).isEqualTo(number);
                assertThat(UserDataHeader.read(submission.content().array()).sequence())
                        .isEqualTo(number);
                assertThat(submission.destination()).isEqualTo("8613810000001");
                assertThat(submission.srcId()).isEqualTo("8613800000001");
                assertThat(submission.serviceId()).isEqualTo("RCS");
                joined.writeBytes(submission.content().from(6).array());
            }
            assertThat(joined.toByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_16BE));
            assertThat(rig.events.malformed).isEmpty();
        }
    }

    @Test
    void asciiIsAsciiAndWhatOnlyTheGsmAlphabetHasIsUcs2() throws Exception {
        try (var peer = new SmsGateProcess();
                var rig = new CmppRig(peer.port()).up()) {
            rig.submit(CmppRig.unit(CmppRig.parts("a@b_$ [x]", 1).getFirst(), 1));
            rig.submit(CmppRig.unit(CmppRig.parts("caf\u00e9 \u20ac", 2).getFirst(), 2));
            await().until(() -> rig.accepted() == 2);
            assertThat(peer.submissions)
                    .anyMatch(s ->
                            s.format() == 0
                                    && s.content()
                                            .equals(octets("a@b_$ [x]", StandardCharsets.US_ASCII)))
                    .anyMatch(s ->
                            s.format() == 8
                                    && s.content()
                                            .equals(
                                                    octets(
                                                            "caf\u00e9 \u20ac",
                                                            StandardCharsets.UTF_16BE)));
        }
    }

    private static Octets octets(String text, Charset charset) {
        return Octets.of(text.getBytes(charset));
    }

    @ParameterizedTest
    @EnumSource
    void statusReportsCarryTheIdOfTheSubmission(CmppVersion version) throws Exception {
        try (var peer = peer(version);
                var rig = rig(peer, version).up()) {
            rig.submit(0, 3);
            await().until(() -> rig.accepted() == 3);
            List<Submission> all = List.copyOf(peer.submissions);
            assertThat(rig.outcomes)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream()
                                    .<SubmitOutcome>map(
                                            s -> new SubmitOutcome.Accepted(s.msgId(), s.msgId()))
                                    .toList());
            List<String> words = List.of("DELIVRD", "EXPIRED", "MK:0001");
            for (int i = 0; i < all.size(); i++) {
                peer.receipt(all.get(i), words.get(i));
            }
            await().until(() -> peer.answers.size() == 3);
            assertThat(peer.answers).containsOnly(0);
            assertThat(rig.callbacks.receipts)
                    .extracting(GatewayReceipt::messageId)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(Submission::msgId).toList());
            assertThat(rig.callbacks.receipts)
                    .allMatch(GatewayReceipt::isFinal)
                    .extracting(receipt -> receipt.receipt().state())
                    .containsExactlyInAnyOrder(
                            SmsState.DELIVERED, SmsState.EXPIRED, SmsState.UNDELIVERABLE);
            assertThat(rig.callbacks.receipts.stream().map(r -> r.source().digits()))
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(Submission::destination).toList());
        }
    }

    @Test
    void messagesFromHandsetsAreToldAndAnswered() throws Exception {
        try (var peer = new SmsGateProcess();
                var rig = new CmppRig(peer.port()).up()) {
            peer.command("mo 13800000009 10655 \u4f60\u597d");
            await().until(() -> peer.answers.size() == 1);
            rig.callbacks.answer = InboundAnswer.REFUSED;
            peer.command("mo 13800000009 10655 \u4f60\u597d");
            await().until(() -> peer.answers.size() == 2);
            assertThat(peer.answers).containsExactly(0, 9);
            assertThat(rig.callbacks.inbound)
                    .hasSize(2)
                    .allMatch(m -> m.text().equals("\u4f60\u597d"))
                    .allMatch(m -> m.source().digits().equals("13800000009"))
                    .allMatch(m -> m.destination().digits().equals("10655"))
                    .allMatch(m -> m.id().matches("[0-9a-f]{16}"));
            assertThat(rig.callbacks.inbound.stream().map(InboundSms::id).distinct()).hasSize(2);
            peer.command("again");
            await().until(() -> peer.answers.size() == 3);
            assertThat(rig.callbacks.inbound.stream().map(InboundSms::id).distinct()).hasSize(2);
            assertThat(rig.events.inboundRefused).hasSize(2);
        }
    }

    @Test
    void trafficControlSlowsDownAndLosesNothing() throws Exception {
        int count = 200;
        try (var peer = new SmsGateProcess();
                var rig = new CmppRig(peer.port()).up()) {
            peer.command("throttle 20");
            rig.submit(0, count);
            await().atMost(Duration.ofSeconds(40)).until(() -> rig.accepted() == count);
            assertThat(peer.throttled).hasSize(20);
            assertThat(peer.submissions.stream().map(Submission::destination).distinct())
                    .hasSize(count);
            assertThat(peer.submissions).hasSize(count);
            assertThat(rig.events.throttledRates).isNotEmpty();
            assertThat(rig.gateway.health().rate()).isLessThan(5000);
        }
    }

    /// What was in the window is unknown, once each, and everything else arrives once.
    @Test
    void aLostLinkWithAFullWindowSendsNothingTwice() throws Exception {
        int window = 16;
        int count = 40;
        try (var peer = new SmsGateProcess();
                var rig = new CmppRig(peer.port()).up()) {
            peer.command("mute");
            peer.command("what");
            rig.submit(0, count);
            await().until(() -> peer.unanswered.size() == window);
            assertThat(rig.events.widestWindow).hasValue(window);
            peer.command("speak");
            peer.command("drop");
            await().until(() -> rig.outcomes.size() == count);
            assertThat(rig.unknown()).isEqualTo(window);
            assertThat(rig.accepted()).isEqualTo(count - window);
            assertThat(
                            Stream.concat(peer.unanswered.stream(), peer.submissions.stream())
                                    .map(Submission::destination))
                    .doesNotHaveDuplicates()
                    .hasSize(count);
            assertThat(rig.events.downs).hasSize(1);
        }
    }

    @Test
    void aWrongSecretRaisesAnAlarmAndIsTriedSlowly() throws Exception {
        try (var peer = new SmsGateProcess();
                var rig =
                        new CmppRig(
                                peer.port(),
                                CmppVersion.V30,
                                "not this",
                                16,
                                Duration.ofSeconds(20))) {
            await().until(() -> rig.events.bindsRefused.get() >= 2);
            assertThat(rig.gateway.health().boundLinks()).isZero();
        }
    }
}
