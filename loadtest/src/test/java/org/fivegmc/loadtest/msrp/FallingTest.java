package org.fivegmc.loadtest.msrp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.fivegmc.loadtest.msrp.Manners.Falling;
import org.fivegmc.loadtest.msrp.Manners.Farewell;
import org.fivegmc.loadtest.msrp.Manners.Part;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A sender that is lost is lost at the octet it was told. Two chunks, of 2,048 and of 952 octets.
class FallingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OCTETS = 3_000;

    @SuppressWarnings("NullAway.Init") // before all
    private static PeerIdentity identity;

    @BeforeAll
    static void identify() throws Exception {
        identity = PeerIdentity.selfSigned("lost");
    }

    /// @param ends the last octets, as a pattern
    @ParameterizedTest(name = "{1} octets of the {2} of chunk {0}")
    @CsvSource({
        "0, 0, HEAD, 0, ''",
        "0, 7, HEAD, 0, 'MSRP [A-Za-z]{2}'",
        "0, 0, BODY, 0, 'Content-Type: text/plain\\r\\n\\r\\n'",
        "0, 100, BODY, 100, '\\r\\n\\r\\n~{100}'",
        "0, 0, END_LINE, 2048, '~'",
        "0, 12, END_LINE, 2048, '~\\r\\n-{7}[A-Za-z]{3}'",
        "1, 0, HEAD, 2048, '-[A-Za-z]{20}\\+\\r\\n'",
        "-1, 10, BODY, 2058, '\\r\\n\\r\\n~{10}'",
        "-1, 29, END_LINE, 3000, '-[A-Za-z]{20}'",
        "-1, 30, END_LINE, 3000, '-[A-Za-z]{20}\\$'",
        "-1, 31, END_LINE, 3000, '-[A-Za-z]{20}\\$\\r'"
    })
    void nothingIsWrittenAfterThat(int chunk, int octets, Part part, int content, String ends)
            throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = new MsrpPeer(identity)) {
            var falling = new Falling.At(chunk, part, octets, Farewell.SILENCE);
            PeerSession session = connect(peer, listening, falling);
            try (Socket other = listening.accept()) {
                assertThat(send(session).outcome(PATIENCE)).contains(new Outcome.Vanished());
                session.connection().raw(new byte[] {'!'});
                var came = new ByteArrayOutputStream();
                other.setSoTimeout(200);
                assertThatThrownBy(() -> other.getInputStream().transferTo(came))
                        .as("open, and silent")
                        .isInstanceOf(SocketTimeoutException.class);
                session.connection().close();
                other.setSoTimeout((int) PATIENCE.toMillis());
                other.getInputStream().transferTo(came);
                String all = came.toString(US_ASCII);
                assertThat(all).matches("(?s).*" + ends);
                assertThat(all.chars().filter(c -> c == '~').count()).isEqualTo(content);
            }
        }
    }

    @Test
    void aResetIsSeen() throws Exception {
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var peer = new MsrpPeer(identity)) {
            var falling = new Falling.At(0, Part.BODY, 100, Farewell.RESET);
            PeerSession session = connect(peer, listening, falling);
            try (Socket other = listening.accept()) {
                assertThat(send(session).outcome(PATIENCE)).contains(new Outcome.Vanished());
                assertThatThrownBy(() -> other.getInputStream().readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    private static PeerSession connect(MsrpPeer peer, ServerSocket to, Falling falling)
            throws IOException {
        var address = new InetSocketAddress(to.getInetAddress(), to.getLocalPort());
        SessionPlan plan =
                SessionPlan.of("msrp://127.0.0.1:9/us;tcp", "msrp://127.0.0.1:9/them;tcp")
                        .with(Manners.GOOD.with(falling));
        return peer.connect(address, plan);
    }

    private static SentMessage send(PeerSession session) {
        byte[] content = "~".repeat(OCTETS).getBytes(US_ASCII);
        return session.send(Draft.of("text/plain", Content.of(content)));
    }
}
