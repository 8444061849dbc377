package org.fivegmc.core.center;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tasks of turns that failed, which run again before anything new. Confined to the writer's
/// thread.
final class Backlog {

    /// The oldest that may be dropped are dropped beyond, and their deliveries are taken up by
    /// their leases.
    static final int MAX = 200_000;

    private final Deque<Task> tasks = new ArrayDeque<>();

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    int size() {
        return tasks.size();
    }

    Task take() {
        return tasks.removeFirst();
    }

    /// It runs again at once, before the others.
    void again(Task task) {
        tasks.addFirst(task);
    }

    /// It runs again when the store works.
    ///
    /// @return whether another one had to be dropped for it
    boolean later(Task task) {
        boolean dropped = tasks.size() >= MAX && tasks.removeIf(new FirstDroppable());
        tasks.addLast(task);
        return dropped;
    }

    void forEach(Consumer<Task> action) {
        tasks.forEach(action);
    }

    /// True for the first task that may be dropped, and for that one only.
    private static final class FirstDroppable implements Predicate<Task> {
        private boolean found;

        @Override
        public boolean test(Task task) {
            boolean first = !found && !task.mustBeKept();
            found |= first;
            return first;
        }
    }
}
