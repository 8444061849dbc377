package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// A TCP connection. What is written and does not fit into the socket waits here, and what is read
/// and not yet of use too; an idle connection holds no buffer. Thread: the loop's.
final class Link {
    /// Octets that may wait for their rest; a SIP message or an MSRP head is never as large.
    static final int MOST_KEPT = 256 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final Loop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Reader reader;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private byte[] kept = NOTHING;
    private int length;
    private boolean closed;

    /// What is on top of a connection.
    interface Reader {
        /// Takes what it can; where the rest begins, which comes again with more behind it.
        int take(byte[] in, int from, int to) throws IOException;

        /// Everything written has gone out: there is room for more.
        default void drained() throws IOException {}

        /// The other side has closed, or the connection broke.
        void lost();
    }

    private Link(Loop loop, SocketChannel channel, Reader reader, int interest) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.reader = reader;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(loop.selector(), interest, this);
    }

    static Link connect(Loop loop, InetSocketAddress to, Reader reader) throws IOException {
        return connect(loop, SocketChannel.open(), to, reader);
    }

    /// The same with a port that is known before there is a connection.
    static Link connectKnown(Loop loop, InetSocketAddress to, Reader reader) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return connect(loop, channel, to, reader);
    }

    private static Link connect(
            Loop loop, SocketChannel channel, InetSocketAddress to, Reader reader)
            throws IOException {
        channel.configureBlocking(false);
        boolean there = channel.connect(to);
        return new Link(
                loop, channel, reader, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
    }

    static Link accepted(Loop loop, SocketChannel channel, Reader reader) throws IOException {
        return new Link(loop, channel, reader, SelectionKey.OP_READ);
    }

    int localPort() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /// Nothing waits to be written.
    boolean isDrained() {
        return waiting.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    /// The octets must not change any more.
    void write(ByteBuffer octets) throws IOException {
        if (closed) {
            return;
        }
        if (waiting.isEmpty() && channel.isConnected()) {
            channel.write(octets);
        }
        if (octets.hasRemaining()) {
            waiting.add(octets);
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    void write(byte[] octets) throws IOException {
        write(ByteBuffer.wrap(octets));
    }

    void ready() {
        try {
            if (key.isValid() && key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(
                        waiting.isEmpty()
                                ? SelectionKey.OP_READ
                                : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            if (key.isValid() && key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
        } catch (IOException _) {
            fail();
        }
    }

    private void flush() throws IOException {
        while (!waiting.isEmpty()) {
            ByteBuffer first = waiting.element();
            channel.write(first);
            if (first.hasRemaining()) {
                return;
            }
            waiting.remove();
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        reader.drained();
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.buffer();
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            fail();
            return;
        }
        byte[] in = loop.octets();
        if (length == 0) {
            keep(in, reader.take(in, 0, count), count);
            return;
        }
        int end = length + count;
        if (end > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, end));
        }
        System.arraycopy(in, 0, kept, length, count);
        keep(kept, reader.take(kept, 0, end), end);
    }

    private void keep(byte[] in, int from, int to) throws IOException {
        length = closed ? 0 : to - from;
        if (length > MOST_KEPT) {
            throw new IOException("a head of more than " + MOST_KEPT + " octets");
        }
        if (length == 0) {
            kept = NOTHING;
            return;
        }
        if (length > kept.length) {
            kept = new byte[length];
        }
        System.arraycopy(in, from, kept, 0, length);
    }

    private void fail() {
        if (!closed) {
            close();
            reader.lost();
        }
    }

    void close() {
        closed = true;
        waiting.clear();
        kept = NOTHING;
        length = 0;
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }
}
