package org.fivegmc.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.server.hostile.Requests.ALICE;
import static org.fivegmc.server.hostile.Requests.BOB;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.wiring.CenterServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole message center in this process, on ports of its own, and two handsets that behave: what
/// the hostile do must not be noticed by them.
final class HostileServer implements AutoCloseable {

    private static final int WAIT_MS = 10_000;

    private final CenterServer server;
    private final InetSocketAddress sip;
    private final InetSocketAddress tls;
    private final URI metrics;
    private final HttpClient http = HttpClient.newHttpClient();
    private final UdpPeer alice;
    private final UdpPeer bob;

    private HostileServer(CenterServer server, int sipPort, int tlsPort, int httpPort)
            throws IOException {
        this.server = server;
        this.sip = new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
        this.tls = new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
        this.metrics = URI.create("http://127.0.0.1:" + httpPort + "/metrics");
        this.alice = new UdpPeer(sip);
        this.bob = new UdpPeer(sip);
    }

    /// @param sipLines further lines of the section `sip` of the configuration
    static HostileServer start(Path directory, String... sipLines) throws IOException {
        int sip = freePort();
        int tls = freePort();
        int http = freePort();
        var loaded =
                new ConfigLoader(Map.of())
                        .load("hostile.yaml", yaml(directory, sip, tls, http, sipLines));
        assertThat(loaded).isInstanceOf(ConfigLoader.Outcome.Loaded.class);
        var config = ((ConfigLoader.Outcome.Loaded) loaded).config();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logs.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        }
        return new HostileServer(new CenterServer(config, "test"), sip, tls, http);
    }

    static String yaml(Path directory, int sip, int tls, int http, String... sipLines) {
        boolean secure = String.join("", sipLines).contains("tls:");
        return """
        home-domain: %s
        data-dir: %s
        store:
          engine: memory
        subscribers:
          unknown: accept
        http:
          listen: 127.0.0.1:%d
        sip:
          listen: ["udp:127.0.0.1:%d", "tcp:127.0.0.1:%d"%s]
          max-connections-per-address: 30000
        %s
        """
                .formatted(
                        Requests.DOMAIN,
                        directory,
                        http,
                        sip,
                        sip,
                        secure ? ", \"tls:127.0.0.1:" + tls + "\"" : "",
                        String.join("\n", sipLines).indent(2));
    }

    /// A port that is free for UDP and TCP.
    static int freePort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var tcp = new ServerSocket(0, 1, loopback);
                var udp = new DatagramSocket(tcp.getLocalPort(), loopback)) {
            return udp.getLocalPort();
        }
    }

    InetSocketAddress sip() {
        return sip;
    }

    InetSocketAddress tls() {
        return tls;
    }

    /// The sum of a meter over those of its labels that contain the text.
    double meter(String name, String labels) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// OPTIONS, REGISTER, and a message that arrives.
    void servesTheWellBehaved() throws IOException {
        assertThat(alice.finalAnswer(Requests.options(), WAIT_MS)).isEqualTo(200);
        String contact = "sip:b@127.0.0.1:" + bob.port();
        assertThat(bob.finalAnswer(Requests.register(BOB, contact), WAIT_MS)).isEqualTo(200);
        String text = "hello " + UUID.randomUUID();
        assertThat(alice.finalAnswer(Requests.text(text), WAIT_MS)).isEqualTo(202);
        while (true) {
            Optional<String> in = bob.receive(WAIT_MS);
            assertThat(in).as("the message of %s", ALICE).isPresent();
            if (in.orElseThrow().startsWith("MESSAGE")) {
                bob.send(Requests.ok(in.orElseThrow()));
                if (in.orElseThrow().contains(text)) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        alice.close();
        bob.close();
        http.close();
        server.close();
    }
}
