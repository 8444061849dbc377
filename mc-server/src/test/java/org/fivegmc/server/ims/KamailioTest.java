package org.fivegmc.server.ims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.wiring.CenterServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server as IMS application server of an S-CSCF: Kamailio with `loadtest/kamailio/scscf.cfg`,
/// both on loopback addresses of their own. Only the S-CSCF is trusted.
///
/// Without Kamailio the test is skipped at home and fails where `CI` is set.
@SuppressWarnings("AddressSelection") // numeric addresses
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class KamailioTest {

    /// For what must happen, on a machine that is busy.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DOMAIN = "ims.example";
    private static final String ALICE = "+8613800000001";
    private static final String BOB = "+8613800000002";

    /// The filter of this user makes the S-CSCF embed the REGISTER only.
    private static final String CAROL = "+8613800000003";

    /// The filter of this user makes the S-CSCF send service information only.
    private static final String DAVE = "+8613800000004";

    /// A user of another network.
    private static final String STRANGER = "+8613900000077";

    /// What handsets ask for, and what the S-CSCF grants, in seconds.
    private static final int ASKED = 600;

    private static final int GRANTED = 300;
    private static final String SERVER = "127.0.0.1";
    private static final String SCSCF = "127.0.0.2";
    private static final String HANDSETS = "127.0.0.3";
    private static final String NETWORK = "127.0.0.4";

    @TempDir private Path directory;

    private InetSocketAddress server = new InetSocketAddress(0);
    private InetSocketAddress scscf = new InetSocketAddress(0);
    private int http;
    private Optional<CenterServer> center = Optional.empty();
    private Optional<Process> kamailio = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                fail("kamailio is not installed");
            }
            Assumptions.abort("kamailio is not installed");
        }
        server = new InetSocketAddress(SERVER, freePort(SERVER));
        scscf = new InetSocketAddress(SCSCF, freePort(SCSCF));
        http = freePort(SERVER);
        center = Optional.of(new CenterServer(config(), "test"));
        kamailio = Optional.of(kamailio(program.get()));
    }

    @AfterEach
    void stop() throws InterruptedException {
        kamailio.ifPresent(Process::destroy);
        center.ifPresent(CenterServer::close);
        if (kamailio.isPresent() && !kamailio.get().waitFor(5, TimeUnit.SECONDS)) {
            kamailio.get().descendants().forEach(ProcessHandle::destroyForcibly);
            kamailio.get().destroyForcibly();
        }
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/kamailio", "/usr/local/sbin/kamailio")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort(String address) throws IOException {
        InetAddress at = InetAddress.getByName(address);
        try (var tcp = new ServerSocket(0, 1, at);
                var udp = new DatagramSocket(tcp.getLocalPort(), at)) {
            return udp.getLocalPort();
        }
    }

    private org.fivegmc.server.config.ServerConfig config() {
        String yaml =
                """
                home-domain: %s
                data-dir: %s
                store:
                  engine: memory
                sip:
                  listen:
                    - udp:%s:%d
                    - tcp:%s:%d
                  trusted-peers: [%s]
                http:
                  listen: %s:%d
                subscribers:
                  unknown: accept
                """
                        .formatted(
                                DOMAIN,
                                directory,
                                SERVER,
                                server.getPort(),
                                SERVER,
                                server.getPort(),
                                SCSCF,
                                SERVER,
                                http);
        return switch (new ConfigLoader(Map.of()).load("kamailio-test", yaml)) {
            case ConfigLoader.Outcome.Loaded(var loaded, var _, var _) -> loaded;
            case ConfigLoader.Outcome.Rejected(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private Process kamailio(Path program) throws IOException {
        Path template =
                Stream.of("../loadtest", "loadtest")
                        .map(module -> Path.of(module, "kamailio", "scscf.cfg"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        Path config =
                Files.writeString(
                        directory.resolve("scscf.cfg"),
                        Files.readString(template)
                                .replace("{self}", SCSCF + ":" + scscf.getPort())
                                .replace("{as}", SERVER + ":" + server.getPort())
                                .replace("{request-only}", CAROL)
                                .replace("{service-info}", DAVE)
                                .replace("{network-host}", NETWORK)
                                .replace("{domain}", DOMAIN)
                                .replace("{looping}", "nobody")
                                .replace("{as-host}", SERVER));
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-DD",
                                "-E",
                                "-f",
                                config.toString(),
                                "-Y",
                                directory.toString(),
                                "-P",
                                directory.resolve("kamailio.pid").toString(),
                                "-m",
                                "32",
                                "-M",
                                "4")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("kamailio.log").toFile())
                        .start();
        await().atMost(PATIENCE).until(() -> listens(scscf) || !process.isAlive());
        assertThat(process.isAlive()).as(log()).isTrue();
        return process;
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("kamailio.log"));
    }

    private static boolean listens(InetSocketAddress at) {
        try (var socket = new java.net.Socket()) {
            socket.connect(at, 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private UdpHandset handset(String number) throws IOException {
        return new UdpHandset(number, DOMAIN, new InetSocketAddress(HANDSETS, freePort(HANDSETS)));
    }

    /// What the administration says about a user's devices.
    private String registrations(String number) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://%s:%d/v1/registrations/%s"
                                                            .formatted(
                                                                    SERVER,
                                                                    http,
                                                                    number.replace("+", "%2B"))))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void registered(UdpHandset handset, String number) throws IOException {
        assertThat(handset.register(scscf, ASKED)).as(log()).isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(registrations(number)).contains(handset.instance()));
    }

    /// One device in what the administration says.
    private Optional<JsonNode> device(String number, UdpHandset handset) {
        for (JsonNode device :
                JsonMapper.shared().readTree(registrations(number)).path("registrations")) {
            if (device.path("device").asString().equals(handset.instance())) {
                return Optional.of(device);
            }
        }
        return Optional.empty();
    }

    private static void is(JsonNode device, Duration lifetime, String capability) {
        Instant from = Instant.parse(device.get("registeredAt").asString());
        Instant until = Instant.parse(device.get("expiresAt").asString());
        assertThat(Duration.between(from, until)).isBetween(lifetime.minusSeconds(5), lifetime);
        assertThat(device.get("capabilities")).hasSize(1);
        assertThat(device.get("capabilities").get(0).asString()).isEqualTo(capability);
        assertThat(device.get("source").asString()).startsWith("S-CSCF <sip:" + SCSCF);
    }

    private static String cpim(String id, String more) {
        return """
        From: <sip:anonymous@anonymous.invalid>
        To: <sip:anonymous@anonymous.invalid>
        DateTime: 2026-11-22T20:38:00.123+08:00
        NS: imdn <urn:ietf:params:imdn>
        imdn.Message-ID: %s
        """
                        .formatted(id)
                + more;
    }

    private static String text(String id) {
        return cpim(
                id,
                """
                imdn.Disposition-Notification: positive-delivery

                Content-Type: text/plain;charset=UTF-8

                hello %s\
                """
                        .formatted(id));
    }

    private static String report(String about) {
        return cpim(
                "report-on-" + about,
                """

                Content-Type: message/imdn+xml
                Content-Disposition: notification

                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn"><message-id>%s</message-id><datetime>2026-11-22T20:38:00.123+08:00</datetime><delivery-notification><status><delivered/></status></delivery-notification></imdn>\
                """
                        .formatted(about));
    }

    @Test
    void messagesAndReportsGoThroughTheScscf() throws IOException {
        try (UdpHandset alice = handset(ALICE);
                UdpHandset bob = handset(BOB)) {
            registered(alice, ALICE);
            registered(bob, BOB);

            assertThat(alice.message(scscf, BOB, "X-Mine: kept\n", text("m-1"))).isEqualTo(202);
            String arrived = bob.next();
            assertThat(arrived).contains("hello m-1");
            assertThat(UdpHandset.field(arrived, "X-Mine")).isEqualTo("kept");
            assertThat(UdpHandset.field(arrived, "P-Asserted-Identity")).contains(ALICE);
            assertThat(UdpHandset.field(arrived, "Accept-Contact")).contains(bob.instance());
            assertThat(UdpHandset.field(arrived, "Route")).isEmpty();
            assertThat(UdpHandset.field(arrived, "P-Served-User")).isEmpty();

            assertThat(bob.message(scscf, ALICE, "", report("m-1"))).isEqualTo(202);
            String reported = alice.next();
            assertThat(reported).contains("<message-id>m-1</message-id>", "<delivered/>");
            assertThat(UdpHandset.field(reported, "P-Asserted-Identity")).contains(BOB);
        }
    }

    /// TS 24.229 section 5.4.1.7: the handset's REGISTER and the S-CSCF's 200, both embedded. The
    /// 200 is Kamailio's own, with a shorter expiry than was asked for and without feature tags.
    @Test
    void whatTheScscfGrantedIsTakenWithInstanceAndTags() throws IOException {
        try (UdpHandset phone = handset(BOB);
                UdpHandset tablet = handset(BOB).tagged("oma.cpm.session");
                UdpHandset other = handset(CAROL)) {
            registered(phone, BOB);
            is(device(BOB, phone).orElseThrow(), Duration.ofSeconds(GRANTED), "pager");

            registered(tablet, BOB);
            is(device(BOB, tablet).orElseThrow(), Duration.ofSeconds(GRANTED), "chat");
            is(device(BOB, phone).orElseThrow(), Duration.ofSeconds(GRANTED), "pager");

            assertThat(tablet.register(scscf, 0)).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> device(BOB, tablet).isEmpty());
            is(device(BOB, phone).orElseThrow(), Duration.ofSeconds(GRANTED), "pager");

            // without the 200 the S-CSCF's own Expires tells what was granted
            registered(other, CAROL);
            is(device(CAROL, other).orElseThrow(), Duration.ofSeconds(GRANTED), "pager");
        }
    }

    /// Another network's messages for users served here, one of them away.
    @Test
    void whatComesOnTheTerminatingSideIsDeliveredAndKept() throws IOException {
        try (UdpHandset bob = handset(BOB);
                UdpHandset network =
                        new UdpHandset(
                                STRANGER,
                                "other.example",
                                new InetSocketAddress(NETWORK, freePort(NETWORK)))) {
            registered(bob, BOB);
            String asserted = "P-Asserted-Identity: <tel:" + STRANGER + ">\n";
            assertThat(network.message(scscf, BOB, asserted, text("t-1"))).isEqualTo(202);
            String arrived = bob.next();
            assertThat(arrived).contains("hello t-1");
            assertThat(UdpHandset.field(arrived, "P-Asserted-Identity")).contains(STRANGER);
            assertThat(UdpHandset.field(arrived, "Route")).isEmpty();
            assertThat(UdpHandset.field(arrived, "P-Served-User")).isEmpty();

            assertThat(bob.register(scscf, 0)).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> device(BOB, bob).isEmpty());
            assertThat(network.message(scscf, BOB, asserted, text("t-2"))).isEqualTo(202);
            registered(bob, BOB);
            assertThat(bob.next()).contains("hello t-2");
            assertThat(bob.seen()).hasSize(2);
        }
    }

    /// TS 24.229 section 7.6 alone: the user is there, with whatever they answer to OPTIONS.
    @Test
    void serviceInformationAloneMakesTheUserReachable() throws IOException {
        try (UdpHandset alice = handset(ALICE);
                UdpHandset dave = handset(DAVE)) {
            registered(alice, ALICE);
            assertThat(dave.register(scscf, ASKED)).as(log()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> registrations(DAVE).contains("S-CSCF"));
            assertThat(registrations(DAVE)).doesNotContain(dave.instance());
            assertThat(alice.message(scscf, DAVE, "", text("s-1"))).isEqualTo(202);
            assertThat(dave.next()).contains("hello s-1");
        }
    }

    @Test
    void whatComesForSomebodyAwayWaitsAndArrivesOnce() throws IOException {
        try (UdpHandset alice = handset(ALICE);
                UdpHandset bob = handset(BOB)) {
            registered(alice, ALICE);
            registered(bob, BOB);
            assertThat(bob.register(scscf, 0)).isEqualTo(200);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(registrations(BOB)).doesNotContain(bob.instance()));

            assertThat(alice.message(scscf, BOB, "", text("m-2"))).isEqualTo(202);
            assertThat(bob.seen()).isEmpty();

            registered(bob, BOB);
            assertThat(bob.next()).contains("hello m-2");
            registered(bob, BOB);
            assertThat(alice.message(scscf, BOB, "", text("m-3"))).isEqualTo(202);
            assertThat(bob.next()).contains("hello m-3");
            assertThat(bob.seen()).hasSize(2);
        }
    }

    @Test
    void identitiesAreBelievedFromTheScscfOnly() throws IOException {
        try (UdpHandset alice = handset(ALICE);
                UdpHandset bob = handset(BOB)) {
            registered(bob, BOB);
            String lie = "P-Asserted-Identity: <sip:" + ALICE + "@" + DOMAIN + ">\n";
            assertThat(alice.message(server, BOB, lie, text("m-4"))).isEqualTo(401);
            assertThat(alice.message(scscf, BOB, lie, text("m-5"))).isEqualTo(403);
            assertThat(alice.register(server, ASKED)).isEqualTo(401);

            registered(alice, ALICE);
            String other = "P-Asserted-Identity: <sip:+8613800000009@" + DOMAIN + ">\n";
            assertThat(alice.message(scscf, BOB, other, text("m-6"))).isEqualTo(202);
            String arrived = bob.next();
            assertThat(arrived).contains("hello m-6").doesNotContain("8613800000009");
            assertThat(bob.seen()).hasSize(1);
        }
    }
}
