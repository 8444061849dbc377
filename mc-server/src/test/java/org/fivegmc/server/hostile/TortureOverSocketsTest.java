package org.fivegmc.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every torture message of RFC 4475 and RFC 5118, sent to a running server.
@org.jspecify.annotations.NullUnmarked // JUnit sets the fields
class TortureOverSocketsTest {

    private static final Path CORPUS = Path.of("../mc-sip/src/test/resources/sip-torture");

    @TempDir private static Path directory;

    private static HostileServer server;

    @BeforeAll
    static void start() throws IOException {
        server = HostileServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<Path> corpus() throws IOException {
        try (var files = Files.walk(CORPUS)) {
            return files.filter(f -> f.toString().endsWith(".dat")).sorted().toList();
        }
    }

    @Test
    void probe() throws Exception {
        var out = new TreeMap<String, List<Integer>>();
        for (Path file : corpus()) {
            var both = new ArrayList<Integer>();
            try (var udp = new UdpPeer(server.sip())) {
                both.add(udp.finalAnswer(Files.readAllBytes(file), 300));
            }
            try (var tcp = new TcpPeer(server.sip())) {
                tcp.send(Files.readAllBytes(file));
                tcp.socket().shutdownOutput();
                both.add(tcp.finalAnswer(300));
            }
            server.servesTheWellBehaved();
            out.put(file.getFileName().toString(), both);
        }
        out.forEach((k, v) -> System.out.println("PROBE " + k + " " + v));
        assertThat(out).isNotEmpty();
    }
}
