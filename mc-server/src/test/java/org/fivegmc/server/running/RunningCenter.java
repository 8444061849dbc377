package org.fivegmc.server.running;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.fivegmc.server.Main;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.wiring.CenterServer;

/// A message center on free ports of the loopback address, with its own data directory.
final class RunningCenter implements AutoCloseable {

    static final String VERSION = "1.2.3";

    private final CenterServer server;
    private final int sipPort;

    /// What a command line printed, and its exit code.
    record Printed(int status, String out, String err) {}

    /// @param more further YAML, top-level keys other than `sip`, `http`, `data-dir`, `store`,
    ///   `shards`
    RunningCenter(Path data, String more) {
        this(data, more, "write-buffer: 1MiB");
    }

    /// @param store settings of the store, as inside of a flow mapping
    RunningCenter(Path data, String more, String store) {
        sipPort = freePort();
        String yaml =
                """
                data-dir: %s
                sip: {listen: ["udp:127.0.0.1:%d", "tcp:127.0.0.1:%d"], udp-loops: 1, t1: 100ms}
                http: {listen: "127.0.0.1:0"}
                shards: {writers: 2}
                store: {block-cache: 1MiB, subscriber-memory: 8MiB, min-free-disk: 1MiB, wal-recycled-files: 0, %s}
                drain: {timeout: 15s}
                """
                                .formatted(data, sipPort, sipPort, store)
                        + more;
        server =
                switch (new ConfigLoader(Map.of()).load("test.yaml", yaml)) {
                    case ConfigLoader.Outcome.Loaded loaded ->
                            new CenterServer(loaded.config(), VERSION);
                    case ConfigLoader.Outcome.Rejected(var problems) ->
                            throw new IllegalArgumentException(problems.toString());
                };
    }

    /// Free for UDP and TCP a moment ago.
    private static int freePort() {
        try (var stream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var datagrams =
                        new DatagramSocket(
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), stream.getLocalPort()))) {
            return datagrams.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    UdpPhone phone(String number) throws IOException {
        return new UdpPhone(number, sipPort);
    }

    Printed ctl(String... args) {
        var all = new ArrayList<>(List.of("ctl", "--server", "http://" + server.admin()));
        all.addAll(List.of(args));
        var out = new StringWriter();
        var err = new StringWriter();
        int status =
                new Main(CenterServer::new, Map.of())
                        .execute(
                                new PrintWriter(out, true),
                                new PrintWriter(err, true),
                                all.toArray(String[]::new));
        return new Printed(status, out.toString(), err.toString());
    }

    HttpResponse<String> get(String path) {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://" + server.admin() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Where files are uploaded.
    URI uploads() {
        return server.uploads().orElseThrow();
    }

    boolean isReady() {
        return get("/health/ready").statusCode() == 200;
    }

    /// The value of a line of `/metrics`; 0 when there is none.
    double metric(String line) {
        return get("/metrics")
                .body()
                .lines()
                .filter(l -> l.startsWith(line + " "))
                .mapToDouble(l -> Double.parseDouble(l.substring(line.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        server.close();
    }
}
