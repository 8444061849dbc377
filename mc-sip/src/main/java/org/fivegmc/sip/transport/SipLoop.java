package org.fivegmc.sip.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop and all that is confined to it: parser, writer, connections, the transactions
/// above.
///
/// Other threads reach it by [#execute]: tasks go through one MPSC queue, and only the first of a
/// batch wakes the loop, which runs them all and then flushes every channel once, so that answers
/// given in batches leave in batches (sendmmsg).
@SuppressWarnings("FutureReturnValueIgnored") // what fails comes up in the pipeline
public final class SipLoop implements LoopThread {
    /// Resolution of all timers, in milliseconds.
    public static final int TICK_MS = 20;

    /// Most tasks that may wait for a loop.
    public static final int DEFAULT_QUEUE = 1 << 19;

    private static final Logger LOG = LoggerFactory.getLogger(SipLoop.class);
    private static final int BURST = 4_096;

    /// Without a sweep for so long, something blocks the loop.
    private static final long STUCK_MS = 30_000;

    private final int index;
    private final EventLoop loop;
    private final LongSupplier clockMs;
    private final SipParser parser;
    private final byte[] datagram = new byte[UdpSocket.MAX_DATAGRAM];
    private final SipWriter writer = new SipWriter();
    private final Queue<Runnable> tasks;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ArrayDeque<Channel> dirty = new ArrayDeque<>();
    private final Set<StreamFlow> connections = new HashSet<>();
    private @Nullable LoopHandler handler;
    private boolean ticking;
    private volatile long sweptMs;

    private volatile float backlog;

    SipLoop(int index, EventLoop loop, SipLimits limits, int queue, LongSupplier clockMs) {
        this.index = index;
        this.loop = loop;
        this.clockMs = clockMs;
        this.sweptMs = clockMs.getAsLong();
        this.parser = new SipParser(limits);
        this.tasks = PlatformDependent.newMpscQueue(queue);
    }

    void attach(LoopHandler above) {
        handler = above;
    }

    @Override
    public int index() {
        return index;
    }

    EventLoop eventLoop() {
        return loop;
    }

    SipParser parser() {
        return parser;
    }

    /// Where a datagram is put to be parsed: good until the next one comes.
    byte[] datagram() {
        return datagram;
    }

    @Override
    public SipWriter writer() {
        return writer.reset();
    }

    @Override
    public long nowMs() {
        return clockMs.getAsLong();
    }

    /// A socket was read.
    ///
    /// @param share of its buffer that is still to be read
    void left(float share) {
        backlog = share;
    }

    @Override
    public float backlog() {
        return backlog;
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public boolean execute(Runnable task) {
        if (loop.isShuttingDown() || !tasks.offer(task)) {
            return false;
        }
        wake();
        return true;
    }

    private void wake() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::drain);
        }
    }

    private void drain() {
        // cleared first: what is offered from here on either is seen below or schedules the next
        // drain
        scheduled.set(false);
        int n = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
            if (++n == BURST) {
                wake();
                break;
            }
        }
        flush();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("a task of the SIP loop failed", e);
        }
    }

    /// Remembers a channel that was written to, once.
    void markDirty(Channel channel, boolean[] flag) {
        if (!flag[0]) {
            flag[0] = true;
            dirty.add(channel);
        }
    }

    /// Flushes all channels written to and starts the tick when something waits for it. Event loop
    /// only.
    public void flush() {
        for (Channel c = dirty.poll(); c != null; c = dirty.poll()) {
            c.attr(Transports.DIRTY).get()[0] = false;
            c.flush();
        }
        if (!ticking && needsTick()) {
            ticking = true;
            loop.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean needsTick() {
        LoopHandler h = handler;
        return h != null && h.isBusy();
    }

    private void tick() {
        ticking = false;
        above().onTick(nowMs());
        flush();
    }

    LoopHandler above() {
        LoopHandler h = handler;
        if (h == null) {
            throw new IllegalStateException("not started");
        }
        return h;
    }

    void add(StreamFlow flow) {
        connections.add(flow);
    }

    void remove(StreamFlow flow) {
        connections.remove(flow);
    }

    /// Whether the loop comes by: the sweep of every second was not long ago.
    boolean isAlive() {
        return !loop.isShuttingDown() && nowMs() - sweptMs < STUCK_MS;
    }

    /// Closes what is idle or too slow; every second.
    void sweep() {
        long now = nowMs();
        sweptMs = now;
        for (StreamFlow f : List.copyOf(connections)) {
            f.sweep(now);
        }
    }

    List<StreamFlow> connections() {
        return List.copyOf(connections);
    }
}
