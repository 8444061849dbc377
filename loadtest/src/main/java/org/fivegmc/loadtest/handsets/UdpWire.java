package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/// Some UDP sockets, each shared by many handsets: who is meant stands in the Request-URI. Several
/// sockets, because each has a buffer of its own for what comes while the loop is busy, and because
/// a server may spread them over its threads.
final class UdpWire implements Wire {
    private static final int SOCKET_BUFFER = 4 << 20;
    private static final int DATAGRAM = 65_535;
    // A turn of the loop reads at most so much of one socket before it looks at its timers.
    private static final int READ_BATCH = 64;

    private final List<Socket> sockets = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocate(DATAGRAM);
    private final Listener listener;

    private UdpWire(Listener listener) {
        this.listener = listener;
    }

    static UdpWire open(
            Selector selector,
            InetSocketAddress server,
            InetAddress local,
            int count,
            Listener listener)
            throws IOException {
        UdpWire wire = new UdpWire(listener);
        for (int n = 0; n < count; n++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
            channel.bind(new InetSocketAddress(local, 0));
            channel.connect(server);
            channel.configureBlocking(false);
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            Socket socket = wire.new Socket(channel, hostPort(bound));
            channel.register(selector, SelectionKey.OP_READ, socket);
            wire.sockets.add(socket);
        }
        return wire;
    }

    static String hostPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    @Override
    public Flow flow(int handset) {
        return sockets.get(handset % sockets.size());
    }

    @Override
    public void hangUp(int handset) {
        // The socket is shared: whoever is out of reach just does not answer.
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.channel.close();
        }
    }

    private final class Socket extends Flow implements Ready {
        private final DatagramChannel channel;
        private final ByteBuffer out = ByteBuffer.allocateDirect(Draft.CAPACITY);

        private Socket(DatagramChannel channel, String local) {
            super(local, false);
            this.channel = channel;
        }

        @Override
        boolean send(byte[] bytes, int length) {
            out.clear().put(bytes, 0, length).flip();
            try {
                return write();
            } catch (IOException _) {
                // A dead server's port answers with ICMP errors; the timers go on.
                return false;
            }
        }

        private boolean write() throws IOException {
            try {
                return channel.write(out) > 0;
            } catch (PortUnreachableException _) {
                // That was the answer to an earlier datagram, and this one was not sent.
                return channel.write(out) > 0;
            }
        }

        @Override
        public void ready() throws IOException {
            for (int n = 0; n < READ_BATCH; n++) {
                in.clear();
                try {
                    if (channel.read(in) <= 0) {
                        return;
                    }
                } catch (PortUnreachableException _) {
                    continue;
                }
                listener.message(this, in.array(), 0, in.position());
            }
        }
    }
}
