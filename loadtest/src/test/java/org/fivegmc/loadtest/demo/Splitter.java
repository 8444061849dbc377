package org.fivegmc.loadtest.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A way to a server on this machine over TCP, on which each octet towards the server is a segment
/// of its own, some time after the one before it. Answers pass as they are.
final class Splitter implements AutoCloseable {
    private static final long PAUSE_NANOS = Duration.ofNanos(50_000).toNanos();

    private final int to;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong octets = new AtomicLong();

    Splitter(int to) throws IOException {
        this.to = to;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    /// How many octets have gone to the server.
    long octets() {
        return octets.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> pump(client, server, true));
                Thread.ofVirtual().start(() -> pump(server, client, false));
            } catch (IOException _) {
                // closed, or the server is not there: the client finds out
            }
        }
    }

    private void pump(Socket from, Socket into, boolean splits) {
        byte[] buffer = new byte[8_192];
        try (from;
                into) {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (splits) {
                    split(buffer, n, out);
                } else {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException _) {
            // one of them hung up
        }
    }

    private void split(byte[] buffer, int count, OutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.write(buffer, i, 1);
            octets.incrementAndGet();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
