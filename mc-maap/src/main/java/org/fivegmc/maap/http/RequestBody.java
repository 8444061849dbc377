package org.fivegmc.maap.http;

import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The octets of a request on their way from the event loop, which must not wait, to a virtual
/// thread, which may.
///
/// ```
///   event loop --offer--> [ AHEAD octets or more ] --read--> virtual thread
///        ^                                                    |
///        +--------------------- more ------------------------+
/// ```
///
/// The loop reads from the socket only when asked to, so a slow disk holds the peer back and memory
/// is bounded by [#AHEAD] octets and what one read of the socket brings,
/// [HttpListener#REQUEST_CHUNK] at most. A chunk keeps the buffer it was read into; a small one is
/// copied, so that no buffer lies here for less than an eighth of it.
final class RequestBody extends InputStream {
    /// More octets are asked for, before the reader wants them, while there are fewer than these.
    static final int AHEAD = 128 * 1024;

    private static final int SMALL = HttpListener.REQUEST_CHUNK / 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuf> chunks = new ArrayDeque<>();
    private final Runnable more;
    private final Runnable proceed;
    private final long idleNanos;
    private int waiting;
    private long deadline;
    private boolean asked = true;
    private boolean started;
    private boolean ended;
    private boolean released;
    private Optional<PeerException.Reason> broken = Optional.empty();

    /// @param more makes the event loop read once; called on any thread
    /// @param proceed tells the peer to send the body; called once, before the first wait
    /// @param deadline as `System.nanoTime()`
    RequestBody(Runnable more, Runnable proceed, long idleNanos, long deadline) {
        this.more = more;
        this.proceed = proceed;
        this.idleNanos = idleNanos;
        this.deadline = deadline;
    }

    /// On the event loop. Takes the chunk over.
    void offer(ByteBuf chunk, boolean last) {
        boolean ask;
        lock.lock();
        try {
            asked = false;
            if (released || !chunk.isReadable()) {
                chunk.release();
            } else {
                waiting += chunk.readableBytes();
                chunks.add(chunk.readableBytes() < SMALL ? copied(chunk) : chunk);
            }
            ended |= last;
            ask = wantsMore();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ask) {
            more.run();
        }
    }

    private static ByteBuf copied(ByteBuf chunk) {
        try {
            return chunk.copy();
        } finally {
            chunk.release();
        }
    }

    /// Nothing more will come.
    void fail(PeerException.Reason reason) {
        lock.lock();
        try {
            if (!ended && broken.isEmpty()) {
                broken = Optional.of(reason);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last octet has arrived from the peer.
    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// What is not here within this time is not waited for.
    void hurry(long nanos) {
        lock.lock();
        try {
            deadline = Math.min(deadline, System.nanoTime() + nanos);
        } finally {
            lock.unlock();
        }
    }

    /// Frees what was not read; what comes later is dropped.
    void release() {
        lock.lock();
        try {
            released = true;
            chunks.forEach(ByteBuf::release);
            chunks.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Holding the lock.
    private boolean wantsMore() {
        boolean wants =
                started && !asked && !ended && !released && broken.isEmpty() && waiting < AHEAD;
        asked |= wants;
        return wants;
    }

    @Override
    public int read() throws PeerException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws PeerException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        begin();
        int taken = 0;
        boolean ask;
        lock.lock();
        try {
            await();
            if (chunks.isEmpty()) {
                return -1;
            }
            while (taken < length && !chunks.isEmpty()) {
                ByteBuf chunk = chunks.element();
                int n = Math.min(length - taken, chunk.readableBytes());
                chunk.readBytes(target, offset + taken, n);
                taken += n;
                if (!chunk.isReadable()) {
                    chunks.remove().release();
                }
            }
            waiting -= taken;
            ask = wantsMore();
        } finally {
            lock.unlock();
        }
        if (ask) {
            more.run();
        }
        return taken;
    }

    /// Reads to the end.
    void skipAll() throws PeerException {
        var dropped = new byte[4096];
        int n;
        do {
            n = read(dropped, 0, dropped.length);
        } while (n >= 0);
    }

    private void begin() {
        boolean first;
        boolean ask;
        lock.lock();
        try {
            first = !started;
            started = true;
            ask = wantsMore();
        } finally {
            lock.unlock();
        }
        if (first) {
            proceed.run();
        }
        if (ask) {
            more.run();
        }
    }

    /// Until there is a chunk or the end. Holding the lock.
    private void await() throws PeerException {
        long idle = System.nanoTime() + idleNanos;
        while (chunks.isEmpty() && !ended) {
            if (broken.isPresent()) {
                throw new PeerException(broken.get());
            }
            long now = System.nanoTime();
            if (deadline - now <= 0) {
                throw new PeerException(PeerException.Reason.TOO_LONG);
            }
            if (idle - now <= 0) {
                throw new PeerException(PeerException.Reason.IDLE);
            }
            try {
                boolean _ =
                        changed.await(Math.min(deadline - now, idle - now), TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new PeerException(PeerException.Reason.STOPPING);
            }
        }
        if (System.nanoTime() - deadline > 0) {
            throw new PeerException(PeerException.Reason.TOO_LONG);
        }
    }
}
