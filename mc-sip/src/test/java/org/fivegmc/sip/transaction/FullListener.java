package org.fivegmc.sip.transaction;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A port of 127.0.0.1 that accepts nobody, and whose queue is full: who connects waits.
final class FullListener implements AutoCloseable {
    private static final int MOST = 64;
    private static final int TRIES = 20;
    private static final long PAUSE_NANOS = 10_000_000;

    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullListener() throws IOException {
        while (connects()) {
            if (waiting.size() == MOST) {
                throw new IOException("the queue of a listener does not fill");
            }
        }
    }

    private boolean connects() throws IOException {
        SocketChannel one = SocketChannel.open();
        waiting.add(one);
        one.setOption(StandardSocketOptions.SO_LINGER, 0);
        one.configureBlocking(false);
        boolean done = one.connect(address());
        for (int i = 0; i < TRIES && !done; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            done = one.finishConnect();
        }
        return done;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel one : waiting) {
            one.close();
        }
        socket.close();
    }
}
