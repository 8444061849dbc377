package org.fivegmc.msrp.transport;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.fivegmc.msrp.codec.MsrpWriter;
import org.fivegmc.msrp.codec.TransactionIds;

/// What the connections of one event loop share. On that loop only.
final class MsrpLoop {
    /// Octets copied out of a socket's buffer at once.
    static final int SCRATCH = 65_536;

    private final EventLoop eventLoop;
    private final LongSupplier clockMs;
    private final MsrpWriter writer = new MsrpWriter();
    private final TransactionIds ids;
    private final byte[] scratch = new byte[SCRATCH];
    private final Set<MsrpConnection> connections = new HashSet<>();

    MsrpLoop(EventLoop eventLoop, LongSupplier clockMs, SplittableRandom random) {
        this.eventLoop = eventLoop;
        this.clockMs = clockMs;
        this.ids = new TransactionIds(random);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    long nowMs() {
        return clockMs.getAsLong();
    }

    MsrpWriter writer() {
        return writer;
    }

    TransactionIds ids() {
        return ids;
    }

    byte[] scratch() {
        return scratch;
    }

    void add(MsrpConnection connection) {
        connections.add(connection);
    }

    void remove(MsrpConnection connection) {
        connections.remove(connection);
    }

    List<MsrpConnection> connections() {
        return new ArrayList<>(connections);
    }

    void sweep() {
        long now = nowMs();
        for (MsrpConnection connection : connections()) {
            connection.sweep(now);
        }
    }
}
