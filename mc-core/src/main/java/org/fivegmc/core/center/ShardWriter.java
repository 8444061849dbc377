package org.fivegmc.core.center;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
import org.fivegmc.core.storage.TimerRef;
import org.jspecify.annotations.Nullable;

/// The one thread that changes the state of its shards.
///
/// A *turn* takes everything that queued while the last turn was committed (at most
/// [CenterConfig#batchMax()] tasks), runs it, commits all row changes at once and only then
/// releases the effects: answers, sends, events. If the commit fails, nothing of the turn took
/// place: who waits for an answer is refused, whatever must not get lost is run again later, and
/// users it touched are read anew.
final class ShardWriter implements Runnable {

    /// How long a store that failed is left alone.
    private static final long DEGRADED_PAUSE_MS = 500;

    /// Tasks kept for later while the store does not work; the oldest are dropped beyond, and their
    /// deliveries are taken up by their leases.
    static final int DEFERRED_MAX = 200_000;

    /// In the overlay: the turn has removed this row.
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
    private volatile boolean draining;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile boolean degraded;

    /// When the thread last came by.
    private volatile long beatNanos = System.nanoTime();

    // confined to the thread
    private final Progress now = new Progress();
    private final List<Task> running = new ArrayList<>();
    private final Deque<Task> deferred = new ArrayDeque<>();
    private final List<Runnable> effects = new ArrayList<>();
    private final List<TrailEvent> events = new ArrayList<>();
    private final List<Account> touched = new ArrayList<>();
    private final Set<UserAddress> drains = new LinkedHashSet<>();
    private final List<UserAddress> drainingNow = new ArrayList<>();
    private final Map<Object, Object> overlay = new HashMap<>();
    private @Nullable ShardStore store;
    private @Nullable StoreTurn turn;
    private @Nullable Desks desks;
    private @Nullable Object culprit;
    private @Nullable UserAddress lastFailed;

    /// Confined to the thread.
    private static final class Progress {
        long nowMs;
        long degradedUntilMs;
        long turns;
        int rowChanges;
    }

    /// The desks of a writer, made on its thread.
    record Desks(
            Accounts accounts,
            AcceptanceDesk acceptance,
            DeliverySteps steps,
            DeliveryRows rows,
            QueueDesk queues,
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

    void onFault(Thread.UncaughtExceptionHandler handler) {
        thread.setUncaughtExceptionHandler(handler);
    }

    void start() throws InterruptedException {
        thread.start();
        started.await();
    }

    /// New requests are refused from now on.
    void drain() {
        draining = true;
    }

    /// Takes what is queued to its end, then ends.
    void stop() throws InterruptedException {
        draining = true;
        stopping = true;
        LockSupport.unpark(thread);
        thread.join();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /// Whether the thread came by of late, idle or not.
    boolean isAlive(Duration patience) {
        return isAlive() && System.nanoTime() - beatNanos < patience.toNanos();
    }

    boolean isDegraded() {
        return degraded;
    }

    /// Tasks queued or in the turn that runs.
    int depth() {
        return depth.get();
    }

    /// For requests from outside: refused when the queue is full.
    void offer(Task task) {
        if (draining) {
            task.failed(RefusalReason.DRAINING);
        } else if (depth.get() >= config.queueCapacity()) {
            task.failed(RefusalReason.OVERLOAD);
        } else {
            enqueue(task);
        }
    }

    /// For the outcome of something this center started, whose number is bounded by what is in
    /// flight: never refused.
    void enqueue(Task task) {
        depth.incrementAndGet();
        queue.add(task);
        if (parked) {
            LockSupport.unpark(thread);
        }
        if (ended) {
            refuseLeftOvers();
        }
    }

    @Override
    public void run() {
        open();
        started.countDown();
        while (true) {
            beatNanos = System.nanoTime();
            awaitWork();
            if (stopping && queue.isEmpty()) {
                break;
            }
            runOneTurn();
        }
        ended = true;
        refuseLeftOvers();
    }

    private void refuseLeftOvers() {
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            depth.decrementAndGet();
            task.failed(RefusalReason.DRAINING);
        }
    }

    /// On the thread that will run the turns, before the first one.
    void open() {
        now.nowMs = services.clock().millis();
        store = services.stores().apply(index);
        desks = makeDesks.apply(this);
    }

    private void awaitWork() {
        if (hasWork()) {
            return;
        }
        parked = true;
        if (queue.isEmpty() && !stopping) {
            LockSupport.parkNanos(this, TICK_NANOS);
        }
        parked = false;
    }

    /// Whether a turn would have something to do even if no time passes.
    boolean hasWork() {
        return !queue.isEmpty()
                || !isResting()
                        && (!drains.isEmpty()
                                || !deferred.isEmpty()
                                || desks().timers().isRecovering());
    }

    private boolean isResting() {
        return degraded && services.clock().millis() < now.degradedUntilMs;
    }

    void runOneTurn() {
        now.nowMs = services.clock().millis();
        now.turns++;
        overlay.clear();
        now.rowChanges = 0;
        int taken = isResting() ? refuseTasks() : takeTasks();
        if (!isResting()) {
            turn();
        }
        running.clear();
        drainingNow.clear();
        touched.clear();
        effects.clear();
        events.clear();
        depth.addAndGet(-taken);
    }

    private void turn() {
        try {
            turn = store().begin();
            drainingNow.addAll(drains);
            drains.clear();
            for (int i = 0; i < drainingNow.size(); i++) {
                culprit = drainingNow.get(i);
                desks().queues().drain(drainingNow.get(i));
            }
            culprit = desks().timers();
            desks().timers().fire();
            for (int i = 0; i < running.size(); i++) {
                culprit = running.get(i);
                running.get(i).run(this);
            }
            culprit = null;
            commit();
        } catch (StorageException e) {
            storeFailed(e);
            return;
        } catch (RuntimeException e) {
            taskFailed(e);
            return;
        }
        release();
    }

    private int refuseTasks() {
        int taken = 0;
        Task task;
        while (taken < config.batchMax() && (task = queue.poll()) != null) {
            taken++;
            refuseOrDefer(task);
        }
        return taken;
    }

    /// @return number of tasks taken from the queue
    private int takeTasks() {
        while (running.size() < config.batchMax() && !deferred.isEmpty()) {
            running.add(deferred.removeFirst());
        }
        int taken = 0;
        Task task;
        while (running.size() < config.batchMax() && (task = queue.poll()) != null) {
            taken++;
            running.add(task);
        }
        return taken;
    }

    private void commit() {
        StoreTurn changes = require(turn);
        UserAddress probe = lastFailed;
        if (degraded && changes.isEmpty() && probe != null) {
            // Perhaps nobody else comes to find out that the store works again.
            changes.removeTimer(new TimerRef(0, probe, Account.OLDEST));
        }
        if (changes.isEmpty()) {
            changes.discard();
            return;
        }
        long begin = System.nanoTime();
        try {
            changes.commit();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageException(StorageException.Kind.UNKNOWN, "commit failed", e);
        }
        long nanos = System.nanoTime() - begin;
        degraded = false;
        events.add(new TrailEvent.Committed(running.size(), now.rowChanges, nanos, now.nowMs));
    }

    /// What the turn did is durable now.
    private void release() {
        for (int i = 0; i < effects.size(); i++) {
            try {
                effects.get(i).run();
            } catch (RuntimeException e) {
                complain(e);
            }
        }
        for (int i = 0; i < events.size(); i++) {
            tellNow(events.get(i));
        }
    }

    private void tellNow(TrailEvent event) {
        try {
            services.events().on(event);
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /// A fault of the program: whoever runs this thread hears of it, and the work goes on.
    private static void complain(RuntimeException e) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }

    private void storeFailed(StorageException e) {
        undo();
        degraded = true;
        now.degradedUntilMs = now.nowMs + DEGRADED_PAUSE_MS;
        drains.addAll(drainingNow);
        if (!touched.isEmpty()) {
            lastFailed = touched.getFirst().address;
        }
        tellNow(new TrailEvent.CommitFailed(e.kind() + ": " + e.getMessage(), now.nowMs));
        for (int i = 0; i < running.size(); i++) {
            refuseOrDefer(running.get(i));
        }
    }

    /// One task stumbles over itself: it is refused, and all others run again without it.
    private void taskFailed(RuntimeException e) {
        undo();
        complain(e);
        drains.addAll(drainingNow);
        if (culprit instanceof UserAddress user) {
            drains.remove(user);
        } else if (culprit instanceof TimerDesk timers) {
            timers.skipFailed();
        }
        for (int i = running.size() - 1; i >= 0; i--) {
            Task task = running.get(i);
            if (task.equals(culprit)) {
                task.failed(RefusalReason.STORE_UNAVAILABLE);
            } else {
                deferred.addFirst(task);
            }
        }
    }

    private void undo() {
        if (turn != null) {
            turn.discard();
        }
        for (int i = 0; i < touched.size(); i++) {
            desks().accounts().forget(touched.get(i));
        }
        desks().timers().reset();
    }

    private void refuseOrDefer(Task task) {
        boolean over;
        try {
            over = task.failed(RefusalReason.STORE_UNAVAILABLE);
        } catch (RuntimeException e) {
            complain(e);
            over = true;
        }
        if (!over) {
            if (deferred.size() >= DEFERRED_MAX) {
                deferred.removeFirst();
            }
            deferred.addLast(task);
        }
    }

    // --- what desks use within a turn ---

    long nowMs() {
        return now.nowMs;
    }

    ShardStore store() {
        return require(store);
    }

    /// Where one change of a row goes; called once for each.
    StoreTurn change() {
        now.rowChanges++;
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
        if (account.touchedInTurn != now.turns) {
            account.touchedInTurn = now.turns;
            touched.add(account);
        }
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
