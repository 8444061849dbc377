package org.fivegmc.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every torture message of RFC 4475 and RFC 5118, sent to a running server over UDP and TCP. Each
/// gets the final answer of the table, 0 for none: responses that belong to nothing, and what is
/// not complete. After each one the well-behaved are served.
///
/// Valid messages are for other domains and other methods than ours, so they get 404 and 405; what
/// asks about the server itself gets 200.
@org.jspecify.annotations.NullUnmarked // JUnit sets the fields
class TortureOverSocketsTest {

    private static final Path CORPUS = Path.of("../mc-sip/src/test/resources/sip-torture");
    private static final int WAIT_MS = 10_000;

    /// How long silence must last to be one.
    private static final int SILENCE_MS = 200;

    private static final String TABLE =
            """
            rfc4475/badaspec, 400, 400
            rfc4475/badbranch, 200, 200
            rfc4475/baddate, 405, 405
            rfc4475/baddn, 0, 0
            rfc4475/baddn_crlf, 400, 400
            rfc4475/badinv01, 400, 400
            rfc4475/badvers, 505, 505
            rfc4475/bcast, 0, 0
            rfc4475/bext01, 420, 420
            rfc4475/bigcode, 0, 0
            rfc4475/clerr, 400, 0
            rfc4475/cparam01, 404, 404
            rfc4475/cparam02, 404, 404
            rfc4475/dblreq, 404, 404
            rfc4475/esc01, 405, 405
            rfc4475/esc02, 405, 405
            rfc4475/escnull, 404, 404
            rfc4475/escruri, 400, 400
            rfc4475/insuf, 400, 400
            rfc4475/intmeth, 405, 405
            rfc4475/inv2543, 405, 400
            rfc4475/invut, 405, 405
            rfc4475/longreq, 405, 405
            rfc4475/ltgtruri, 400, 400
            rfc4475/lwsdisp, 200, 200
            rfc4475/lwsruri, 400, 400
            rfc4475/lwsstart, 400, 400
            rfc4475/mcl01, 400, 400
            rfc4475/mismatch01, 400, 400
            rfc4475/mismatch02, 501, 501
            rfc4475/mpart01, 403, 403
            rfc4475/multi01, 400, 400
            rfc4475/ncl, 400, 400
            rfc4475/noreason, 0, 0
            rfc4475/novelsc, 416, 416
            rfc4475/quotbal, 400, 400
            rfc4475/regaut01, 404, 404
            rfc4475/regbadct, 404, 404
            rfc4475/regescrt, 404, 404
            rfc4475/scalar02, 400, 400
            rfc4475/scalarlg, 0, 0
            rfc4475/sdp01, 405, 405
            rfc4475/semiuri, 200, 200
            rfc4475/transports, 200, 200
            rfc4475/trws, 200, 200
            rfc4475/unkscm, 416, 416
            rfc4475/unksm2, 404, 404
            rfc4475/unreason, 0, 0
            rfc4475/wsinv, 405, 405
            rfc4475/zeromf, 200, 200
            rfc5118/ipv4-mapped-ipv6, 405, 405
            rfc5118/ipv6-bad, 400, 400
            rfc5118/ipv6-bug-abnf-3-colons, 200, 200
            rfc5118/ipv6-correct-abnf-2-colons, 200, 200
            rfc5118/ipv6-good, 404, 404
            rfc5118/ipv6-in-sdp, 405, 405
            rfc5118/mult-ip-in-header, 405, 405
            rfc5118/mult-ip-in-sdp, 405, 405
            rfc5118/port-ambiguous, 404, 404
            rfc5118/port-unambiguous, 404, 404
            rfc5118/via-received-param-no-delim, 200, 200
            rfc5118/via-received-param-with-delim, 405, 405
            """;

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

    private static byte[] message(String name) throws IOException {
        return Files.readAllBytes(CORPUS.resolve(name + ".dat"));
    }

    private static int waitFor(int expected) {
        return expected == 0 ? SILENCE_MS : WAIT_MS;
    }

    @Test
    void theTableIsTheWholeCorpus() throws IOException {
        Set<String> listed = new TreeSet<>();
        TABLE.lines()
                .forEach(line -> listed.add(line.strip().substring(0, line.strip().indexOf(','))));
        Set<String> stored = new TreeSet<>();
        try (var files = Files.walk(CORPUS)) {
            files.filter(f -> f.toString().endsWith(".dat"))
                    .map(f -> CORPUS.relativize(f).toString().replace(".dat", ""))
                    .forEach(stored::add);
        }
        assertThat(listed).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void overUdp(String name, int status, int ignored) throws IOException {
        try (var peer = new UdpPeer(server.sip())) {
            assertThat(peer.finalAnswer(message(name), waitFor(status))).isEqualTo(status);
        }
        server.servesTheWellBehaved();
    }

    @ParameterizedTest
    @CsvSource(textBlock = TABLE)
    void overTcp(String name, int ignored, int status) throws IOException {
        try (var peer = new TcpPeer(server.sip())) {
            int answer = peer.finalAnswer(message(name), waitFor(status));
            // lost framing: the connection ends, with the answer or in its place
            assertThat(answer == TcpPeer.CLOSED && status == 0 ? 0 : answer).isEqualTo(status);
        }
        server.servesTheWellBehaved();
    }
}
