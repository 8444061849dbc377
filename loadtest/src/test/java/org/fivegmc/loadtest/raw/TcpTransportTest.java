package org.fivegmc.loadtest.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.loadtest.process.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Streams from a peer that writes in pieces of its own choice.
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class TcpTransportTest {
    private static final String REQUEST =
            Texts.lines(
                    """
                    MESSAGE sip:a@b SIP/2.0
                    Via: SIP/2.0/TCP 127.0.0.1:5060;branch=z9hG4bKx
                    From: <sip:c@d>;tag=1
                    To: <sip:a@b>
                    Call-ID: %d@e
                    CSeq: 1 MESSAGE
                    Content-Length: 11

                    one

                    two!\
                    """);

    private final Arena arena = Arena.ofConfined();
    private final SystemCalls calls = new SystemCalls(arena);
    private final OkWriter writer = new OkWriter("t");
    private final List<String> taken = new ArrayList<>();
    private final Inbound inbound =
            (view, end, _, out, at) -> {
                taken.add(Texts.text(view.octets().asSlice(view.body()), end - view.body()));
                return writer.write(view, out, at);
            };
    private ServerSocket server;
    private Socket peer;
    private TcpTransport transport;
    private int answer;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        answer = Ports.free();
        transport =
                TcpTransport.open(
                        arena,
                        calls,
                        Texts.options(
                                "--transport",
                                "tcp",
                                "--connections",
                                "1",
                                "--server",
                                "127.0.0.1:" + server.getLocalPort(),
                                "--answer",
                                Integer.toString(answer)),
                        2000);
        peer = server.accept();
        peer.setSoTimeout(10_000);
        peer.setTcpNoDelay(true);
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        peer.close();
        server.close();
        arena.close();
    }

    @Test
    void aMessageIsTakenWholeHoweverItIsCut() throws IOException {
        String text = "\r\n\r\n" + REQUEST.formatted(1) + "\r\n" + REQUEST.formatted(2);
        OutputStream out = peer.getOutputStream();
        byte[] octets = text.getBytes(UTF_8);
        for (int at = 0; at < octets.length; at += 7) {
            out.write(octets, at, Math.min(7, octets.length - at));
            drain(transport);
        }
        assertThat(taken).containsExactly("one\r\n\r\ntwo!", "one\r\n\r\ntwo!");
        String answers = read(peer.getInputStream(), 2);
        assertThat(answers).contains("Call-ID: 1@e").contains("Call-ID: 2@e");
    }

    @Test
    void manyMessagesInOnePieceAreTakenEach() throws IOException {
        peer.getOutputStream().write(REQUEST.formatted(7).repeat(300).getBytes(UTF_8));
        for (int k = 0; k < 200 && taken.size() < 300; k++) {
            transport.await(50_000_000L);
            transport.receive(inbound);
        }
        assertThat(taken).hasSize(300);
    }

    @Test
    void aConnectionToTheRecipientIsAnsweredOnIt() throws IOException {
        try (Socket deliverer = new Socket()) {
            deliverer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), answer));
            deliverer.setSoTimeout(10_000);
            deliverer.getOutputStream().write(REQUEST.formatted(3).getBytes(UTF_8));
            for (int k = 0; k < 200 && taken.isEmpty(); k++) {
                transport.await(50_000_000L);
                transport.receive(inbound);
            }
            assertThat(read(deliverer.getInputStream(), 1)).contains("Call-ID: 3@e");
        }
    }

    @Test
    void aMessageLargerThanTheBufferEndsTheConnection() throws IOException {
        String head = REQUEST.formatted(4).replace("Content-Length: 11", "Content-Length: 300000");
        OutputStream out = peer.getOutputStream();
        out.write(head.getBytes(UTF_8));
        Thread writing = Thread.ofVirtual().start(() -> writeQuietly(out));
        for (int k = 0; k < 500 && transport.lostConnections() == 0; k++) {
            transport.await(20_000_000L);
            transport.receive(inbound);
        }
        writing.interrupt();
        assertThat(transport.unreadable()).isEqualTo(1);
        assertThat(transport.lostConnections()).isEqualTo(1);
        assertThat(taken).isEmpty();
    }

    @Test
    void aConnectionTheServerClosesIsCountedAndWrittenToNoMore() throws IOException {
        peer.close();
        for (int k = 0; k < 200 && transport.lostConnections() == 0; k++) {
            transport.await(20_000_000L);
            transport.receive(inbound);
        }
        assertThat(transport.lostConnections()).isEqualTo(1);
        assertThat(transport.unreadable()).isZero();
        assertThat(transport.room()).isPositive();
        transport.flush();
    }

    private void drain(Transport from) {
        while (from.receive(inbound)) {
            // Until nothing is there.
        }
    }

    private static void writeQuietly(OutputStream out) {
        try {
            out.write(new byte[300_000]);
        } catch (IOException _) {
            // The generator has had enough.
        }
    }

    private static String read(InputStream in, int answers) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.toString().split("\r\n\r\n", -1).length <= answers) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            text.append((char) octet);
        }
        return text.toString();
    }
}
