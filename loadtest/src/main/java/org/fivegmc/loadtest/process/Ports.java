package org.fivegmc.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// Free ports of 127.0.0.1, and whether somebody listens there.
public final class Ports {
    private static final int ATTEMPTS = 50;
    private static final int CONNECT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 50;

    private Ports() {}

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// A port free for TCP and UDP a moment ago.
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(loopback(tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (IOException _) {
                // Taken for UDP: the next one.
            }
        }
        throw new IllegalStateException("no free port");
    }

    /// Waits until something accepts TCP connections on `port` or `process` has died.
    public static boolean awaitTcp(int port, ChildProcess process, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            try (Socket socket = new Socket()) {
                socket.connect(loopback(port), CONNECT_MILLIS);
                return true;
            } catch (IOException _) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", interrupted));
        }
    }
}
