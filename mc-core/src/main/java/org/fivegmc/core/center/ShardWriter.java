package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.storage.StorageException;
import org.fivegmc.core.storage.StoreTurn;
import org.jspecify.annotations.Nullable;

/// The one thread that changes the state of its shards.
///
/// A *turn* takes everything that queued while the last turn was committed (at most
/// [CenterConfig#batchMax()] tasks), runs it, commits all row changes at once and only then
/// releases the effects: answers, sends, events. If the commit fails, nothing of the turn took
/// place: who waits for an answer is refused, whatever must not get lost is run again later, and
/// users it touched are read anew.
final class ShardWriter implements Runnable {

    /// How long refused while a failed store is left alone.
    private static final long DEGRADED_PAUSE_MS = 500;

    /// Tasks kept for later while the store does not work; the oldest are dropped beyond, and their
    /// deliveries are taken up by their leases.
    private static final int DEFERRED_MAX = 200_000;

    /// In the [#overlay()]: the row was removed in this turn.
    static final Object REMOVED = new Object();

    private static final long TICK_NANOS = 20_000_000;

    final CenterConfig config;
    final Services services;
    private final Function<ShardWriter, Desks> makeDesks;
    private final Thread thread;
    private final int index;
    private final Queue<Task> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean parked;
    private volatile boolean stopping;
    private volatile boolean degraded;

    // confined to the thread
    private final List<Task> running = new ArrayList<>();
    private final List<Task> deferred = new ArrayList<>();
    private final List<Runnable> effects = new ArrayList<>();
    private final List<TrailEvent> events = new ArrayList<>();
    private final Set<Account> touched = new HashSet<>();
    private final Set<UserAddress> drains = new LinkedHashSet<>();
    private final Map<Object, Object> overlay = new HashMap<>();
    private @Nullable ShardStore store;
    private @Nullable StoreTurn turn;
    private @Nullable Desks desks;
    private long nowMs;
    private long degradedUntilMs;

    /// The desks of a writer, made on its thread.
    record Desks(
            Accounts accounts,
            DeliveryDesk deliveries,
            RegistrationDesk registrations,
            ReceiptDesk receipts,
            TimerDesk timers) {}

    ShardWriter(
            int index,
            CenterConfig config,
            Services services,
            Function<ShardWriter, Desks> makeDesks) {
        this.index = index;
        this.config = config;
        this.services = services;
        this.makeDesks = makeDesks;
        this.thread = Thread.ofPlatform().name("shard-writer-" + index).unstarted(this);
    }

    int index() {
        return index;
    }

    void start() throws InterruptedException {
        thread.start();
        started.await();
    }

    /// Takes what is queued to its end, then ends.
    void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    boolean isDegraded() {
        return degraded;
    }

    int depth() {
        return depth.get();
    }

    /// For requests from outside.
    ///
    /// @return false when the queue is full
    boolean offer(Task task) {
        if (depth.get() >= config.queueCapacity() || stopping) {
            return false;
        }
        enqueue(task);
        return true;
    }

    /// For the outcome of something this center started, whose number is bounded by what is in
    /// flight: never refused.
    void enqueue(Task task) {
        depth.incrementAndGet();
        queue.add(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        nowMs = services.clock().millis();
        store = services.stores().apply(index);
        desks = makeDesks.apply(this);
        started.countDown();
        while (true) {
            awaitWork();
            if (stopping && queue.isEmpty()) {
                break;
            }
            turn();
        }
    }

    private void awaitWork() {
        if (!queue.isEmpty() || !drains.isEmpty()) {
            return;
        }
        parked = true;
        if (queue.isEmpty() && !stopping) {
            LockSupport.parkNanos(this, TICK_NANOS);
        }
        parked = false;
    }

    private void turn() {
        nowMs = services.clock().millis();
        Desks d = desks();
        turn = store().begin();
        overlay.clear();
        takeTasks();
        try {
            List<UserAddress> users = List.copyOf(drains);
            drains.clear();
            for (UserAddress user : users) {
                d.deliveries().drain(d.accounts().get(user));
            }
            if (!degraded || nowMs >= degradedUntilMs) {
                d.timers().fire();
            }
            for (int i = 0; i < running.size(); i++) {
                running.get(i).run(this);
            }
            commit();
        } catch (StorageException e) {
            roll(e);
        }
        running.clear();
        touched.clear();
        effects.clear();
        events.clear();
    }

    private void takeTasks() {
        boolean resting = degraded && nowMs < degradedUntilMs;
        if (!resting && !deferred.isEmpty()) {
            running.addAll(deferred);
            deferred.clear();
        }
        for (int i = running.size(); i < config.batchMax(); i++) {
            Task task = queue.poll();
            if (task == null) {
                break;
            }
            depth.decrementAndGet();
            if (resting) {
                refuseOrDefer(task, RefusalReason.STORE_UNAVAILABLE);
            } else {
                running.add(task);
            }
        }
    }

    private void commit() {
        StoreTurn t = rows();
        if (!t.isEmpty()) {
            int rows = running.size();
            long begin = System.nanoTime();
            t.commit();
            long nanos = System.nanoTime() - begin;
            services.events().on(new TrailEvent.Committed(rows, rows, nanos, nowMs));
            degraded = false;
        } else {
            t.discard();
        }
        for (int i = 0; i < effects.size(); i++) {
            effects.get(i).run();
        }
        for (int i = 0; i < events.size(); i++) {
            services.events().on(events.get(i));
        }
    }

    private void roll(StorageException e) {
        rows().discard();
        degraded = true;
        degradedUntilMs = nowMs + DEGRADED_PAUSE_MS;
        services.events().on(new TrailEvent.CommitFailed(e.kind() + ": " + e.getMessage(), nowMs));
        touched.forEach(desks().accounts()::forget);
        desks().timers().reset();
        RefusalReason reason = RefusalReason.STORE_UNAVAILABLE;
        for (Task task : running) {
            refuseOrDefer(task, reason);
        }
    }

    private void refuseOrDefer(Task task, RefusalReason reason) {
        if (!task.failed(reason)) {
            if (deferred.size() >= DEFERRED_MAX) {
                deferred.removeFirst();
            }
            deferred.add(task);
        }
    }

    // --- what desks use within a turn ---

    long nowMs() {
        return nowMs;
    }

    ShardStore store() {
        return require(store);
    }

    StoreTurn rows() {
        return require(turn);
    }

    Desks desks() {
        return require(desks);
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("used outside of the writer's thread");
        }
        return value;
    }

    /// Done once the turn is durable.
    void afterCommit(Runnable effect) {
        effects.add(effect);
    }

    /// Told once the turn is durable.
    void tell(TrailEvent event) {
        events.add(event);
    }

    /// The account is read anew if the turn fails.
    void touch(Account account) {
        touched.add(account);
    }

    /// Looks for stored messages that can go to this user, at the beginning of the next turn: only
    /// then the rows of this one can be read.
    void drainNextTurn(UserAddress user) {
        drains.add(user);
    }

    /// What this turn has changed and the store does not show yet, by the row's identity.
    Map<Object, Object> overlay() {
        return overlay;
    }
}
