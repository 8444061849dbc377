package org.fivegmc.server.hostile;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A UDP socket towards the server.
final class UdpPeer implements AutoCloseable {

    private final DatagramSocket socket;
    private final InetSocketAddress server;

    UdpPeer(InetSocketAddress server) throws IOException {
        this.server = server;
        this.socket = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
    }

    int port() {
        return socket.getLocalPort();
    }

    void send(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, server));
    }

    Optional<String> receive(int waitMs) throws IOException {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.setSoTimeout(waitMs);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        }
        return Optional.of(
                new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    /// The status of the first final answer, 0 when none comes.
    int finalAnswer(byte[] request, int waitMs) throws IOException {
        send(request);
        for (Optional<String> in = receive(waitMs); in.isPresent(); in = receive(waitMs)) {
            int status = Requests.status(in.get());
            if (status >= 200) {
                return status;
            }
        }
        return 0;
    }

    @Override
    public void close() {
        socket.close();
    }
}
