package org.fivegmc.loadtest.msrp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/// A handset's end of MSRP: connects (active) or listens (passive), as `a=setup` has it (RFC 6135).
/// Listens on 127.0.0.1 only. Any thread.
public final class MsrpPeer implements AutoCloseable {
    /// Connections in all; more are closed at once.
    public static final int MOST_CONNECTIONS = 1_000;

    /// How long a session that was announced may stay without its plan once the other side is
    /// there.
    public static final Duration PLAN_TIME = Duration.ofSeconds(10);

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(10);
    private static final Duration END_TIME = Duration.ofSeconds(2);
    private static final int BACKLOG = 64;

    private final PeerIdentity identity;
    private final PeerTls tls;
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();
    private final List<PeerConnection> connections = new CopyOnWriteArrayList<>();
    private final Map<String, Place> expected = new ConcurrentHashMap<>();

    /// Where a session will be.
    private record Place(CompletableFuture<PeerSession> session) {}

    public MsrpPeer(PeerIdentity identity) throws IOException {
        this.identity = identity;
        this.tls = new PeerTls(identity);
    }

    public PeerIdentity identity() {
        return identity;
    }

    /// Connects for a session.
    public PeerSession connect(InetSocketAddress to, SessionPlan plan) throws IOException {
        return connect(to, plan, _ -> {});
    }

    /// Connects for a session.
    ///
    /// @param received is told of each message that came, in order, and must be quick
    public PeerSession connect(
            InetSocketAddress to, SessionPlan plan, Consumer<ReceivedMessage> received)
            throws IOException {
        PeerConnection connection = connection(to, plan.secure(), plan.fingerprint());
        // before anything is read
        PeerSession session = connection.session(plan, received);
        begin(connection);
        return session;
    }

    /// Connects; sessions follow.
    ///
    /// @throws IOException also when the certificate is another than expected
    public PeerConnection open(InetSocketAddress to, boolean secure, Optional<String> fingerprint)
            throws IOException {
        return begin(connection(to, secure, fingerprint));
    }

    private PeerConnection connection(
            InetSocketAddress to, boolean secure, Optional<String> fingerprint) throws IOException {
        Socket raw = new Socket();
        try {
            raw.setTcpNoDelay(true);
            raw.connect(to, (int) CONNECT_TIME.toMillis());
            Socket stream = raw;
            if (secure) {
                raw.setSoTimeout((int) HANDSHAKE_TIME.toMillis());
                stream = tls.client(raw, fingerprint);
                raw.setSoTimeout(0);
            }
            return PeerConnection.toThem(raw, stream, fingerprint);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private PeerConnection begin(PeerConnection connection) throws IOException {
        connections.removeIf(PeerConnection::isOver);
        if (connections.size() >= MOST_CONNECTIONS) {
            connection.close();
            throw new IOException("too many connections");
        }
        connections.add(connection);
        connection.start();
        return connection;
    }

    /// Listens; the address.
    public InetSocketAddress listen(boolean secure) throws IOException {
        ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        listening.add(socket);
        Thread.ofVirtual().name("msrp-peer-accept").start(() -> accept(socket, secure));
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// A session the other side connects for.
    public PeerSession expect(SessionPlan plan) {
        return expect(plan, _ -> {});
    }

    /// A session the other side connects for.
    ///
    /// @param received is told of each message that came, in order, and must be quick
    public PeerSession expect(SessionPlan plan, Consumer<ReceivedMessage> received) {
        PeerSession session = new PeerSession(plan, received);
        if (!place(plan.sessionId()).session().complete(session)) {
            expected.put(plan.sessionId(), new Place(CompletableFuture.completedFuture(session)));
        }
        return session;
    }

    /// Lets the other side connect before its session is known, and wait for at most [#PLAN_TIME]:
    /// its request may be faster than its answer on another path.
    ///
    /// @param sessionId as in our URI
    public void announce(String sessionId) {
        place(sessionId);
    }

    private Place place(String sessionId) {
        return expected.computeIfAbsent(sessionId, _ -> new Place(new CompletableFuture<>()));
    }

    /// Nobody shall connect for that session any more.
    public void forget(String sessionId) {
        expected.remove(sessionId);
    }

    private void accept(ServerSocket socket, boolean secure) {
        while (!socket.isClosed()) {
            try {
                Socket raw = socket.accept();
                Thread.ofVirtual().start(() -> serve(raw, secure));
            } catch (IOException _) {
                // closed, or a connection that went away while it was accepted
            }
        }
    }

    private void serve(Socket raw, boolean secure) {
        try {
            raw.setTcpNoDelay(true);
            Socket stream = raw;
            Optional<String> fingerprint = Optional.empty();
            if (secure) {
                raw.setSoTimeout((int) HANDSHAKE_TIME.toMillis());
                SSLSocket secured = tls.server(raw);
                raw.setSoTimeout(0);
                fingerprint = PeerTls.fingerprintOf(secured);
                stream = secured;
            }
            begin(new PeerConnection(raw, stream, fingerprint, this::find));
        } catch (IOException _) {
            closeQuietly(raw);
        }
    }

    private Optional<PeerSession> find(String sessionId) {
        Place place = expected.get(sessionId);
        if (place == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    place.session()
                            .copy()
                            .orTimeout(PLAN_TIME.toMillis(), TimeUnit.MILLISECONDS)
                            .join());
        } catch (CompletionException _) {
            return Optional.empty();
        }
    }

    /// Connections now.
    public List<PeerConnection> connections() {
        connections.removeIf(PeerConnection::isOver);
        return List.copyOf(connections);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone either way
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket socket : listening) {
            socket.close();
        }
        connections.forEach(PeerConnection::close);
        // what was received in part is put down by the threads that read
        for (PeerConnection connection : connections) {
            try {
                connection.awaitOver(END_TIME);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
