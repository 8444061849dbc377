package org.fivegmc.fallback.cmpp;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The other side of one connection in CMPP 3.0, octet by octet, without our codec: for what a
/// sound gateway never does.
final class RawIsmg implements AutoCloseable {
    static final int CONNECT = 1;
    static final int TERMINATE = 2;
    static final int SUBMIT = 4;
    static final int DELIVER = 5;
    static final int ACTIVE_TEST = 8;
    static final int RESPONSE = 0x8000_0000;

    /// What came.
    record Packet(int command, int sequence, ByteBuffer body) {}

    private final ServerSocket listening;
    private Socket socket = new Socket();

    RawIsmg() throws IOException {
        listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Takes the next connection and its login.
    RawIsmg accept() throws IOException {
        socket.close();
        socket = listening.accept();
        socket.setSoTimeout(10_000);
        Packet connect = await(CONNECT);
        send(CONNECT | RESPONSE, connect.sequence(), body(21).put(20, (byte) 0x30));
        return this;
    }

    static ByteBuffer body(int length) {
        return ByteBuffer.allocate(length);
    }

    void send(int command, int sequence, ByteBuffer body) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(12 + body.capacity());
        all.putInt(all.capacity()).putInt(command).putInt(sequence).put(body.duplicate().clear());
        socket.getOutputStream().write(all.array());
    }

    Packet read() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        int command = in.readInt();
        int sequence = in.readInt();
        return new Packet(command, sequence, ByteBuffer.wrap(in.readNBytes(length - 12)));
    }

    /// The next of that command; what comes between is skipped.
    Packet await(int command) throws IOException {
        Packet packet = read();
        while (packet.command() != command) {
            packet = read();
        }
        return packet;
    }

    void answer(Packet submit, long msgId, int result) throws IOException {
        send(SUBMIT | RESPONSE, submit.sequence(), body(12).putLong(msgId).putInt(result));
    }

    /// A status report, in the length of 3.0.
    void report(int sequence, long msgId, String stat) throws IOException {
        ByteBuffer body = body(8 + 21 + 10 + 3 + 33 + 2 + 71 + 20);
        body.putLong(sequence);
        body.position(8 + 21 + 10 + 3 + 33);
        body.put((byte) 1).put((byte) 71);
        body.putLong(msgId).put(stat.getBytes(StandardCharsets.US_ASCII));
        send(DELIVER, sequence, body);
    }

    /// Result of the next CMPP_DELIVER_RESP.
    int result() throws IOException {
        return await(DELIVER | RESPONSE).body().getInt(8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        listening.close();
    }
}
