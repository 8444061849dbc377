package org.fivegmc.loadtest.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.fivegmc.loadtest.process.ChildProcess;
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
            SipText text = new SipText(socket.getLocalPort());
            DatagramPacket answer = new DatagramPacket(new byte[4096], 4096);
            for (int n = 0; process.isAlive() && System.nanoTime() < end; n++) {
                byte[] request =
                        text.options("probe" + n + "x" + System.nanoTime()).getBytes(UTF_8);
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
}
