package org.fivegmc.sip.session;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;
import org.jspecify.annotations.Nullable;

/// One attempt to deliver a message to a device over sessions. It ends once, at the latest at its
/// deadline. Thread-safe.
final class Attempt {
    private final Message message;
    private final Binding device;
    private final AtomicReference<@Nullable Consumer<AttemptOutcome>> done;
    private volatile @Nullable ScheduledFuture<?> deadline;
    private volatile @Nullable Runnable cancellation;
    private volatile boolean inDoubt;

    Attempt(Message message, Binding device, Consumer<AttemptOutcome> done) {
        this.message = message;
        this.device = device;
        this.done = new AtomicReference<>(done);
    }

    /// @param timer ends the attempt as one without an answer
    void endsBy(ScheduledFuture<?> timer) {
        deadline = timer;
        if (isOver()) {
            timer.cancel(false);
        }
    }

    /// What gives the message up where it is being sent.
    void cancelledBy(Runnable cancel) {
        cancellation = cancel;
        if (isOver()) {
            cancel.run();
        }
    }

    /// All of the message was sent, and nobody knows whether it was taken. Whatever comes next,
    /// that stays.
    void doubt() {
        inDoubt = true;
    }

    /// It has taken too long: whatever is under way is given up.
    void expire() {
        if (cancellation != null) {
            doubt(); // all of it may have been sent just now
        }
        end(new AttemptOutcome.Unreachable("it took too long"));
        Runnable cancel = cancellation;
        if (cancel != null) {
            cancel.run();
        }
    }

    boolean isOver() {
        return done.get() == null;
    }

    Message message() {
        return message;
    }

    Binding device() {
        return device;
    }

    /// The first call counts.
    void end(AttemptOutcome outcome) {
        Consumer<AttemptOutcome> listener = done.getAndSet(null);
        ScheduledFuture<?> timer = deadline;
        if (timer != null) {
            timer.cancel(false);
        }
        if (listener != null) {
            listener.accept(inDoubt ? outcome.inDoubt() : outcome);
        }
    }
}
