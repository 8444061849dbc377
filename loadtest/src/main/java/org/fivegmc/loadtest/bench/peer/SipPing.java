package org.fivegmc.loadtest.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import org.fivegmc.loadtest.process.Ports;

/// Whether something at a UDP port speaks SIP: any answer will do.
final class SipPing {
    private static final int WAIT_MILLIS = 200;
    private static final int MAX_ANSWER = 2048;

    private SipPing() {}

    static boolean answered(int port) {
        try (DatagramSocket socket = new DatagramSocket(Ports.loopback(0))) {
            socket.setSoTimeout(WAIT_MILLIS);
            byte[] request = text(socket.getLocalPort(), port).getBytes(UTF_8);
            socket.send(new DatagramPacket(request, request.length, Ports.loopback(port)));
            socket.receive(new DatagramPacket(new byte[MAX_ANSWER], MAX_ANSWER));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Max-Forwards is used up, so that no proxy sends it on (RFC 3261 section 16.3).
    private static String text(int from, int to) {
        return """
        OPTIONS sip:127.0.0.1:{to} SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:{from};branch=z9hG4bKping{id}
        Max-Forwards: 0
        From: <sip:ping@127.0.0.1>;tag=ping
        To: <sip:127.0.0.1:{to}>
        Call-ID: ping{id}
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
                .replace("\n", "\r\n")
                .replace("{from}", Integer.toString(from))
                .replace("{to}", Integer.toString(to))
                .replace("{id}", Long.toHexString(System.nanoTime()));
    }
}
