package org.fivegmc.loadtest.handset;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.StubServer;
import org.fivegmc.loadtest.observe.Timeline;
import org.junit.jupiter.api.Test;

class HandsetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String A = "+8613800000001";
    private static final String B = "+8613800000002";

    @Test
    void registersWithDigestAndTellsWhatItCan() throws Exception {
        try (StubServer server = new StubServer(0, "ims.example");
                Handset a = handset("A", A, server.address(), Profile.Transport.UDP)) {
            Registration registration = a.register(HOUR);
            assertThat(registration.statuses()).containsExactly(401, 200);
            String last = server.requests().getLast();
            assertThat(last)
                    .contains("+sip.instance=\"<urn:uuid:")
                    .contains("+g.3gpp.icsi-ref=\"urn%3Aurn-7")
                    .contains(";+g.gsma.rcs.cpm.pager-large")
                    .contains("+g.gsma.rcs.botversion=\"#=1,#=2\"")
                    .contains("algorithm=SHA-256")
                    .contains("username=\"" + A + "@ims.example\"");
            assertThat(server.requests().getFirst()).contains("response=\"\"");
        }
    }

    @Test
    void messagesAndReportsCrossTheRelayInOrder() throws Exception {
        try (StubServer server = new StubServer(0, "");
                Handset a = handset("A", A, server.address(), Profile.Transport.UDP);
                Handset b = handset("B", B, server.address(), Profile.Transport.UDP)) {
            assertThat(a.register(HOUR).succeeded()).isTrue();
            Sent first = a.sendText(B, "one \uD83D\uDE00", EnumSet.allOf(Disposition.class));
            Sent second = a.sendText(B, "two", EnumSet.noneOf(Disposition.class));
            assertThat(List.of(first.status(), second.status())).containsOnly(202);
            b.register(HOUR);
            assertThat(b.texts().await(2, _ -> true, PATIENCE))
                    .extracting(ReceivedText::text)
                    .containsExactly("one \uD83D\uDE00", "two");
            ReceivedText received = b.texts().all().getFirst();
            assertThat(received.imdnId()).isEqualTo(first.imdnId());
            assertThat(received.sender()).isEqualTo("tel:" + A);
            // its own report of the delivery may still be under way when the user reads the message
            a.reports().await(1, _ -> true, PATIENCE);
            assertThat(b.display(received)).isEqualTo(202);
            assertThat(a.reports().await(2, _ -> true, PATIENCE))
                    .extracting(ReceivedReport::status)
                    .containsExactly("delivered", "displayed");
        }
    }

    @Test
    void answersAnotherHandsetDirectlyOverTcpAndNotWhenDark() {
        try (Handset b = handset("B", B, unused(), Profile.Transport.TCP);
                Handset a = handset("A", A, b.local(), Profile.Transport.TCP)) {
            assertThat(a.options(B).all("Contact").getFirst()).contains("oma.cpm.msg");
            assertThat(a.sendText(B, "hi", EnumSet.noneOf(Disposition.class)).status())
                    .isEqualTo(200);
            b.goDark();
            b.comeBack();
            assertThat(a.sendText(B, "again", EnumSet.noneOf(Disposition.class)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoWaitsHearsAtOnceThatTheServerIsGone() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Handset a =
                        handset(
                                "A",
                                A,
                                (InetSocketAddress) silent.getLocalSocketAddress(),
                                Profile.Transport.UDP)) {
            CompletableFuture<Registration> waiting =
                    CompletableFuture.supplyAsync(() -> a.register(HOUR));
            byte[] octets = new byte[1];
            silent.receive(new DatagramPacket(octets, octets.length));
            assertThat(waiting).isNotDone();
            a.loseServer();
            assertThat(waiting)
                    .succeedsWithin(Duration.ofSeconds(10))
                    .extracting(registration -> registration.last().reason())
                    .isEqualTo("connection lost");
        }
    }

    @Test
    void canKeepNoMoreThanALedgerNeeds() throws Exception {
        try (StubServer server = new StubServer(0, "");
                Handset a = handset("A", A, server.address(), Profile.Transport.UDP);
                Handset b = handset("B", B, server.address(), Profile.Transport.UDP)) {
            b.keepLess();
            b.register(HOUR);
            Sent sent = a.sendText(B, "hi", EnumSet.of(Disposition.POSITIVE_DELIVERY));
            assertThat(b.messages().await(1, _ -> true, PATIENCE)).hasSize(1);
            assertThat(b.sentReports().await(1, _ -> true, PATIENCE))
                    .containsExactly(new SentReport(sent.imdnId(), 202));
            assertThat(b.seen().all()).isEmpty();
            assertThat(b.sent().all()).isEmpty();
        }
    }

    @Test
    void leavesNoThreadThatKeepsTheJvmAlive() {
        Handset handset = handset("A", A, unused(), Profile.Transport.UDP);
        // the stack's threads begin after its start has returned
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ownThreads()).isNotEmpty());
        handset.close();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    @Test
    void canBeClosedWhileItStarts() throws Exception {
        List<Future<?>> closings = new ArrayList<>();
        try (ExecutorService closer = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                closings.add(
                        closer.submit(handset("A", A, unused(), Profile.Transport.UDP)::close));
            }
        }
        for (Future<?> closing : closings) {
            closing.get();
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    private static List<String> ownThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> !entry.getKey().isDaemon())
                .filter(entry ->
                        List.of(entry.getValue()).stream()
                                .anyMatch(frame -> frame.getClassName().startsWith("gov.nist")))
                .map(entry -> entry.getKey().getName())
                .toList();
    }

    private static InetSocketAddress unused() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    }

    private static Handset handset(
            String name, String number, InetSocketAddress server, Profile.Transport transport) {
        return Handset.start(
                Profile.of(
                        name,
                        number,
                        "ims.example",
                        server,
                        transport,
                        new Secret.Password(number + "@ims.example", "pw")),
                Timeline.silent());
    }
}
