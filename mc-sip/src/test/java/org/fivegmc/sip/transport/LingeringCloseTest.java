package org.fivegmc.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.fivegmc.sip.resolve.HopResolver;
import org.fivegmc.sip.resolve.Resolution;
import org.fivegmc.sip.transaction.SipStack;
import org.fivegmc.sip.transaction.SipStackConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

/// Peers that are refused while they still write.
@Tag("RFC9112-9.6")
class LingeringCloseTest {
    private static final HopResolver NO_DNS =
            (_, done) -> done.accept(new Resolution.NotFound("no DNS here"));
    private static final int A_LOT = 1 << 20;
    private static final long FOR_EVER_MS = 3_600_000;

    /// More than sockets hold between two processes.
    private static final long MORE_THAN_BUFFERS = 64L << 20;

    private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
    private @Nullable SipStack stack;

    @AfterEach
    void close() {
        if (stack != null) {
            stack.close();
        }
    }

    private Socket connect(long lingerMs, long lingerBytes, boolean epoll) throws IOException {
        TransportLimits usual = TransportLimits.DEFAULTS;
        var limits =
                new TransportLimits(
                        usual.sip(),
                        usual.connections(),
                        usual.connectionsPerAddress(),
                        usual.idleMs(),
                        usual.partialMessageMs(),
                        usual.connectMs(),
                        usual.pendingBytes(),
                        usual.udpPendingBytes(),
                        lingerMs,
                        lingerBytes,
                        usual.loopQueue());
        SipStack started =
                SipStack.start(
                        SipStackConfig.of(
                                new TransportConfig(
                                        List.of(
                                                ListenerConfig.of(
                                                        SipTransport.TCP, "127.0.0.1", 0)),
                                        1,
                                        Optional.empty(),
                                        limits,
                                        epoll),
                                Set.of()),
                        (tx, _) -> tx.respond(200),
                        new SipEvents() {
                            @Override
                            public void connectionClosed(
                                    SipTransport transport, CloseReason reason) {
                                closed.add(reason);
                            }
                        },
                        NO_DNS);
        stack = started;
        int port = started.listeners().getFirst().bind().getPort();
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static byte[] head(long length) {
        return String.join(
                        "\r\n",
                        "MESSAGE sip:b@example.com SIP/2.0",
                        "Via: SIP/2.0/TCP 127.0.0.1:5070;branch=z9hG4bKlarge",
                        "From: <sip:a@example.com>;tag=f",
                        "To: <sip:b@example.com>",
                        "Call-ID: large",
                        "CSeq: 1 MESSAGE",
                        "Max-Forwards: 70",
                        "Content-Type: text/plain",
                        "Content-Length: " + length,
                        "",
                        "")
                .getBytes(UTF_8);
    }

    private @Nullable CloseReason ended() throws InterruptedException {
        return closed.poll(30, TimeUnit.SECONDS);
    }

    /// All of it is written before anything is read.
    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void theAnswerIsThereForWhoReadsItLast(boolean epoll) throws Exception {
        try (Socket socket = connect(FOR_EVER_MS, 2L * A_LOT, epoll)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(A_LOT));
            out.write(new byte[A_LOT]);
            String all = new String(socket.getInputStream().readAllBytes(), UTF_8);
            assertThat(all).startsWith("SIP/2.0 413 ").contains("\r\nCSeq: 1 MESSAGE\r\n");
            assertThat(closed).as("the peer has not closed yet").isEmpty();
        }
        assertThat(ended()).isEqualTo(CloseReason.MALFORMED);
    }

    /// Whoever goes on for ever is reset, and long before the time is over.
    @ParameterizedTest(name = "epoll {0}")
    @ValueSource(booleans = {true, false})
    void onlySoMuchIsThrownAway(boolean epoll) throws Exception {
        try (Socket socket = connect(FOR_EVER_MS, 100_000, epoll)) {
            OutputStream out = socket.getOutputStream();
            out.write(head(MORE_THAN_BUFFERS));
            byte[] piece = new byte[8_192];
            long written = 0;
            try {
                while (written < MORE_THAN_BUFFERS) {
                    out.write(piece);
                    written += piece.length;
                }
            } catch (IOException _) {
                // as it should be
            }
            assertThat(written).isBetween(100_000L - 65_536, MORE_THAN_BUFFERS - 1);
        }
        assertThat(ended()).isEqualTo(CloseReason.MALFORMED);
    }

    /// The peer has read its answer and the end of the stream, and stays.
    @Test
    void onlySoLongIsWaited() throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (Socket socket = connect(limit.toMillis(), 2L * A_LOT, true)) {
            long before = System.nanoTime();
            socket.getOutputStream().write(head(A_LOT));
            socket.getInputStream().readAllBytes();
            assertThat(ended()).isEqualTo(CloseReason.MALFORMED);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(limit);
        }
    }

    @Test
    void whoGoesEndsIt() throws Exception {
        try (Socket socket = connect(FOR_EVER_MS, 2L * A_LOT, true)) {
            socket.getOutputStream().write(head(A_LOT));
            socket.getInputStream().readAllBytes();
        }
        assertThat(ended()).isEqualTo(CloseReason.MALFORMED);
    }

    @Test
    void theEndOfTheServerIsNotHeldUp() throws Exception {
        try (Socket socket = connect(FOR_EVER_MS, 2L * A_LOT, true)) {
            socket.getOutputStream().write(head(A_LOT));
            socket.getInputStream().readAllBytes();
            close();
            assertThat(ended()).isEqualTo(CloseReason.MALFORMED);
        }
    }
}
