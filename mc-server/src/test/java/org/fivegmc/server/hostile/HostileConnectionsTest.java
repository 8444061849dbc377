package org.fivegmc.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections that stall, flood, never read or come in masses, towards a running server with short
/// timeouts. Each ends in its own way, and nobody else notices.
@org.jspecify.annotations.NullUnmarked // JUnit sets the fields
class HostileConnectionsTest {

    private static final int WAIT_MS = 10_000;

    /// For what must happen, on a machine that is busy.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Processor time in a second that nobody who spins gets by with.
    private static final Duration CALM = Duration.ofMillis(300);

    private static final int CONNECTIONS = 10_000;

    @TempDir private static Path directory;

    private static HostileServer server;

    @BeforeAll
    static void start() throws Exception {
        server =
                HostileServer.start(
                        directory,
                        "receive-timeout: 500ms",
                        "tls:",
                        "  certificate: " + TlsPem.certificate(directory),
                        "  key: " + TlsPem.key(directory));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static double connections() throws IOException, InterruptedException {
        return server.meter("mc_sip_connections", "tcp");
    }

    private static double closed(String reason) throws IOException, InterruptedException {
        return server.meter("mc_sip_connections_closed_total", "reason=\"" + reason + "\"");
    }

    @Test
    void aSenderOfOneOctetAtATimeIsCutOff() throws Exception {
        double before = closed("slow-sender");
        byte[] request = Requests.options();
        try (var slow = new TcpPeer(server.sip())) {
            // a message that never ends within its time, an octet per interval
            int sent = 0;
            while (sent < request.length && slow.send(new byte[] {request[sent]})) {
                sent++;
                if (slow.isClosedWithin(50)) {
                    break;
                }
            }
            assertThat(sent).isLessThan(request.length);
        }
        await().atMost(PATIENCE).until(() -> closed("slow-sender") > before);
        server.servesTheWellBehaved();
    }

    @Test
    void halvesOfMessagesAndSilenceEndByTheirTimeouts() throws Exception {
        try (var half = new TcpPeer(server.sip());
                var silent = new TcpPeer(server.sip())) {
            half.send(java.util.Arrays.copyOf(Requests.options(), 80));
            assertThat(half.isClosedWithin(WAIT_MS)).isTrue();
            // has begun nothing: only the idle timeout ends it
            assertThat(silent.finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
        }
        server.servesTheWellBehaved();
    }

    @Test
    void aPeerThatNeverReadsIsCutOffBeforeItCostsMuch() throws Exception {
        byte[] request =
                new String(Requests.options(), StandardCharsets.UTF_8)
                        .replace("Call-ID: ", "Call-ID: " + "c".repeat(7_000))
                        .getBytes(StandardCharsets.UTF_8);
        double before = closed("slow-reader");
        long limit = 64L << 20;
        long sent = 0;
        try (var deaf = new TcpPeer(server.sip())) {
            deaf.socket().setReceiveBufferSize(4_096);
            while (sent < limit && deaf.send(request)) {
                sent += request.length;
            }
        }
        assertThat(sent).as("octets until the server gave up").isLessThan(limit);
        await().atMost(PATIENCE).until(() -> closed("slow-reader") > before);
        server.servesTheWellBehaved();
    }

    @Test
    void connectionsThatComeAndGoLeaveNothing() throws Exception {
        double before = connections();
        for (int i = 0; i < 1_000; i++) {
            try (var peer = new TcpPeer(server.sip())) {
                switch (i % 4) {
                    case 0 -> peer.socket().setSoLinger(true, 0);
                    case 1 -> peer.send(Requests.options());
                    case 2 -> peer.send(new byte[] {'O', 'P', 'T'});
                    default -> peer.socket().shutdownOutput();
                }
            }
        }
        await().atMost(PATIENCE).until(() -> connections() <= before);
        server.servesTheWellBehaved();
    }

    @Test
    void garbageForTls() throws Exception {
        var random = new Random(11);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(garbage);
            try (var peer = new TcpPeer(server.tls())) {
                peer.send(i % 2 == 0 ? garbage : Requests.options());
                if (i % 10 == 1) {
                    assertThat(peer.isClosedWithin(WAIT_MS)).isTrue();
                }
            }
        }
        // says nothing at all: the handshake has a time
        try (var silent = new TcpPeer(server.tls())) {
            assertThat(silent.isClosedWithin(WAIT_MS)).isTrue();
        }
        server.servesTheWellBehaved();
    }

    @Test
    void messagesFlowBesideTenThousandIdleConnections() throws Exception {
        double before = connections();
        Process idle =
                java(List.of(
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                IdleConnections.class.getName(),
                                "127.0.0.1",
                                Integer.toString(server.sip().getPort()),
                                Integer.toString(CONNECTIONS)))
                        .start();
        try {
            assertThat(firstLine(idle)).isEqualTo("open " + CONNECTIONS);
            await().atMost(PATIENCE).until(() -> connections() >= before + CONNECTIONS);
            for (int i = 0; i < 20; i++) {
                server.servesTheWellBehaved();
            }
        } finally {
            idle.destroy();
            assertThat(idle.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        await().atMost(PATIENCE).until(() -> connections() <= before);
        server.servesTheWellBehaved();
    }

    /// A server with few descriptors: what it can't accept waits, what it has goes on, and it does
    /// not burn the processor over it.
    @Test
    void runningOutOfDescriptorsNeitherSpinsNorStops() throws Exception {
        int sip = HostileServer.freePort();
        int http = HostileServer.freePort();
        Path config = directory.resolve("few.yaml");
        Files.writeString(config, HostileServer.yaml(directory.resolve("few"), sip, 0, http));
        var command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 200; exec \"$@\"", "sh"));
        command.addAll(
                java(List.of(
                                // else the JVM raises the limit to the hard one
                                "-XX:-MaxFDLimit",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.fivegmc.server.Main",
                                "run",
                                "--config",
                                config.toString()))
                        .command());
        Process few =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("few.log").toFile())
                        .start();
        var open = new ArrayList<TcpPeer>();
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), sip);
        try (var udp = new UdpPeer(address)) {
            await().atMost(PATIENCE).until(() -> udp.finalAnswer(Requests.options(), 500) == 200);
            // answered once before: what is open goes on, and needs no class from a file any more
            open.add(new TcpPeer(address));
            assertThat(open.getFirst().finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
            for (int i = 0; i < 300; i++) {
                open.add(new TcpPeer(address));
            }
            assertThat(open.getFirst().finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
            await("a loop that spins takes what there is, second by second")
                    .atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .until(() -> burntInASecond(few, udp).compareTo(CALM) < 0);
            for (TcpPeer peer : open) {
                peer.close();
            }
            await().atMost(PATIENCE)
                    .until(() -> {
                        try (var next = new TcpPeer(address)) {
                            return next.finalAnswer(Requests.options(), 2_000) == 200;
                        }
                    });
        } finally {
            for (TcpPeer peer : open) {
                peer.close();
            }
            few.destroyForcibly();
            assertThat(few.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    /// The processor time of a process that is asked something now and then, for a second or a
    /// little more.
    private static Duration burntInASecond(Process process, UdpPeer udp) throws Exception {
        Duration before = process.info().totalCpuDuration().orElseThrow();
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (System.nanoTime() - end < 0) {
            assertThat(udp.finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
            // a pause; on a busy machine there may be late answers to what was asked at the start
            var _ = udp.receive(100);
        }
        return process.info().totalCpuDuration().orElseThrow().minus(before);
    }

    private static ProcessBuilder java(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    private static String firstLine(Process process) throws IOException {
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return lines.readLine();
    }
}
