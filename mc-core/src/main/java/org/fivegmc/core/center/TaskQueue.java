package org.fivegmc.core.center;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What waits for a writer: any thread adds, the writer takes. Says whether it is full; who may
/// ignore that is the writer's matter.
final class TaskQueue {

    /// Octets of messages that wait before new ones are refused.
    static final long OCTETS = 64L << 20;

    private final int capacity;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger depth = new AtomicInteger();
    private final AtomicLong octets = new AtomicLong();

    TaskQueue(int capacity) {
        this.capacity = capacity;
    }

    boolean hasRoomFor(Task task) {
        return depth.get() < capacity && octets.get() + task.octets() <= OCTETS;
    }

    void add(Task task) {
        depth.incrementAndGet();
        octets.addAndGet(task.octets());
        tasks.add(task);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /// It counts in the depth until [#done(int)].
    @Nullable Task poll() {
        Task task = tasks.poll();
        if (task != null) {
            octets.addAndGet(-task.octets());
        }
        return task;
    }

    /// That many of the tasks taken are through with their turn.
    void done(int count) {
        depth.addAndGet(-count);
    }

    /// Tasks that wait or are in the turn that runs.
    int depth() {
        return depth.get();
    }
}
