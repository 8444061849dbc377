package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.fallback.cmpp.SmsGateProcess;
import org.fivegmc.fallback.cmpp.SmsGateProcess.Submission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One center with a gateway to a CMPP gateway of another make, in a process of its own.
class CmppFallbackTest {

    private static final String ALICE = "+8613800000001";
    private static final String CAROL = "+8613800000003";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path data;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private SmsGateProcess ismg;

    @BeforeEach
    void open() throws Exception {
        ismg = kept(new SmsGateProcess());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.add(part);
        return part;
    }

    private RunningCenter center() throws Exception {
        Path secret = Files.writeString(data.resolve("ismg.secret"), SmsGateProcess.SECRET);
        return kept(
                new RunningCenter(
                        data.resolve("data"),
                        """
                        fallback:
                          hand-over-timeout: 6s
                          gateways:
                            - id: ismg-1
                              type: cmpp
                              host: 127.0.0.1
                              port: %d
                              system-id: '%s'
                              enquire-tries: 3
                              response-timeout: 5s
                              cmpp: {shared-secret: 'file:%s', service-id: RCS}
                        """
                                .formatted(ismg.port(), SmsGateProcess.SP_ID, secret)));
    }

    private UdpPhone alice(RunningCenter center) throws Exception {
        UdpPhone alice = kept(center.phone(ALICE));
        assertThat(alice.register()).isEqualTo(200);
        return alice;
    }

    private static void bound(RunningCenter center) {
        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_smpp_links_up{peer=\"ismg-1\"}") == 1);
    }

    /// The next report that says so; others, and repetitions of a slow machine, are skipped.
    private static void reported(UdpPhone phone, String id, String what) throws Exception {
        String report = phone.next();
        while (!report.contains(id) || !report.contains(what)) {
            report = phone.next();
        }
    }

    @Test
    void aLongChineseMessageLeavesByCmppAndItsReportsComeBack() throws Exception {
        String text = "\u4f60\u597d\uff0c\u4e16\u754c\ud83d\ude00".repeat(20);
        RunningCenter center = center();
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, text, "m-1"))).isEqualTo(202);
        reported(alice, "m-1", "interworking");

        List<Submission> submissions = List.copyOf(ismg.submissions);
        assertThat(submissions).hasSizeGreaterThan(1);
        var joined = new ByteArrayOutputStream();
        for (Submission part : submissions) {
            assertThat(part.destination()).isEqualTo(CAROL.substring(1));
            assertThat(part.srcId()).isEqualTo(ALICE.substring(1));
            joined.writeBytes(part.content().from(6).array());
        }
        assertThat(joined.toString(StandardCharsets.UTF_16BE)).isEqualTo(text);

        submissions.forEach(part -> ismg.receipt(part, "DELIVRD"));
        reported(alice, "m-1", "<delivered");
        // the report may be here before the last answer is
        await().atMost(PATIENCE).until(() -> ismg.answers.size() == submissions.size());
        assertThat(ismg.answers).containsOnly(0);
        assertThat(center.metric("mc_messages_terminal_total{channel=\"sms\",state=\"delivered\"}"))
                .isEqualTo(1);
        assertThat(center.ctl("route", "explain", ALICE, CAROL).out())
                .contains("gateway ismg-1 takes it");
        assertThat(center.ctl("gateways").out()).contains("ismg-1", "cmpp", "up");
    }

    @Test
    void aReceiptAfterARestartStillBelongs() throws Exception {
        RunningCenter center = center();
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
        reported(alice, "m-1", "interworking");
        center.close();

        RunningCenter again = center();
        UdpPhone aliceAgain = alice(again);
        bound(again);
        ismg.receipt(ismg.submissions.element(), "DELIVRD");
        reported(aliceAgain, "m-1", "<delivered");
        assertThat(ismg.submissions).hasSize(1);
    }

    @Test
    void trafficControlDelaysAndLosesNothing() throws Exception {
        RunningCenter center = center();
        UdpPhone alice = alice(center);
        bound(center);
        ismg.command("throttle 3");
        for (int i = 0; i < 3; i++) {
            assertThat(UdpPhone.status(alice.send(CAROL, "text " + i, "m-" + i))).isEqualTo(202);
        }
        await().atMost(PATIENCE).until(() -> ismg.submissions.size() == 3);
        assertThat(ismg.submissions.stream().map(CmppFallbackTest::text))
                .containsExactlyInAnyOrder("text 0", "text 1", "text 2");
        assertThat(center.metric("mc_smpp_throttled_total{peer=\"ismg-1\"}")).isPositive();
    }

    /// The gateway has it and the link is lost before it can say so: it is sent again, and that is
    /// told.
    @Test
    void whatWasUnderWayWhenTheLinkWasLostIsSentAgainAndCounted() throws Exception {
        RunningCenter center = center();
        UdpPhone alice = alice(center);
        bound(center);
        ismg.command("mute");
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> ismg.unanswered.size() == 1);
        assertThat(center.metric("mc_fallback_possible_duplicate_total")).isZero();
        ismg.command("speak");
        ismg.command("drop");
        await().atMost(PATIENCE).until(() -> ismg.submissions.size() == 1);
        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_fallback_possible_duplicate_total") == 1);
        ismg.receipt(ismg.submissions.element(), "DELIVRD");
        reported(alice, "m-1", "<delivered");
        assertThat(ismg.unanswered).hasSize(1);
    }

    @Test
    void messagesFromHandsetsAreRefusedAndCounted() throws Exception {
        RunningCenter center = center();
        bound(center);
        ismg.command("mo 13800000009 10655 \u4f60\u597d");
        await().atMost(PATIENCE).until(() -> ismg.answers.size() == 1);
        assertThat(ismg.answers).containsExactly(9);
        assertThat(center.metric("mc_smpp_inbound_refused_total{peer=\"ismg-1\"}")).isEqualTo(1);
    }

    private static String text(Submission submission) {
        return new String(submission.content().array(), StandardCharsets.US_ASCII);
    }
}
