package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;

/// Tells when a server answers SIP over UDP: any answer to OPTIONS will do.
final class UdpProbe {
    private static final int WAIT_MILLIS = 200;

    private UdpProbe() {}

    static boolean await(InetSocketAddress server, ChildProcess process, Duration patience)
            throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        try (DatagramSocket socket = new DatagramSocket(Ports.loopback(0))) {
            socket.setSoTimeout(WAIT_MILLIS);
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            for (int n = 0; process.isAlive() && System.nanoTime() < end; n++) {
                byte[] request = options(socket.getLocalPort(), n).getBytes(UTF_8);
                try {
                    socket.send(new DatagramPacket(request, request.length, server));
                    socket.receive(answer);
                    return true;
                } catch (IOException _) {
                    // Not yet.
                }
            }
        }
        return false;
    }

    private static String options(int port, int n) {
        String id = n + "x" + System.nanoTime();
        return String.join(
                "\r\n",
                "OPTIONS sip:%s SIP/2.0".formatted(LoadSite.DOMAIN),
                "Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bKprobe%s;rport".formatted(port, id),
                "Max-Forwards: 70",
                "From: <sip:probe@%s>;tag=%s".formatted(LoadSite.DOMAIN, id),
                "To: <sip:%s>".formatted(LoadSite.DOMAIN),
                "Call-ID: probe%s@127.0.0.1".formatted(id),
                "CSeq: 1 OPTIONS",
                "Content-Length: 0",
                "",
                "");
    }
}
