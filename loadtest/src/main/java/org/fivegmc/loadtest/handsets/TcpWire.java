package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.fivegmc.loadtest.wire.SipBytes;
import org.fivegmc.loadtest.wire.StreamFramer;

/// TCP connections: one for each handset, or some that are shared. A connection is opened when it
/// is needed. On the loopback network the connections are spread over local addresses from
/// 127.0.0.1 up, because one address has too few ports for all, and servers limit the connections
/// of one address.
final class TcpWire implements Wire {
    /// Connections from one local address of the loopback network.
    static final int PER_ADDRESS = 900;

    /// Bytes that wait for a slow server; then the connection is given up.
    static final int MOST_UNSENT = 1 << 20;

    private static final int READ_BUFFER = 256 * 1024;
    // Twice in the shortest idle time servers allow for (RFC 5626 section 4.4.1: 95 to 120 s).
    private static final long KEEP_ALIVE_MICROS = 100_000_000;
    private static final byte[] KEEP_ALIVE = SipBytes.ascii("\r\n\r\n");
    private static final byte[] NOTHING = new byte[0];
    private static final int LOOPBACK = 127;

    private final Selector selector;
    private final InetSocketAddress server;
    private final InetAddress local;
    private final int firstConnection;
    private final int handsets;
    private final @Nullable Connection[] connections;
    private final ByteBuffer in = ByteBuffer.allocate(READ_BUFFER);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Draft.CAPACITY);
    private final Listener listener;
    private long keptAlive;
    private double credit;
    private int cursor;

    /// `shared` connections, or with 0 one for each of the `handsets`. `firstConnection` is how
    /// many the loops before this one have.
    TcpWire(
            Selector selector,
            InetSocketAddress server,
            InetAddress local,
            int handsets,
            int shared,
            int firstConnection,
            Listener listener) {
        this.selector = selector;
        this.server = server;
        this.local = local;
        this.firstConnection = firstConnection;
        this.handsets = handsets;
        this.connections = new Connection[shared == 0 ? handsets : shared];
        this.listener = listener;
    }

    @Override
    public Flow flow(int handset) throws IOException {
        int index = handset % connections.length;
        Connection known = connections[index];
        if (known != null) {
            return known;
        }
        Connection fresh = connect(index);
        connections[index] = fresh;
        return fresh;
    }

    @Override
    public void hangUp(int handset) throws IOException {
        Connection known = connections[handset % connections.length];
        if (known != null && connections.length == handsets) {
            known.end();
        }
    }

    /// Keeps quiet connections open: goes round them all in the time of a keep-alive.
    @Override
    public void turn(long now) throws IOException {
        credit += (double) (now - keptAlive) * connections.length / KEEP_ALIVE_MICROS;
        credit = Math.min(credit, connections.length);
        keptAlive = now;
        while (credit >= 1) {
            credit--;
            Connection one = connections[cursor];
            cursor = (cursor + 1) % connections.length;
            if (one != null && !one.channel.isConnectionPending()) {
                one.send(KEEP_ALIVE, KEEP_ALIVE.length);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection one : connections) {
            if (one != null) {
                one.end();
            }
        }
    }

    /// The local address of a connection: `base`, or one further up on the loopback network.
    static InetAddress spread(InetAddress base, int connection) throws IOException {
        byte[] address = base.getAddress();
        if (address.length != 4 || address[0] != LOOPBACK) {
            return base;
        }
        int number = ByteBuffer.wrap(address).getInt() + connection / PER_ADDRESS;
        return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(number).array());
    }

    private Connection connect(int index) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.bind(new InetSocketAddress(spread(local, firstConnection + index), 0));
            boolean connected = channel.connect(server);
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            SelectionKey key = channel.register(selector, 0);
            Connection fresh = new Connection(index, channel, key, UdpWire.hostPort(bound));
            key.attach(fresh);
            key.interestOps(connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
            return fresh;
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private final class Connection extends Flow implements Ready {
        private final int index;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final StreamFramer framer = new StreamFramer();
        private byte[] unsent = NOTHING;
        private int unsentLength;

        private Connection(int index, SocketChannel channel, SelectionKey key, String local) {
            super(local, true);
            this.index = index;
            this.channel = channel;
            this.key = key;
        }

        @Override
        boolean send(byte[] bytes, int length) {
            if (!channel.isOpen()) {
                return false;
            }
            int sent = 0;
            if (unsentLength == 0 && channel.isConnected()) {
                try {
                    sent = channel.write(out.clear().put(bytes, 0, length).flip());
                } catch (IOException _) {
                    // The selector tells, too; then it is said who has lost a connection.
                    return false;
                }
            }
            return sent == length || later(bytes, sent, length);
        }

        @Override
        public void ready() throws IOException {
            try {
                if (key.isConnectable() && channel.finishConnect()) {
                    key.interestOps(SelectionKey.OP_READ);
                    flush();
                }
                if (key.isValid() && key.isWritable()) {
                    flush();
                }
                if (key.isValid() && key.isReadable()) {
                    read();
                }
            } catch (IOException _) {
                lost();
            }
        }

        private boolean later(byte[] bytes, int from, int to) {
            int more = to - from;
            if (unsentLength + more > MOST_UNSENT) {
                return false;
            }
            if (unsentLength + more > unsent.length) {
                unsent = Arrays.copyOf(unsent, Math.max(2 * unsent.length, unsentLength + more));
            }
            System.arraycopy(bytes, from, unsent, unsentLength, more);
            unsentLength += more;
            if (channel.isConnected()) {
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
            return true;
        }

        private void flush() throws IOException {
            int sent = channel.write(ByteBuffer.wrap(unsent, 0, unsentLength));
            unsentLength -= sent;
            if (unsentLength == 0) {
                unsent = NOTHING;
                key.interestOps(SelectionKey.OP_READ);
            } else {
                System.arraycopy(unsent, sent, unsent, 0, unsentLength);
                key.interestOpsOr(SelectionKey.OP_WRITE);
            }
        }

        private void read() throws IOException {
            int count = channel.read(in.clear());
            if (count < 0) {
                lost();
            } else {
                framer.take(in.array(), 0, count, this::message);
            }
        }

        private boolean message(byte[] bytes, int from, int to) throws IOException {
            listener.message(this, bytes, from, to);
            return channel.isOpen();
        }

        /// Ended by us: nobody is told.
        private void end() throws IOException {
            if (connections[index] == this) {
                connections[index] = null;
            }
            key.cancel();
            channel.close();
        }

        private void lost() throws IOException {
            if (connections[index] != this) {
                return;
            }
            end();
            for (int handset = index; handset < handsets; handset += connections.length) {
                listener.lost(handset);
            }
        }
    }
}
