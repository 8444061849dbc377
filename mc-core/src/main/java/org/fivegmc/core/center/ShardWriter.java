package org.fivegmc.core.center;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.MessageId;
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
/// users it touched are read anew. If there is no room, tasks that only remove something, or only
/// read, are carried out one by one.
///
/// The store may put itself in order between two turns, so that a commit in doubt shows after all;
/// its epoch tells, and every user is read anew.
final class ShardWriter implements Runnable {

    /// How long a store that failed is left alone.
    private static final long DEGRADED_PAUSE_MS = 500;

    /// Octets of messages taken into one turn; the commit of a turn must stay far below what an
    /// array can hold.
    static final long TURN_OCTETS = 16L << 20;

    /// Users whose queues are looked at in one turn; each may send a few messages, which are
    /// written.
    private static final int DRAINS_PER_TURN = 256;

    /// In the overlay: the turn has removed this row.
    static final Object REMOVED = new Object();

    private static final long TICK_NANOS = 20_000_000;

    final CenterConfig config;
    final Services services;
    private final Function<ShardWriter, Desks> makeDesks;
    private final Thread thread;
    private final int index;
    private final TaskQueue queue;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile boolean parked;
    private volatile boolean draining;
    private volatile boolean stopping;
    private volatile boolean ended;
    private volatile boolean degraded;
    private volatile int waiting;

    /// When the thread last came by.
    private volatile long beatNanos = System.nanoTime();

    // confined to the thread
    private final Progress now = new Progress();
    private final List<Task> running = new ArrayList<>();
    private final Backlog backlog = new Backlog();
    private final List<Runnable> effects = new ArrayList<>();
    private final List<TrailEvent> events = new ArrayList<>();
    private final List<Account> touched = new ArrayList<>();
    private final Set<UserAddress> drains = new LinkedHashSet<>();
    private final List<UserAddress> drainingNow = new ArrayList<>();

    /// Of those to be drained, who has been heard of since they were drained last.
    private final Set<UserAddress> heard = new HashSet<>();

    private final Set<UserAddress> heardNow = new HashSet<>();
    private final Map<Object, Object> overlay = new HashMap<>();
    private @Nullable ShardStore store;
    private @Nullable StoreTurn turn;
    private @Nullable Desks desks;
    private @Nullable Object culprit;

    /// Confined to the thread.
    private static final class Progress {
        long nowMs;
        long degradedUntilMs;
        long turns;
        int rowChanges;
        long epoch;
        boolean full;
        boolean fenced;

        /// How many of the running tasks come from an earlier turn.
        int repeated;
    }

    /// The desks of a writer, made on its thread.
    record Desks(
            Accounts accounts,
            Mailboxes mailboxes,
            AcceptanceDesk acceptance,
            MirrorDesk mirrors,
            DeliverySteps steps,
            DeliveryRows rows,
            QueueDesk queues,
            DeliveryDesk deliveries,
            RegistrationDesk registrations,
            ReceiptDesk receipts,
            TimerDesk timers,
            FlightDesk flights) {}

    ShardWriter(
            int index,
            CenterConfig config,
            Services services,
            Function<ShardWriter, Desks> makeDesks) {
        this.index = index;
        this.config = config;
        this.services = services;
        this.makeDesks = makeDesks;
        this.queue = new TaskQueue(config.queueCapacity());
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
        if (ended) {
            throw new IllegalStateException(thread.getName() + " did not start");
        }
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

    /// Whether anything is queued, in a turn, or kept for later.
    boolean isBusy() {
        return !ended && (queue.depth() > 0 || waiting > 0);
    }

    /// Tasks queued or in the turn that runs.
    int depth() {
        return queue.depth();
    }

    /// For requests from outside: refused when the queue is full.
    void offer(Task task) {
        if (draining) {
            task.failed(RefusalReason.DRAINING);
        } else if (queue.hasRoomFor(task)) {
            enqueue(task);
        } else {
            task.failed(RefusalReason.OVERLOAD);
        }
    }

    /// For the outcome of something this center started, whose number is bounded by what is in
    /// flight: never refused.
    void enqueue(Task task) {
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
        // An Error ends the thread, which liveness tells; nobody must wait for an answer then.
        try {
            open();
            started.countDown();
            while (!now.fenced) {
                beatNanos = System.nanoTime();
                awaitWork();
                if (stopping && queue.isEmpty() && (backlog.isEmpty() || degraded)) {
                    break;
                }
                runOneTurn();
            }
        } finally {
            ended = true;
            started.countDown();
            running.forEach(this::refuseAtEnd);
            backlog.forEach(this::refuseAtEnd);
            waiting = 0;
            refuseLeftOvers();
        }
    }

    private void refuseLeftOvers() {
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            queue.done(1);
            refuseAtEnd(task);
        }
    }

    private void refuseAtEnd(Task task) {
        try {
            task.failed(RefusalReason.DRAINING);
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /// On the thread that will run the turns, before the first one.
    void open() {
        now.nowMs = services.clock().millis();
        store = services.stores().apply(index);
        desks = makeDesks.apply(this);
        now.epoch = store().epoch();
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
                                || !backlog.isEmpty()
                                || desks().timers().isRecovering()
                                || desks().timers().isBehind(now.nowMs)
                                || desks().mailboxes().isLearning(services.clock().millis()));
    }

    private boolean isResting() {
        return degraded && services.clock().millis() < now.degradedUntilMs;
    }

    void runOneTurn() {
        now.nowMs = services.clock().millis();
        now.turns++;
        overlay.clear();
        now.rowChanges = 0;
        boolean resting = isResting();
        int taken = resting ? refuseTasks() : takeTasks();
        if (!resting) {
            turn();
        }
        running.clear();
        drainingNow.clear();
        heardNow.clear();
        touched.clear();
        effects.clear();
        events.clear();
        waiting = backlog.size();
        queue.done(taken);
    }

    private void turn() {
        try {
            followStore();
            turn = store().begin();
            desks().mailboxes().learn(now.nowMs);
            takeDrains();
            for (int i = 0; i < drainingNow.size(); i++) {
                culprit = drainingNow.get(i);
                desks().queues().drain(drainingNow.get(i));
            }
            // What was heard while the store did not work goes first: a timer must not give up what
            // has been answered.
            runTasks(0, now.repeated);
            if (backlog.isEmpty()) {
                culprit = desks().timers();
                desks().timers().fire();
            }
            runTasks(now.repeated, running.size());
            culprit = null;
            desks().flights().seal();
            commit();
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.CORRUPT && isOneRow()) {
                taskFailed(e);
            } else {
                storeFailed(e);
            }
            return;
        } catch (RuntimeException e) {
            taskFailed(e);
            return;
        }
        release();
    }

    /// Whether what can't be read belongs to one task, one user or one timer: then all others go
    /// on.
    private boolean isOneRow() {
        return culprit instanceof Task
                || culprit instanceof UserAddress
                || culprit instanceof TimerDesk timers && timers.isFiring();
    }

    private void followStore() {
        long epoch = store().epoch();
        if (epoch != now.epoch) {
            now.epoch = epoch;
            desks().accounts().forgetAll();
            desks().timers().reset();
            desks().flights().doubt();
        }
    }

    private void takeDrains() {
        Iterator<UserAddress> users = drains.iterator();
        while (users.hasNext() && drainingNow.size() < DRAINS_PER_TURN) {
            UserAddress user = users.next();
            drainingNow.add(user);
            users.remove();
            if (heard.remove(user)) {
                heardNow.add(user);
            }
        }
    }

    private void runTasks(int from, int to) {
        for (int i = from; i < to; i++) {
            culprit = running.get(i);
            running.get(i).run(this);
        }
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
        while (running.size() < config.batchMax() && !backlog.isEmpty()) {
            running.add(backlog.take());
        }
        now.repeated = running.size();
        int taken = 0;
        Task task;
        long octets = 0;
        while (running.size() < config.batchMax()
                && octets < TURN_OCTETS
                && (task = queue.poll()) != null) {
            taken++;
            octets += task.octets();
            running.add(task);
        }
        return taken;
    }

    private void commit() {
        StoreTurn changes = require(turn);
        if (degraded && changes.isEmpty()) {
            // Perhaps nobody else comes to find out that the store works again.
            UserAddress anybody = desks().timers().anybody();
            changes.removeTimer(new TimerRef(0, anybody, Account.OLDEST));
        }
        if (changes.isEmpty()) {
            changes.discard();
            return;
        }
        write(changes, running.size());
        degraded = false;
        now.full = false;
    }

    private void write(StoreTurn changes, int tasks) {
        long begin = System.nanoTime();
        try {
            changes.commit();
        } catch (StorageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageException(StorageException.Kind.UNKNOWN, "commit failed", e);
        }
        long nanos = System.nanoTime() - begin;
        events.add(new TrailEvent.Committed(tasks, now.rowChanges, nanos, now.nowMs));
    }

    /// What the turn did is durable now.
    private void release() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).settle();
        }
        desks().flights().settle();
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

    /// A report that the store did not take for the other devices of its user.
    void notMirrored(RefusalReason reason) {
        tellNow(new TrailEvent.NotMirrored(reason, services.clock().millis()));
    }

    /// A row that can't be looked at now; it stays for the next start.
    void leftAlone(MessageId trail) {
        tellNow(new TrailEvent.LeftAlone(trail, services.clock().millis()));
    }

    /// A fault of the program: whoever runs this thread hears of it, and the work goes on.
    private static void complain(RuntimeException e) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }

    private void storeFailed(StorageException e) {
        undo();
        degraded = true;
        now.full = e.kind() == StorageException.Kind.FULL;
        now.fenced = e.kind() == StorageException.Kind.FENCED;
        now.degradedUntilMs = now.nowMs + DEGRADED_PAUSE_MS;
        drains.addAll(drainingNow);
        heard.addAll(heardNow);
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
        heard.addAll(heardNow);
        if (culprit instanceof UserAddress user) {
            drains.remove(user);
            heard.remove(user);
        } else if (culprit instanceof TimerDesk timers) {
            timers.skipFailed();
        }
        for (int i = running.size() - 1; i >= 0; i--) {
            Task task = running.get(i);
            if (task.equals(culprit)) {
                refuse(task);
            } else {
                backlog.again(task);
            }
        }
    }

    private void undo() {
        if (turn != null) {
            turn.discard();
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).forget();
        }
        desks().timers().reset();
        desks().flights().undo();
        touched.clear();
        effects.clear();
        events.clear();
        overlay.clear();
    }

    private void refuseOrDefer(Task task) {
        if ((now.full && madeDoWithoutRoom(task)) || refuse(task)) {
            return;
        }
        if (backlog.later(task)) {
            tellNow(new TrailEvent.NewsDropped(now.nowMs));
        }
    }

    /// @return whether the task is over
    private boolean refuse(Task task) {
        try {
            return task.failed(RefusalReason.STORE_UNAVAILABLE);
        } catch (RuntimeException e) {
            complain(e);
            return true;
        }
    }

    /// A turn of its own, if all the task does is remove or read: that works on a full disk too,
    /// and makes room.
    ///
    /// @return whether the task is done
    private boolean madeDoWithoutRoom(Task task) {
        now.turns++;
        now.rowChanges = 0;
        overlay.clear();
        effects.clear();
        events.clear();
        touched.clear();
        try {
            StoreTurn changes = store().begin();
            turn = changes;
            task.run(this);
            desks().flights().seal();
            if (changes.puts()) {
                undo();
                return false;
            }
            if (changes.isEmpty()) {
                changes.discard();
            } else {
                write(changes, 1);
            }
        } catch (StorageException _) {
            undo();
            return false;
        } catch (RuntimeException e) {
            undo();
            complain(e);
            return refuse(task);
        }
        release();
        return true;
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
            account.remember();
            touched.add(account);
        }
    }

    /// Looks for stored messages that can go to this user, at the beginning of the next turn: only
    /// then the rows of this one can be read.
    void drainNextTurn(UserAddress user) {
        drains.add(user);
    }

    /// The user may be reachable in a way they were not before: what waits is tried again.
    void heardOf(UserAddress user) {
        heard.add(user);
        drains.add(user);
    }

    /// Whether the user who is being drained has been heard of.
    boolean isHeardOf(UserAddress user) {
        return heardNow.contains(user);
    }

    /// What this turn has changed and the store does not show yet, by the row's identity.
    Map<Object, Object> overlay() {
        return overlay;
    }
}
