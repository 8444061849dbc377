package org.fivegmc.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.codec.JainSip;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipMethod;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.resolve.Hop;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transport.CloseReason;
import org.fivegmc.sip.transport.ListenerConfig;
import org.fivegmc.sip.transport.RefuseReason;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.sip.transport.SipLoop;
import org.fivegmc.sip.transport.SipTransport;
import org.fivegmc.sip.transport.TransportConfig;
import org.fivegmc.sip.transport.TransportLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two stacks, and raw sockets, over 127.0.0.1 and ::1.
@SuppressWarnings("AddressSelection") // numeric addresses
class StackSocketTest {
    private static final HopResolver NO_DNS =
            (_, done) -> done.accept(new Resolution.NotFound("no DNS here"));

    private final ConcurrentLinkedQueue<SipStack> stacks = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Object> log = new LinkedBlockingQueue<>();
    private final SipEvents events =
            new SipEvents() {
                @Override
                public void connectionClosed(SipTransport transport, CloseReason reason) {
                    log.add(reason);
                }

                @Override
                public void connectionRefused(SipTransport transport, RefuseReason reason) {
                    log.add(reason);
                }
            };

    @AfterEach
    void close() {
        stacks.forEach(SipStack::close);
    }

    static TransportLimits limits(
            int connections, int perAddress, long idle, long partial, int pending) {
        return new TransportLimits(
                SipLimits.DEFAULTS,
                connections,
                perAddress,
                idle,
                partial,
                2_000,
                pending,
                1 << 24,
                TransportLimits.DEFAULTS.lingerMs(),
                TransportLimits.DEFAULTS.lingerBytes(),
                SipLoop.DEFAULT_QUEUE);
    }

    private SipStack stack(
            SipRequestHandler handler,
            TransportLimits limits,
            int loops,
            boolean epoll,
            ListenerConfig... at) {
        SipStack s =
                SipStack.start(
                        SipStackConfig.of(
                                new TransportConfig(
                                        List.of(at), loops, Optional.empty(), limits, epoll),
                                Set.of()),
                        handler,
                        events,
                        NO_DNS);
        stacks.add(s);
        return s;
    }

    private static OutgoingRequest request(int body) {
        return OutgoingRequest.builder(SipMethod.MESSAGE, "sip:b@example.com")
                .from("<sip:a@example.com>", "f")
                .to("<sip:b@example.com>")
                .callId(java.util.UUID.randomUUID().toString())
                .cSeq(1)
                .body("text/plain", "x".repeat(body).getBytes(StandardCharsets.US_ASCII))
                .build();
    }

    private static InetSocketAddress address(SipStack s, int listener) {
        return s.listeners().get(listener).bind();
    }

    private static <T> T take(BlockingQueue<T> q) throws InterruptedException {
        T t = q.poll(10, TimeUnit.SECONDS);
        assertThat(t).as("something within 10 s").isNotNull();
        return java.util.Objects.requireNonNull(t);
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 127.0.0.1, true, 1",
        "UDP, 127.0.0.1, true, 2",
        "UDP, ::1, true, 1",
        "UDP, 127.0.0.1, false, 1",
        "TCP, 127.0.0.1, true, 1",
        "TCP, 127.0.0.1, true, 2",
        "TCP, ::1, true, 1",
        "TCP, 127.0.0.1, false, 1"
    })
    void messagesGoThereAndAnswersComeBack(
            SipTransport transport, String host, boolean epoll, int loops) throws Exception {
        // answers come from threads of their own, as they do from the writers of the shards
        SipStack server =
                stack(
                        (tx, r) ->
                                Thread.ofVirtual()
                                        .start(() ->
                                                tx.respond(r.body().length() == 77 ? 202 : 500)),
                        TransportLimits.DEFAULTS,
                        loops,
                        epoll,
                        ListenerConfig.of(transport, host, 0));
        SipStack client =
                stack(
                        (tx, _) -> tx.respond(405),
                        TransportLimits.DEFAULTS,
                        loops,
                        epoll,
                        ListenerConfig.of(transport, host, 0));
        BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
        int n = 500;
        Semaphore window = new Semaphore(64);
        for (int i = 0; i < n; i++) {
            window.acquire();
            client.send(
                    request(77),
                    new Target.ToAddress(transport, address(server, 0)),
                    o -> {
                        outcomes.add(o);
                        window.release();
                    });
        }
        for (int i = 0; i < n; i++) {
            assertThat(take(outcomes))
                    .isInstanceOfSatisfying(
                            ClientOutcome.Response.class,
                            r -> assertThat(r.response().status()).isEqualTo(202));
        }
        if (transport == SipTransport.TCP) {
            assertThat(client.connectionCount()).as("one connection is reused").isEqualTo(1);
        }
    }

    @Test
    void aFlowReachesBackOverTheInboundConnection() throws Exception {
        BlockingQueue<ServerTransaction> registered = new LinkedBlockingQueue<>();
        SipStack server =
                stack(
                        (tx, _) -> {
                            tx.respond(200);
                            registered.add(tx);
                        },
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        BlockingQueue<SipRequest> pushed = new LinkedBlockingQueue<>();
        SipStack handset =
                stack(
                        (tx, r) -> {
                            pushed.add(r);
                            tx.respond(200);
                        },
                        TransportLimits.DEFAULTS,
                        1,
                        true);
        BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
        handset.send(
                request(1),
                new Target.ToAddress(SipTransport.TCP, address(server, 0)),
                outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.Response.class);
        ServerTransaction tx = take(registered);
        server.send(request(5), new Target.ByFlow(tx.flow()), outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(take(pushed).body().length()).isEqualTo(5);
        assertThat(server.connectionCount()).isEqualTo(1);
        handset.close();
        assertThat(take(log)).isIn(CloseReason.PEER, CloseReason.LOCAL);
        server.send(request(5), new Target.ByFlow(tx.flow()), outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.TransportFailed.class);
    }

    @Test
    @Tag("RFC3261-18.1.1")
    void largeRequestsGoByTcpAndByUdpToPeersWithout() throws Exception {
        TransactionLimits small =
                new TransactionLimits(
                        100,
                        100,
                        100,
                        1,
                        1_000,
                        _ -> 1_300,
                        500,
                        60_000,
                        10,
                        2,
                        AdmissionLimits.DEFAULTS);
        BlockingQueue<SipTransport> by = new LinkedBlockingQueue<>();
        SipRequestHandler handler =
                (tx, _) -> {
                    by.add(tx.flow().transport());
                    tx.respond(200);
                };
        SipStack udpOnly =
                stack(
                        handler,
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0));
        SipStack client =
                SipStack.start(
                        new SipStackConfig(
                                TransportConfig.of(
                                        ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0)),
                                SipTimers.DEFAULTS,
                                small,
                                Set.of(),
                                false),
                        handler,
                        events,
                        NO_DNS);
        stacks.add(client);
        BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
        client.send(
                request(2_000),
                new Target.ToAddress(SipTransport.UDP, address(udpOnly, 0)),
                outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(take(by)).isEqualTo(SipTransport.UDP);
        assertThat(client.refusals().isRefused(address(udpOnly, 0))).isTrue();
        client.send(
                request(66_000),
                new Target.ToAddress(SipTransport.UDP, address(udpOnly, 0)),
                outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.TooLarge.class);
        int port = 0;
        SipStack both = null;
        for (int i = 0; i < 20 && both == null; i++) {
            try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                port = probe.getLocalPort();
            }
            try {
                both =
                        stack(
                                handler,
                                TransportLimits.DEFAULTS,
                                1,
                                true,
                                ListenerConfig.of(SipTransport.UDP, "127.0.0.1", port),
                                ListenerConfig.of(SipTransport.TCP, "127.0.0.1", port));
            } catch (org.fivegmc.sip.transport.SipStartException _) {
                // taken for TCP: another one
            }
        }
        client.send(
                request(2_000),
                new Target.ToAddress(SipTransport.UDP, new InetSocketAddress("127.0.0.1", port)),
                outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.Response.class);
        assertThat(take(by)).isEqualTo(SipTransport.TCP);
    }

    @Test
    @Tag("RFC3263-4.3")
    void theNextAddressIsTriedWhenOneFails() throws Exception {
        SipStack server =
                stack(
                        (tx, _) -> tx.respond(200),
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        SipStack busy =
                stack(
                        (tx, _) -> tx.respond(503),
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        HopResolver three =
                (_, done) ->
                        done.accept(
                                new Resolution.Found(
                                        List.of(
                                                new Hop(
                                                        SipTransport.TCP,
                                                        new InetSocketAddress("127.0.0.1", 1),
                                                        "h"),
                                                new Hop(SipTransport.TCP, address(busy, 0), "h"),
                                                new Hop(
                                                        SipTransport.TCP,
                                                        address(server, 0),
                                                        "h"))));
        SipStack client =
                SipStack.start(
                        SipStackConfig.of(TransportConfig.of(), Set.of()),
                        (tx, _) -> tx.respond(405),
                        events,
                        three);
        stacks.add(client);
        BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
        client.send(request(1), new Target.ToUri("sip:example.com"), outcomes::add);
        assertThat(take(outcomes))
                .isInstanceOfSatisfying(
                        ClientOutcome.Response.class,
                        r -> assertThat(r.response().status()).isEqualTo(200));
        client.send(request(1), new Target.ToUri("mailto:x"), outcomes::add);
        assertThat(take(outcomes)).isInstanceOf(ClientOutcome.TransportFailed.class);
    }

    /// RFC 3261 section 18.2.2, with a peer that hangs up before it is answered.
    @ParameterizedTest
    @CsvSource({"1", "2"})
    @Tag("RFC3261-18.2.2")
    void theAnswerFollowsAPeerThatHungUp(int loops) throws Exception {
        BlockingQueue<ServerTransaction> received = new LinkedBlockingQueue<>();
        SipStack server =
                stack(
                        (tx, _) -> received.add(tx),
                        TransportLimits.DEFAULTS,
                        loops,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        try (var listening = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(10_000);
            var waiting = new ArrayList<ServerTransaction>();
            for (int i = 0; i < 4; i++) {
                try (Socket s = new Socket("127.0.0.1", address(server, 0).getPort())) {
                    s.getOutputStream()
                            .write(
                                    bytes(
                                            NonInviteTest.message("z9hG4bKs" + i, "c" + i)
                                                    .replace("UDP", "TCP")
                                                    .replace(
                                                            "5070",
                                                            "" + listening.getLocalPort())));
                    waiting.add(take(received));
                }
                assertThat(take(log)).isEqualTo(CloseReason.PEER);
            }
            waiting.forEach(tx -> tx.respond(202));
            try (Socket back = listening.accept()) {
                back.setSoTimeout(10_000);
                var answers =
                        new BufferedReader(
                                new InputStreamReader(
                                        back.getInputStream(), StandardCharsets.UTF_8));
                int all = 0;
                while (all < 4) {
                    all += answers.readLine().equals("SIP/2.0 202 Accepted") ? 1 : 0;
                }
                assertThat(server.connectionCount()).as("one for all").isEqualTo(1);
            }
        }
    }

    private static String read(Socket s, int n) throws Exception {
        byte[] b = s.getInputStream().readNBytes(n);
        return new String(b, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    @Tag("RFC5626-3.5.1")
    void pingsAreAnsweredAndBrokenFramingCloses() throws Exception {
        SipStack server =
                stack(
                        (tx, _) -> tx.respond(200),
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        try (Socket s = new Socket("127.0.0.1", address(server, 0).getPort())) {
            s.setSoTimeout(10_000);
            OutputStream out = s.getOutputStream();
            out.write(bytes("\r\n\r\n"));
            assertThat(read(s, 2)).isEqualTo("\r\n");
            byte[] m = bytes(NonInviteTest.message("z9hG4bKs", "c").replace("UDP", "TCP"));
            for (byte b : m) {
                out.write(b);
            }
            assertThat(read(s, 11)).isEqualTo("SIP/2.0 200");
            out.write(
                    bytes(
                            NonInviteTest.message("z9hG4bKt", "c2")
                                    .replace("Content-Length: 0", "Content-Length: x")));
            InputStream in = s.getInputStream();
            String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest).contains("SIP/2.0 400 content-length-syntax");
        }
        assertThat(take(log)).isEqualTo(CloseReason.MALFORMED);
    }

    @Test
    void slowSendersIdleOnesAndSlowReadersAreClosed() throws Exception {
        SipStack server =
                stack(
                        (tx, _) -> tx.respond(200),
                        limits(10, 10, 60_000, 300, 1 << 16),
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        try (Socket s = new Socket("127.0.0.1", address(server, 0).getPort())) {
            s.getOutputStream().write(bytes("MESSAGE sip:"));
            assertThat(take(log)).isEqualTo(CloseReason.SLOW_SENDER);
        }
        try (Socket s = new Socket()) {
            s.setReceiveBufferSize(4_096);
            s.connect(new InetSocketAddress("127.0.0.1", address(server, 0).getPort()));
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            for (int i = 0; i < 200_000; i++) {
                                s.getOutputStream()
                                        .write(
                                                bytes(
                                                        NonInviteTest.message(
                                                                "z9hG4bKr" + i, "r" + i)));
                            }
                        } catch (IOException _) {
                            // closed, as it should be
                        }
                    });
            assertThat(take(log)).isEqualTo(CloseReason.SLOW_READER);
        }
        SipStack impatient =
                stack(
                        (tx, _) -> tx.respond(200),
                        limits(10, 10, 200, 60_000, 1 << 20),
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        try (Socket s = new Socket("127.0.0.1", address(impatient, 0).getPort())) {
            assertThat(take(log)).isEqualTo(CloseReason.IDLE);
            assertThat(s.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void manyRequestsAtOnceAreNoSlowReader() throws Exception {
        int count = 600;
        SipStack server =
                stack(
                        (tx, _) -> tx.respond(200),
                        limits(10, 10, 60_000, 60_000, 1 << 14),
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        try (Socket s = new Socket("127.0.0.1", address(server, 0).getPort())) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < count; i++) {
                all.append(NonInviteTest.message("z9hG4bKm" + i, "m" + i));
            }
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            s.getOutputStream().write(bytes(all.toString()));
                        } catch (IOException _) {
                            // told by what is missing
                        }
                    });
            s.setSoTimeout(30_000);
            var answers =
                    new BufferedReader(
                            new InputStreamReader(s.getInputStream(), StandardCharsets.UTF_8));
            int answered = 0;
            while (answered < count) {
                String line = answers.readLine();
                assertThat(line).as("after %d answers", answered).isNotNull();
                answered += line.startsWith("SIP/2.0 200") ? 1 : 0;
            }
        }
    }

    @Test
    void connectionsHaveCaps() throws Exception {
        SipStack all =
                stack(
                        (tx, _) -> tx.respond(200),
                        limits(1, 10, 60_000, 60_000, 1 << 20),
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        SipStack each =
                stack(
                        (tx, _) -> tx.respond(200),
                        limits(10, 1, 60_000, 60_000, 1 << 20),
                        1,
                        true,
                        ListenerConfig.of(SipTransport.TCP, "127.0.0.1", 0));
        for (SipStack s : List.of(all, each)) {
            try (Socket first = new Socket("127.0.0.1", address(s, 0).getPort());
                    Socket second = new Socket("127.0.0.1", address(s, 0).getPort())) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                assertThat(take(log))
                        .isEqualTo(
                                s.equals(all)
                                        ? RefuseReason.TOO_MANY_CONNECTIONS
                                        : RefuseReason.TOO_MANY_FROM_ADDRESS);
                assertThat(s.connectionCount()).isEqualTo(1);
                first.getOutputStream().write(bytes("\r\n\r\n"));
                assertThat(read(first, 2)).isEqualTo("\r\n");
            }
            assertThat(take(log)).isEqualTo(CloseReason.PEER);
            assertThat(s.connectionCount()).isZero();
        }
    }

    @Test
    void rawDatagramsAreAnsweredAndGarbageIsNot() throws Exception {
        SipStack server =
                stack(
                        (tx, _) -> tx.respond(200),
                        TransportLimits.DEFAULTS,
                        1,
                        true,
                        ListenerConfig.of(SipTransport.UDP, "127.0.0.1", 0));
        try (DatagramSocket s = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            s.setSoTimeout(10_000);
            for (String text :
                    List.of(
                            "\r\n",
                            "garbage garbage",
                            "SIP/2.0 999 x\r\n\r\n",
                            NonInviteTest.message("z9hG4bKu", "u"))) {
                s.send(new DatagramPacket(bytes(text), bytes(text).length, address(server, 0)));
            }
            DatagramPacket p = new DatagramPacket(new byte[2_000], 2_000);
            s.receive(p);
            JainSip.parse(Arrays.copyOf(p.getData(), p.getLength()));
            assertThat(new String(p.getData(), 0, p.getLength(), StandardCharsets.UTF_8))
                    .startsWith("SIP/2.0 200 OK\r\n")
                    .contains(";rport=" + s.getLocalPort());
        }
    }

    /// The peer is named by the address and port its own connection comes from.
    @ParameterizedTest
    @CsvSource({"true, 202", "false, refused"})
    @Tag("RFC5923-1")
    void anAcceptedConnectionIsUsedForItsAddressOnlyIfItIsLent(boolean lent, String expected)
            throws Exception {
        SipStack server =
                SipStack.start(
                        SipStackConfig.of(
                                new TransportConfig(
                                        List.of(
                                                ListenerConfig.of(
                                                        SipTransport.TCP, "127.0.0.1", 0)),
                                        1,
                                        Optional.empty(),
                                        TransportLimits.DEFAULTS,
                                        true,
                                        _ -> lent),
                                Set.of()),
                        (tx, _) -> tx.respond(200),
                        events,
                        NO_DNS);
        stacks.add(server);
        try (Socket peer = new Socket("127.0.0.1", address(server, 0).getPort())) {
            // an answer shows that the server has accepted
            peer.getOutputStream()
                    .write(
                            NonInviteTest.message("z9hG4bKlent", "lent")
                                    .replace("SIP/2.0/UDP", "SIP/2.0/TCP")
                                    .getBytes(StandardCharsets.UTF_8));
            var in =
                    new BufferedReader(
                            new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("SIP/2.0 200");
            BlockingQueue<ClientOutcome> outcomes = new LinkedBlockingQueue<>();
            server.send(
                    request(2),
                    new Target.ToAddress(
                            SipTransport.TCP,
                            new InetSocketAddress("127.0.0.1", peer.getLocalPort())),
                    outcomes::add);
            if (lent) {
                String line = in.readLine();
                while (!line.startsWith("MESSAGE")) {
                    line = in.readLine();
                }
                String via = in.readLine();
                peer.getOutputStream()
                        .write(
                                """
                                SIP/2.0 202 Accepted
                                %s
                                From: <sip:a@example.com>;tag=f
                                To: <sip:b@example.com>;tag=t
                                Call-ID: x
                                CSeq: 1 MESSAGE
                                Content-Length: 0

                                """
                                        .formatted(via)
                                        .replace("\n", "\r\n")
                                        .getBytes(StandardCharsets.UTF_8));
            }
            ClientOutcome outcome = take(outcomes);
            assertThat(
                            outcome instanceof ClientOutcome.Response(var response)
                                    ? Integer.toString(response.status())
                                    : outcome.toString())
                    .containsIgnoringCase(expected);
        }
    }
}
