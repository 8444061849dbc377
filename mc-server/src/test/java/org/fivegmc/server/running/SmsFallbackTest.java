package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.fivegmc.fallback.smpp.JsmppCenter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One center with a gateway to an SMSC of another make, which is away, mute or slow at times.
class SmsFallbackTest {

    private static final String ALICE = "+8613800000001";
    private static final String CAROL = "+8613800000003";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int THROTTLED = 0x58;
    private static final int REJECTED = 0x66;
    private static final int NO_SUCH_ADDRESS = 0x0b;

    @TempDir private Path data;
    private final AtomicInteger ids = new AtomicInteger();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private ServerSocket reserved;
    private Path password;

    @BeforeEach
    void reserve() throws Exception {
        reserved = listen(0);
        parts.add(reserved);
        password = Files.writeString(data.resolve("smsc.password"), JsmppCenter.PASSWORD);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        return socket;
    }

    private String nextId(SubmitSm submit, Object session) {
        return Integer.toHexString(0xab00 + ids.incrementAndGet());
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.add(part);
        return part;
    }

    /// An SMSC at the port the center knows.
    private JsmppCenter smsc(JsmppCenter.Behaviour behaviour) throws IOException {
        int port = reserved.getLocalPort();
        reserved.close();
        return kept(new JsmppCenter(behaviour, listen(port)));
    }

    private RunningCenter center(String gatewaySettings) {
        return kept(
                new RunningCenter(
                        data.resolve("data"),
                        """
                        fallback:
                          gateways:
                            - id: smsc-1
                              host: 127.0.0.1
                              port: %d
                              system-id: mc
                              password: file:%s
                              enquire-link: 1s
                              response-timeout: 1s
                              %s
                        """
                                .formatted(reserved.getLocalPort(), password, gatewaySettings)));
    }

    private UdpPhone alice(RunningCenter center) throws Exception {
        UdpPhone alice = kept(center.phone(ALICE));
        assertThat(alice.register()).isEqualTo(200);
        return alice;
    }

    private static void bound(RunningCenter center) {
        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_smpp_links_up{peer=\"smsc-1\"}") == 1);
    }

    private static void traced(RunningCenter center, String id, String step) {
        await().atMost(PATIENCE).until(() -> center.ctl("trace", id).out().contains(step));
    }

    private static String text(SubmitSm submit) {
        return new String(submit.getShortMessage(), StandardCharsets.US_ASCII);
    }

    private static void receipt(JsmppCenter smsc, String id) throws Exception {
        await().atMost(PATIENCE).until(() -> !smsc.sessions.isEmpty());
        smsc.receipt(
                smsc.sessions.getLast(),
                "id:"
                        + id
                        + " sub:001 dlvrd:001 submit date:2601010000 done date:2601010000"
                        + " stat:DELIVRD err:000 text:");
    }

    private static String reports(UdpPhone phone, int count) throws Exception {
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) {
            all.append(phone.next());
        }
        return all.toString();
    }

    @Test
    void receiptsComeBackAsReports() throws Exception {
        RunningCenter center = center("");
        JsmppCenter smsc = smsc(this::nextId);
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);

        assertThat(alice.next()).contains("m-1", "interworking");
        receipt(smsc, "ab01");
        assertThat(alice.next()).contains("m-1", "delivered");
        traced(center, "m-1", "delivered sms");
        assertThat(center.ctl("trace", "m-1").out())
                .containsSubsequence(
                        "accepted", "decided for SMS or MMS", "part handed", "receipt", "ended");
        assertThat(smsc.submissions)
                .singleElement()
                .extracting(SmsFallbackTest::text)
                .isEqualTo("hello");
        assertThat(center.metric("mc_messages_terminal_total{channel=\"sms\",state=\"delivered\"}"))
                .isEqualTo(1);
        assertThat(center.metric("mc_fallback_total{reason=\"no_capability\"}")).isEqualTo(1);
    }

    @Test
    void aReceiptMayWriteTheIdInAnotherForm() throws Exception {
        RunningCenter center = center("receipt-id: hex-to-dec");
        JsmppCenter smsc = smsc(this::nextId);
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
        assertThat(alice.next()).contains("interworking");
        receipt(smsc, "00" + 0xab01);
        assertThat(alice.next()).contains("m-1", "delivered");
    }

    /// The SMSC's ids mean nothing, its dates are local, and its words are its own.
    @Test
    void receiptsAreFoundByDestinationAndTimeWhereNothingElseTells() throws Exception {
        RunningCenter center =
                center(
                        """
                        receipt-id: destination-time
                              receipt-time-zone: Asia/Shanghai
                              receipt-states: {OKAY: delivered, GONE: undeliverable}\
                        """);
        JsmppCenter smsc = smsc((_, _) -> "0");
        UdpPhone carol = kept(center.phone(CAROL));
        assertThat(carol.register()).isEqualTo(200);
        bound(center);
        for (String id : List.of("m-1", "m-2")) {
            assertThat(UdpPhone.status(carol.send(ALICE, "hello", id))).isEqualTo(202);
            assertThat(carol.next()).contains(id, "interworking");
        }
        String now =
                DateTimeFormatter.ofPattern("yyMMddHHmm")
                        .format(ZonedDateTime.now(ZoneId.of("Asia/Shanghai")));
        await().atMost(PATIENCE).until(() -> !smsc.sessions.isEmpty());
        smsc.receipt(smsc.sessions.getLast(), "id:0 submit date:" + now + " stat:OKAY err:000");
        assertThat(carol.next()).contains("m-1", "<delivered");
        smsc.receipt(smsc.sessions.getLast(), "id:0 submit date:" + now + " stat:GONE err:001");
        assertThat(carol.next()).contains("m-2", "failed");
    }

    @Test
    void aReceiptAfterARestartStillBelongs() throws Exception {
        RunningCenter center = center("");
        JsmppCenter smsc = smsc(this::nextId);
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
        assertThat(alice.next()).contains("interworking");
        center.close();
        smsc.sessions.clear();

        RunningCenter again =
                kept(
                        new RunningCenter(
                                data.resolve("data"),
                                """
                                fallback:
                                  gateways:
                                    - {id: smsc-1, host: 127.0.0.1, port: %d, system-id: mc, password: "file:%s"}
                                """
                                        .formatted(smsc.port(), password)));
        UdpPhone aliceAgain = alice(again);
        bound(again);
        receipt(smsc, "ab01");
        assertThat(aliceAgain.next()).contains("m-1", "delivered");
        assertThat(smsc.submissions).hasSize(1);
    }

    @Test
    void whatIsAcceptedWhileTheSmscIsAwayLeavesOnceLater() throws Exception {
        RunningCenter center = center("");
        reserved.close();
        UdpPhone alice = alice(center);
        for (int i = 0; i < 3; i++) {
            assertThat(UdpPhone.status(alice.send(CAROL, "text " + i, "m-" + i))).isEqualTo(202);
        }
        assertThat(center.ctl("mailbox", "list", CAROL).out()).contains("held-no_gateway");
        JsmppCenter smsc = smsc(this::nextId);
        bound(center);
        for (int i = 0; i < 3; i++) {
            traced(center, "m-" + i, "gateway answered");
        }
        assertThat(smsc.submissions.stream().map(SmsFallbackTest::text))
                .containsExactlyInAnyOrder("text 0", "text 1", "text 2");
        assertThat(center.metric("mc_fallback_possible_duplicate_total")).isZero();
    }

    /// The SMSC takes the part and never says so: it may be sent twice, and then that is told.
    @Test
    void whatIsNeverAnsweredIsSentAgainAndCounted() throws Exception {
        RunningCenter center = center("window: 16\n  hand-over-timeout: 2s");
        var over = new CountDownLatch(1);
        var asked = new AtomicInteger();
        JsmppCenter smsc =
                smsc((submit, session) -> {
                    if (asked.incrementAndGet() == 1) {
                        awaited(over);
                        throw new ProcessRequestException("nobody listens any more", REJECTED);
                    }
                    return nextId(submit, session);
                });
        kept(over::countDown);
        UdpPhone alice = alice(center);
        bound(center);
        assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
        traced(center, "m-1", "part handed");
        assertThat(center.metric("mc_fallback_possible_duplicate_total")).isZero();

        await().atMost(PATIENCE)
                .until(() -> center.metric("mc_fallback_possible_duplicate_total") == 1);
        await().atMost(PATIENCE).until(() -> smsc.submissions.size() == 1);
        assertThat(asked).hasValue(2);
        receipt(smsc, "ab01");
        assertThat(reports(alice, 2)).contains("m-1", "interworking", "delivered");
        traced(center, "m-1", "delivered sms");
        assertThat(center.metric("mc_fallback_possible_duplicate_total")).isEqualTo(1);
    }

    private static void awaited(CountDownLatch latch) throws ProcessRequestException {
        try {
            if (!latch.await(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)) {
                throw new ProcessRequestException("the test is over", REJECTED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessRequestException("interrupted", REJECTED, e);
        }
    }

    @Test
    void messagesFromHandsetsToNobodyAreRefusedSoThatTheSmscCanTellTheirSenders() throws Exception {
        RunningCenter center = center("");
        JsmppCenter smsc = smsc(this::nextId);
        bound(center);
        await().atMost(PATIENCE).until(() -> !smsc.sessions.isEmpty());
        assertThatThrownBy(() -> smsc.fromHandset(smsc.sessions.getLast(), "hello"))
                .isInstanceOfSatisfying(
                        NegativeResponseException.class,
                        refused ->
                                assertThat(refused.getCommandStatus()).isEqualTo(NO_SUCH_ADDRESS));
        assertThat(center.metric("mc_smpp_inbound_refused_total{peer=\"smsc-1\"}")).isEqualTo(1);
    }

    /// A peer that takes the connection and says nothing: silence must not be taken for a link.
    @Test
    void aHalfOpenSmscIsNoLink() throws Exception {
        RunningCenter center = center("");
        try (Socket mute = reserved.accept()) {
            assertThat(mute.isConnected()).isTrue();
            UdpPhone alice = alice(center);
            assertThat(UdpPhone.status(alice.send(CAROL, "hello", "m-1"))).isEqualTo(202);
            assertThat(center.metric("mc_smpp_links_up{peer=\"smsc-1\"}")).isZero();
        }
        JsmppCenter smsc = smsc(this::nextId);
        bound(center);
        traced(center, "m-1", "gateway answered");
        assertThat(smsc.submissions).hasSize(1);
    }

    @Test
    void throttlingDelaysAndLosesNothing() throws Exception {
        RunningCenter center = center("");
        var throttles = new AtomicInteger(3);
        JsmppCenter smsc =
                smsc((submit, session) -> {
                    if (throttles.getAndDecrement() > 0) {
                        throw new ProcessRequestException("slower", THROTTLED);
                    }
                    return nextId(submit, session);
                });
        UdpPhone alice = alice(center);
        bound(center);
        for (int i = 0; i < 3; i++) {
            assertThat(UdpPhone.status(alice.send(CAROL, "text " + i, "m-" + i))).isEqualTo(202);
        }
        assertThat(reports(alice, 3)).contains("m-0", "m-1", "m-2", "interworking");
        assertThat(smsc.submissions.stream().map(SmsFallbackTest::text))
                .containsExactlyInAnyOrder("text 0", "text 1", "text 2");
        assertThat(center.metric("mc_smpp_throttled_total{peer=\"smsc-1\"}")).isPositive();
    }
}
