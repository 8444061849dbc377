package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.bench.peer.Kamailio;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.Profile;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.process.Checkout;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Kamailio with `loadtest/kamailio/scscf.cfg` before a packaged server, which is its application
/// server and trusts it alone ([#TRUSTED]). Handsets and another network have loopback addresses of
/// their own: by these it knows who is who. Without Kamailio the tests are skipped at home and fail
/// where `CI` is set.
@SuppressWarnings("AddressSelection") // numeric addresses
final class Scscf implements BeforeAllCallback, AfterAllCallback {
    private static final String HOST = "127.0.0.2";
    private static final String HANDSETS = "127.0.0.3";
    private static final String NETWORK = "127.0.0.4";

    /// The setting of the server by which it believes this S-CSCF.
    static final String TRUSTED = "MC_SIP_TRUSTED_PEERS=" + HOST;

    /// Whose terminating filter sends the first two requests of the server back to it.
    static final String LOOPING = "+8613800000005";

    private static final Pattern WITHIN = Pattern.compile("within (\\S+): (\\S+) of (\\S+)$");

    private final PackagedServer server;
    private final Queue<Passed> passed = new ConcurrentLinkedQueue<>();
    private final InetSocketAddress address = new InetSocketAddress(HOST, Ports.free());
    private @Nullable ChildProcess process;
    private @Nullable Path directory;

    /// @param server started before this is
    Scscf(PackagedServer server) {
        this.server = server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<Path> program = Kamailio.program();
        if (program.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                fail("kamailio is not installed");
            }
            Assumptions.abort("kamailio is not installed");
        }
        try {
            Path files = Files.createTempDirectory("scscf");
            directory = files;
            ChildProcess child =
                    ChildProcess.start(
                            "scscf", words(program.get(), files), files, _ -> {}, this::logged);
            process = child;
            Awaitility.await()
                    .atMost(PackagedServer.PATIENCE)
                    .until(() -> listens() || !child.isAlive());
            assertThat(child.isAlive()).as(() -> String.join("\n", child.tail())).isTrue();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<String> words(Path program, Path files) throws IOException {
        Path template = Checkout.locate().root().resolve("loadtest/kamailio/scscf.cfg");
        Path config =
                Files.writeString(
                        files.resolve("scscf.cfg"),
                        Files.readString(template)
                                .replace("{self}", HOST + ":" + address.getPort())
                                .replace("{as}", "127.0.0.1:" + server.sipPort())
                                .replace("{as-host}", "127.0.0.1")
                                .replace("{request-only}", "nobody")
                                .replace("{service-info}", "nobody")
                                .replace("{looping}", LOOPING)
                                .replace("{network-host}", NETWORK)
                                .replace("{domain}", DemoPlan.DOMAIN));
        return List.of(
                program.toString(),
                "-DD",
                "-E",
                "-f",
                config.toString(),
                "-Y",
                files.toString(),
                "-P",
                files.resolve("kamailio.pid").toString(),
                "-m",
                "32",
                "-M",
                "4");
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(address, 200);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        ChildProcess child = process;
        if (child != null) {
            child.close();
        }
        Path files = directory;
        if (files != null) {
            PackagedServer.delete(files);
        }
    }

    private void logged(String line) {
        Matcher within = WITHIN.matcher(line);
        if (within.find()) {
            passed.add(new Passed(within.group(1), within.group(2), side(within.group(3))));
        }
    }

    private static Side side(String address) {
        return switch (address) {
            case HANDSETS -> Side.HANDSET;
            case HOST -> Side.ITSELF;
            default -> Side.SERVER;
        };
    }

    /// Who sent a request: it itself when a route names it more often than it should.
    enum Side {
        HANDSET,
        SERVER,
        ITSELF
    }

    private record Passed(String callId, String method, Side from) {}

    /// Of these methods, and of no others, are the requests that have passed within a dialog; what
    /// was sent again may have passed twice. None has gone in a circle.
    void awaitPassed(String callId, Side from, String... methods) {
        Awaitility.await()
                .atMost(PackagedServer.PATIENCE)
                .untilAsserted(() ->
                        assertThat(passed)
                                .filteredOn(Passed::callId, callId)
                                .filteredOn(Passed::from, from)
                                .extracting(Passed::method)
                                .containsOnly(methods));
        assertThat(passed)
                .filteredOn(Passed::callId, callId)
                .extracting(Passed::from)
                .doesNotContain(Side.ITSELF);
    }

    /// A handset of this network that is registered here.
    Handset registered(String name, String number, Profile.Transport transport) {
        Handset handset =
                server.handset(profile(name, number, DemoPlan.DOMAIN, transport), at(HANDSETS));
        PackagedServer.register(handset);
        server.awaitRegistered(number, handset);
        return handset;
    }

    /// A handset of another network, which registers nowhere.
    Handset stranger(String name, String number) {
        return server.handset(
                profile(name, number, "other.example", Profile.Transport.UDP), at(NETWORK));
    }

    private Profile profile(
            String name, String number, String domain, Profile.Transport transport) {
        return Profile.of(
                name, number, domain, address, transport, new Secret.Password(number, "unused"));
    }

    private static InetSocketAddress at(String host) {
        return new InetSocketAddress(host, Ports.free());
    }
}
