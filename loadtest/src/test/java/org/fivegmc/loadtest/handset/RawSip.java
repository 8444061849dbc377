package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;

/// Says to a handset over UDP what another handset never would.
final class RawSip implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final DatagramSocket socket;
    private final InetSocketAddress to;

    RawSip(Handset handset) throws IOException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.to = handset.local();
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /// The first final answer to a request, as text.
    String ask(String method, String headers, String contentType, String body) throws IOException {
        String id = UUID.randomUUID().toString().substring(0, 8);
        String head =
                """
                %1$s sip:+8613800000002@127.0.0.1 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK%3$s
                Max-Forwards: 70
                From: <sip:+8613800000001@ims.example>;tag=%3$s
                To: <sip:+8613800000002@ims.example>%4$s
                Call-ID: %3$s@127.0.0.1
                CSeq: 1 %1$s
                Contact: <sip:127.0.0.1:%2$d>
                %5$s
                Content-Type: %6$s
                Content-Length: %7$d

                """
                        .formatted(
                                method,
                                socket.getLocalPort(),
                                id,
                                method.equals("INVITE") || method.equals("MESSAGE")
                                        ? ""
                                        : ";tag=gone",
                                headers.isEmpty() ? "X-None: 1" : headers,
                                contentType,
                                body.getBytes(UTF_8).length)
                        .replace("\n", "\r\n");
        byte[] octets = (head + body).getBytes(UTF_8);
        socket.send(new DatagramPacket(octets, octets.length, to));
        String answer = receive();
        // answers to earlier requests are repeated, as nobody acknowledges them
        while (answer.startsWith("SIP/2.0 1") || !answer.contains(id + "@127.0.0.1")) {
            answer = receive();
        }
        return answer;
    }

    private String receive() throws IOException {
        byte[] buffer = new byte[65_535];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return new String(buffer, 0, packet.getLength(), UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
