package org.fivegmc.server.wiring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;

/// Counts the attempts that wait for a device's answer, so that a stop can wait for them. From the
/// stop on nothing more is sent: such an attempt is in flight in the store when the process ends,
/// and made after the start, like one whose answer was lost. Thread-safe.
final class UnderWay implements RcsChannel {

    private final RcsChannel channel;
    private final AtomicLong attempts = new AtomicLong();
    private volatile boolean stopped;

    UnderWay(RcsChannel channel) {
        this.channel = channel;
    }

    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
        if (stopped) {
            return;
        }
        attempts.incrementAndGet();
        channel.send(
                message,
                device,
                outcome -> {
                    try {
                        done.accept(outcome);
                    } finally {
                        attempts.decrementAndGet();
                    }
                });
    }

    /// Sends nothing more.
    void stop() {
        stopped = true;
    }

    long count() {
        return attempts.get();
    }
}
