package org.fivegmc.server.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.wiring.CenterServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole server where there is no IPv4: one handset registers, another sends to it.
@SuppressWarnings("AddressSelection") // numeric addresses
@Timeout(60)
class Ipv6Test {

    private static final String HOST = "::1";
    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";
    private static final int WAIT_MS = 10_000;

    @TempDir private Path data;

    /// The way of one handset to the server.
    private interface Link extends AutoCloseable {
        void send(String message) throws IOException;

        /// The next message, whatever it is.
        String receive() throws IOException;

        /// What stands in Via and Contact.
        int port();

        @Override
        void close() throws IOException;
    }

    private record Datagrams(DatagramSocket socket, InetSocketAddress server) implements Link {
        @Override
        public void send(String message) throws IOException {
            byte[] bytes = message.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, server));
        }

        @Override
        public String receive() throws IOException {
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), UTF_8);
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private record Stream(Socket socket) implements Link {
        @Override
        public void send(String message) throws IOException {
            socket.getOutputStream().write(message.getBytes(UTF_8));
        }

        @Override
        public String receive() throws IOException {
            var head = new ByteArrayOutputStream();
            while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
                int octet = socket.getInputStream().read();
                assertThat(octet).as("the connection is open").isNotNegative();
                head.write(octet);
            }
            int length = Integer.parseInt(field(head.toString(UTF_8), "Content-Length"));
            return head.toString(UTF_8)
                    + new String(socket.getInputStream().readNBytes(length), UTF_8);
        }

        @Override
        public int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Link link(String transport, InetSocketAddress server) throws IOException {
        if (transport.equals("UDP")) {
            var socket = new DatagramSocket(new InetSocketAddress(HOST, 0));
            socket.setSoTimeout(WAIT_MS);
            return new Datagrams(socket, server);
        }
        var socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(WAIT_MS);
        return new Stream(socket);
    }

    private static String field(String message, String name) {
        return message.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String request(
            Link by, String transport, String method, String from, String to, String rest) {
        String id = UUID.randomUUID().toString();
        return """
        %s sip:%s@rcs.local SIP/2.0
        Via: SIP/2.0/%s [::1]:%d;branch=z9hG4bK%s;rport
        Max-Forwards: 70
        From: <sip:%s@rcs.local>;tag=%s
        To: <sip:%s@rcs.local>
        Call-ID: %s
        CSeq: 1 %s
        %s\
        """
                .formatted(method, to, transport, by.port(), id, from, id, to, id, method, rest)
                .replace("\n", "\r\n");
    }

    private static String ok(String request) {
        var answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(?i)(via|v|from|f|call-id|i|cseq|to|t):.*"))
                .forEach(line -> answer.append(line).append("\r\n"));
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    private CenterServer start(int port) {
        String yaml =
                """
                data-dir: %s
                sip: {listen: ["udp:[::1]:%d", "tcp:[::1]:%d"]}
                http: {listen: "127.0.0.1:0"}
                store: {engine: memory}
                """
                        .formatted(data, port, port);
        return switch (new ConfigLoader(Map.of()).load("test.yaml", yaml)) {
            case ConfigLoader.Outcome.Loaded loaded -> new CenterServer(loaded.config(), "test");
            case ConfigLoader.Outcome.Rejected(var problems) ->
                    throw new IllegalArgumentException(problems.toString());
        };
    }

    private static InetSocketAddress free() throws IOException {
        try (var stream = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                var datagrams =
                        new DatagramSocket(new InetSocketAddress(HOST, stream.getLocalPort()))) {
            return (InetSocketAddress) datagrams.getLocalSocketAddress();
        }
    }

    private static String metrics(CenterServer server) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://" + server.admin() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @ParameterizedTest
    @CsvSource({"UDP, UDP", "UDP, TCP", "TCP, UDP"})
    void aMessageArrives(String senders, String recipients) throws Exception {
        InetSocketAddress address = free();
        try (CenterServer server = start(address.getPort());
                Link alice = link(senders, address);
                Link bob = link(recipients, address)) {
            assertThat(server.endpoints()).allMatch(at -> at.endsWith(":" + address.getPort()));
            bob.send(
                    request(
                            bob,
                            recipients,
                            "REGISTER",
                            BOB,
                            BOB,
                            """
                            Contact: <sip:b@[::1]:%d;transport=%s>;expires=600;+g.3gpp.icsi-ref="urn%%3Aurn-7%%3A3gpp-service.ims.icsi.oma.cpm.msg"
                            Content-Length: 0

                            """
                                    .formatted(bob.port(), recipients)));
            assertThat(bob.receive()).startsWith("SIP/2.0 200").contains("@[::1]:" + bob.port());

            alice.send(
                    request(
                            alice,
                            senders,
                            "MESSAGE",
                            ALICE,
                            BOB,
                            """
                            Content-Type: text/plain
                            Content-Length: 9

                            hello six\
                            """));
            assertThat(alice.receive()).startsWith("SIP/2.0 202");
            String arrived = bob.receive();
            assertThat(arrived)
                    .startsWith("MESSAGE sip:b@[::1]:" + bob.port())
                    .contains("hello six");
            assertThat(field(arrived, "Via"))
                    .matches(
                            "SIP/2\\.0/%s \\[[0:]+1]:%d;.*"
                                    .formatted(recipients, address.getPort()));
            bob.send(ok(arrived));
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            metrics(server)
                                    .contains(
                                            "mc_messages_terminal_total{channel=\"rcs\",state=\"delivered\"} 1.0"));
        }
    }
}
