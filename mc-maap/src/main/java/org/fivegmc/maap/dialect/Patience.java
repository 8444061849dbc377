package org.fivegmc.maap.dialect;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Waits that end some time, without a timer for each: all last equally long, so they end in the
/// order they began, and one look in a while ends those that are due. For thousands of waits a
/// second, of which hardly any lasts. Thread-safe; blocks, on virtual threads.
final class Patience {

    private final long nanos;
    private final Executor later;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean looking = new AtomicBoolean();

    /// @param giveUp completes the answer
    private record Wait(CompletableFuture<?> answer, long beganNanos, Runnable giveUp) {}

    /// @param most how long an answer is waited for, and up to an eighth of it longer
    Patience(Duration most) {
        nanos = most.toNanos();
        later = CompletableFuture.delayedExecutor(nanos / 8, TimeUnit.NANOSECONDS);
    }

    /// @param tooLate what is answered when the answer does not come, or this thread is interrupted
    <T> T await(CompletableFuture<T> answer, T tooLate) {
        if (!answer.isDone()) {
            waits.add(new Wait(answer, System.nanoTime(), () -> answer.complete(tooLate)));
            look();
        }
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return tooLate;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void look() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            later.execute(this::end);
        }
    }

    private void end() {
        long now = System.nanoTime();
        Wait first = waits.peek();
        while (first != null && (first.answer().isDone() || now - first.beganNanos() >= nanos)) {
            waits.remove();
            first.giveUp().run(); // nothing to an answer that is there
            first = waits.peek();
        }
        looking.set(false);
        if (!waits.isEmpty()) {
            look();
        }
    }

    /// Waits that are not over, or were not looked at since; for tests.
    int waiting() {
        return waits.size();
    }
}
