package org.fivegmc.loadtest.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Free ports of 127.0.0.1, and whether somebody listens there.
public final class Ports {
    private static final int ATTEMPTS = 500;

    /// Ports are taken from below those that systems give to outgoing connections (32768 and up on
    /// Linux), so that no connection has one before its owner binds it, or between its kill and its
    /// restart.
    private static final int FIRST = 20_000;

    private static final int END = 32_768;

    /// Tools that run beside each other begin at different places.
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(END - FIRST));

    private static final int CONNECT_MILLIS = 500;
    private static final long PAUSE_MILLIS = 50;

    private Ports() {}

    public static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// A port free for TCP and UDP a moment ago, and given to nobody else in this process before
    /// the other 12,767 were.
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), END - FIRST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket _ = new DatagramSocket(loopback(port))) {
                return port;
            } catch (IOException _) {
                // Taken: the next one.
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
