package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// The one thread with its sockets: it waits until something comes or its play has something due.
final class Loop implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int BACKLOG = 1024;
    private static final long MILLI = 1_000;
    private static final long MOST_WAIT = 100;

    private final Selector selector = Selector.open();
    private final byte[] octets = new byte[BUFFER];
    private final ByteBuffer buffer = ByteBuffer.wrap(octets);
    private final long begin = System.nanoTime();

    Loop() throws IOException {}

    /// Takes connections that others open.
    interface Door {
        void entered(SocketChannel channel) throws IOException;
    }

    Selector selector() {
        return selector;
    }

    /// For what is read; nothing stays in it.
    ByteBuffer buffer() {
        return buffer;
    }

    /// What is in [#buffer].
    byte[] octets() {
        return octets;
    }

    /// Microseconds since the begin.
    long now() {
        return (System.nanoTime() - begin) / 1_000;
    }

    /// Listens on a port of 127.0.0.1, on any for 0; which one it is.
    int listen(int port, Door door) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_ACCEPT, door);
        return channel.socket().getLocalPort();
    }

    /// Serves what is ready, waiting for at most so many microseconds.
    void turn(long patience) throws IOException {
        long millis = Math.min(patience / MILLI, MOST_WAIT);
        if (millis <= 0) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, millis);
        }
    }

    private void ready(SelectionKey key) {
        switch (key.attachment()) {
            case Link link -> link.ready();
            case Door door -> {
                try {
                    SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                    if (channel != null) {
                        door.entered(channel);
                    }
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
            default -> throw new IllegalStateException("a key of nobody");
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
