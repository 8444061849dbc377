package org.fivegmc.loadtest.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A growing list of things seen, in the order they were seen, which any thread may add to and wait
/// on. It holds at most [#MAX_ENTRIES]; what comes later is counted, not kept.
public final class Observed<T> {
    /// More than any demonstration or test produces; a runaway peer must not eat the heap.
    public static final int MAX_ENTRIES = 200_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<T> entries = new ArrayList<>();
    private int limit;
    private final Consumer<? super T> listener;
    private long dropped;

    public Observed() {
        this(MAX_ENTRIES, _ -> {});
    }

    /// `listener` is called once for each entry kept, in order, under the lock: it must be quick.
    public Observed(int limit, Consumer<? super T> listener) {
        this.limit = limit;
        this.listener = listener;
    }

    public void add(T entry) {
        lock.lock();
        try {
            if (entries.size() >= limit) {
                dropped++;
                return;
            }
            entries.add(entry);
            listener.accept(entry);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what is there, and counts what comes from now on without keeping it.
    public void keepNothing() {
        lock.lock();
        try {
            entries.clear();
            limit = 0;
        } finally {
            lock.unlock();
        }
    }

    /// All entries so far.
    public List<T> all() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    public List<T> matching(Predicate<? super T> wanted) {
        return all().stream().filter(wanted).toList();
    }

    /// How many entries came after the list was full.
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until at least `count` entries match; returns those seen when it stopped waiting, be
    /// they enough or not, so that the caller can say what was missing.
    public List<T> await(int count, Predicate<? super T> wanted, Duration patience) {
        long remaining = patience.toNanos();
        lock.lock();
        try {
            while (true) {
                List<T> found = matching(wanted);
                if (found.size() >= count || remaining <= 0) {
                    return found;
                }
                remaining = grown.awaitNanos(remaining);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return matching(wanted);
        } finally {
            lock.unlock();
        }
    }
}
