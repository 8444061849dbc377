package org.fivegmc.loadtest.raw;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Connections to the server that requests leave by and, if there is a recipient, its port, where
/// the server connects. Either kind carries both directions: the server may deliver over the
/// connection a handset registered by.
///
/// A connection the server closes is not opened again: its requests stay unanswered, and the result
/// tells how many were lost.
final class TcpTransport implements Transport {
    /// Further ones are closed at once.
    static final int MAX_ACCEPTED = 1024;

    private static final int BATCH = 64;
    private static final int CONNECT_SECONDS = 5;
    private static final int BACKLOG = 128;
    private static final int ANSWERS = 256 << 10;

    private final SystemCalls calls;
    private final int longest;
    private final int listener;
    private final int[] ports;
    private final List<Connection> connections = new ArrayList<>();
    private final PollSet polled;
    private boolean fresh;
    private long lost;
    private long unreadable;

    private TcpTransport(
            Arena arena, SystemCalls calls, int longest, int listener, int[] sockets, int[] ports) {
        this.calls = calls;
        this.longest = longest;
        this.listener = listener;
        this.ports = ports;
        for (int socket : sockets) {
            connections.add(connection(socket));
        }
        this.polled = new PollSet(arena, calls, sockets.length + MAX_ACCEPTED + 1);
        listSockets();
    }

    /// Throws [IllegalStateException] with a readable message if nobody listens there or a port is
    /// taken.
    static TcpTransport open(Arena arena, SystemCalls calls, RawOptions options, int longest) {
        int listener = options.answer() > 0 ? listen(calls, options) : -1;
        int[] sockets = new int[options.connections()];
        int[] ports = new int[sockets.length];
        for (int k = 0; k < sockets.length; k++) {
            sockets[k] = Transport.checked("socket", calls.socket(SystemCalls.SOCK_STREAM));
            // This also limits how long connecting may take.
            calls.optionSeconds(
                    sockets[k], SystemCalls.SOL_SOCKET, SystemCalls.SO_SNDTIMEO, CONNECT_SECONDS);
            Transport.checked("bind", calls.bind(sockets[k], options.local()));
            Transport.checked("connect", calls.connect(sockets[k], options.server()));
            ports[k] = Transport.checked("getsockname", calls.localPort(sockets[k]));
        }
        return new TcpTransport(arena, calls, longest, listener, sockets, ports);
    }

    private static int listen(SystemCalls calls, RawOptions options) {
        int socket =
                Transport.checked(
                        "socket",
                        calls.socket(SystemCalls.SOCK_STREAM | SystemCalls.SOCK_NONBLOCK));
        calls.option(socket, SystemCalls.SOL_SOCKET, SystemCalls.SO_REUSEADDR, 1);
        Transport.checked(
                "bind to port " + options.answer(),
                calls.bind(socket, options.local().withPort(options.answer())));
        Transport.checked("listen", calls.listen(socket, BACKLOG));
        return socket;
    }

    private Connection connection(int socket) {
        calls.option(socket, SystemCalls.IPPROTO_TCP, SystemCalls.TCP_NODELAY, 1);
        return new Connection(calls, socket, BATCH * longest + ANSWERS);
    }

    /// The listener first, so that the others have the places of [#connections] and one more.
    private void listSockets() {
        polled.clear();
        polled.add(listener);
        for (Connection connection : connections) {
            polled.add(connection.socket());
        }
        fresh = false;
    }

    @Override
    public int[] ports() {
        return ports.clone();
    }

    @Override
    public int room() {
        int room = BATCH;
        for (int k = 0; k < ports.length; k++) {
            Connection connection = connections.get(k);
            if (connection.socket() >= 0) {
                room = Math.min(room, (connection.room() - ANSWERS / 2) / longest);
            }
        }
        return Math.max(0, room);
    }

    @Override
    public void write(int slot, RequestWriter requests) {
        int source = slot % ports.length;
        Connection connection = connections.get(source);
        if (connection.socket() >= 0) {
            connection.write(requests.template(source, slot), slot, requests);
        }
    }

    @Override
    public void flush() {
        for (int k = 0; k < connections.size(); k++) {
            connections.get(k).flush();
        }
    }

    @Override
    public boolean receive(Inbound inbound) {
        if (!fresh) {
            polled.await(0);
        }
        fresh = false;
        boolean any = false;
        for (int k = 0; k < connections.size(); k++) {
            Connection connection = connections.get(k);
            if (connection.socket() >= 0 && (polled.ready(k + 1) || connection.stalled())) {
                any |= connection.receive(inbound);
                connection.flush();
            }
        }
        boolean changed = dropClosed();
        if (polled.ready(0)) {
            changed |= accept();
        }
        if (changed) {
            listSockets();
        }
        return any;
    }

    /// Those that requests leave by keep their places.
    private boolean dropClosed() {
        boolean any = false;
        for (int k = connections.size() - 1; k >= 0; k--) {
            if (connections.get(k).endSeen()) {
                any = true;
                unreadable += connections.get(k).broken() ? 1 : 0;
                if (k < ports.length) {
                    lost++;
                } else {
                    connections.remove(k);
                }
            }
        }
        return any;
    }

    private boolean accept() {
        boolean any = false;
        int socket;
        while ((socket = calls.accept(listener)) >= 0) {
            if (connections.size() >= ports.length + MAX_ACCEPTED) {
                calls.close(socket);
            } else {
                connections.add(connection(socket));
                any = true;
            }
        }
        return any;
    }

    @Override
    public void await(long nanos) {
        for (int k = 0; k < connections.size(); k++) {
            Connection connection = connections.get(k);
            polled.want(k + 1, !connection.stalled(), connection.waitsToSend());
        }
        polled.await(nanos);
        fresh = true;
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public long lostConnections() {
        return lost;
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        if (listener >= 0) {
            calls.close(listener);
        }
    }
}
