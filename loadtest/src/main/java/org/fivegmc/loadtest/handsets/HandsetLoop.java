package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.fivegmc.loadtest.wire.SipBytes;

/// A thread with its sockets and all handsets that live behind them; both sides of every pair are
/// of one loop. When something is due within a millisecond it does not wait for input, which cannot
/// be done more exactly, but naps and looks, so what is due or comes in may be seen up to 0.1 ms
/// late.
///
/// Threads: everything runs on the loop; [#ask] brings questions to it from others.
final class HandsetLoop implements AutoCloseable, Wire.Listener, Outgoing.Endings {
    // The loop answers at once unless it has died.
    private static final int ASK_SECONDS = 30;
    private static final long NAP_BELOW = 1_000;
    // With the timer slack of Linux about twice as long.
    private static final long NAP_NANOS = 50_000;
    private static final Duration END = Duration.ofSeconds(5);

    final Crowd crowd;
    final Ledger ledger;
    final Latencies latencies = new Latencies();
    final Tally tally = new Tally();
    final Outgoing outgoing;
    final Offering offering;
    final Presence presence;

    private final RunClock clock;
    private final Selector selector;
    private final Wire wire;
    private final Incoming incoming;
    private final TimerWheel timers = new TimerWheel();
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Throwable fault;

    /// Loop `number` of a run, with `size` handsets from number `first` on.
    HandsetLoop(LoadProfile profile, RunClock clock, int run, int number, int first, int size)
            throws IOException {
        this.clock = clock;
        this.selector = Selector.open();
        this.crowd = new Crowd(profile.firstNumber() + first, size);
        this.ledger = new Ledger(profile.reports().delivered(), profile.reports().displayed());
        this.wire = wire(profile, number, first, size);
        MessageKey keys = new MessageKey(run + number);
        String tag = "%06x".formatted(run + number & 0xffffff);
        RequestWriter writer = new RequestWriter(profile, crowd, ledger, clock, keys, tag);
        this.outgoing =
                new Outgoing(
                        profile, crowd, ledger, latencies, tally, timers, writer, wire, this, tag);
        this.offering = new Offering(crowd, ledger, outgoing, tally);
        this.presence =
                new Presence(
                        profile, crowd, outgoing, latencies, tally, timers, wire, run + number);
        this.incoming =
                new Incoming(profile, crowd, ledger, latencies, tally, outgoing, run + number);
        this.thread = Thread.ofPlatform().daemon().name("handsets-" + number).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Runs `question` on the loop and waits for its answer.
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        errands.add(() -> answer.completeAsync(question, Runnable::run));
        selector.wakeup();
        Throwable died = fault;
        if (died != null) {
            throw new IllegalStateException("the loop has died", died);
        }
        return answer.orTimeout(ASK_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Runs `order` on the loop with the time, and waits for its end.
    void tell(Consumer<Long> order) {
        ask(() -> {
            order.accept(clock.micros());
            return true;
        });
    }

    @Override
    public void message(Flow flow, byte[] in, int from, int to) throws IOException {
        int head = SipBytes.body(in, from, to);
        if (head < 0) {
            return;
        }
        long now = clock.micros();
        if (SipBytes.isResponse(in, from, to)) {
            outgoing.answered(in, from, head, now);
        } else {
            incoming.request(flow, in, from, head, to, now);
        }
    }

    @Override
    public void lost(int handset) {
        presence.lost(handset, clock.micros());
    }

    @Override
    public void textEnded(Transaction text) {
        offering.ended(text.pair);
    }

    @Override
    public void registrationEnded(Transaction registration, boolean accepted, long now)
            throws IOException {
        presence.ended(registration, accepted, now);
    }

    @Override
    public void registrationDropped() {
        presence.dropped();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(END);
            wire.close();
            selector.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Wire wire(LoadProfile profile, int number, int first, int size) throws IOException {
        int sockets = profile.sockets();
        return switch (profile.transport()) {
            case UDP -> UdpWire.open(selector, profile.server(), profile.local(), sockets, this);
            case TCP ->
                    new TcpWire(
                            selector,
                            profile.server(),
                            profile.local(),
                            size,
                            sockets,
                            sockets == 0 ? first : number * sockets,
                            this);
        };
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (IOException | RuntimeException | Error death) {
            fault = death;
            closed = true;
        }
    }

    private void turn() throws IOException {
        long now = clock.micros();
        long due = Math.min(offering.dueIn(now), presence.dueIn(now));
        if (due < NAP_BELOW) {
            if (selector.selectNow(this::ready) == 0 && due > 0) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        } else {
            long tick = timers.size() > 0 ? TimerWheel.TICK : due;
            selector.select(this::ready, Math.max(1, Math.min(due, tick) / 1000));
        }
        Runnable errand;
        while ((errand = errands.poll()) != null) {
            errand.run();
        }
        now = clock.micros();
        timers.turn(now);
        wire.turn(now);
        presence.turn(now);
        offering.turn(clock.micros());
    }

    private void ready(SelectionKey key) {
        try {
            ((Wire.Ready) key.attachment()).ready();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
