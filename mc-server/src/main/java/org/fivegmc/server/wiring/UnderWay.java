package org.fivegmc.server.wiring;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;

/// Counts the attempts that wait for a device's answer, so that a stop can wait for them.
/// Thread-safe.
final class UnderWay implements RcsChannel {

    private final RcsChannel channel;
    private final AtomicLong attempts = new AtomicLong();

    UnderWay(RcsChannel channel) {
        this.channel = channel;
    }

    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
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

    long count() {
        return attempts.get();
    }
}
