package org.fivegmc.maap.content.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A way to a server on this machine that can be closed, left without an answer, or cut.
public final class Gate implements AutoCloseable {
    /// What becomes of connections.
    public enum Mode {
        OPEN,
        /// Ended at once.
        CLOSED,
        /// Taken, and nothing more.
        SILENT
    }

    private static final long HOLD_NANOS = 5_000_000;

    private final int to;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong mostPassed = new AtomicLong(Long.MAX_VALUE);
    private volatile Mode mode = Mode.OPEN;

    Gate(int to) throws IOException {
        this.to = to;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /// Ends the connections there are.
    public void set(Mode next) {
        mode = next;
        sockets.forEach(Gate::end);
        sockets.clear();
        // not before: what was held would pass
        mostPassed.set(Long.MAX_VALUE);
    }

    /// The next connections to come are cut when the server has answered so many octets.
    void cut(int connections, long octets) {
        set(Mode.OPEN);
        cutAfter.set(octets);
        cuts.set(connections);
    }

    /// No connection gets more octets of answers than that, until the mode is set: what a client
    /// has not got then is on its way nowhere, however much the sockets between would hold.
    public void hold(long octets) {
        mostPassed.set(octets);
    }

    /// Connections that are to be cut yet.
    int cutsLeft() {
        return Math.max(0, cuts.get());
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                client.setTcpNoDelay(true);
                sockets.add(client);
                switch (mode) {
                    case OPEN -> Thread.ofVirtual().start(() -> connect(client));
                    case CLOSED -> end(client);
                    case SILENT -> {}
                }
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void connect(Socket client) {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), to);
            server.setTcpNoDelay(true);
            sockets.add(server);
            Thread.ofVirtual().start(() -> pump(client, server, false));
            pump(server, client, true);
        } catch (IOException _) {
            end(client);
        }
    }

    private void pump(Socket from, Socket into, boolean answers) {
        var buffer = new byte[16 * 1024];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = into.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                while (answers && passed + n > mostPassed.get() && !from.isClosed()) {
                    LockSupport.parkNanos(HOLD_NANOS);
                }
                out.write(buffer, 0, n);
                passed += n;
                if (answers && passed > cutAfter.get() && cuts.getAndDecrement() > 0) {
                    break;
                }
            }
        } catch (IOException _) {
            // one of them hung up
        }
        end(from);
        end(into);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is gone already
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        set(Mode.CLOSED);
    }
}
