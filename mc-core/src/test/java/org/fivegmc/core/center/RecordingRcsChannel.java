package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.channel.RcsChannel;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;

/// Remembers attempts and lets a test end them. For tests that run turns on their own thread.
public final class RecordingRcsChannel implements RcsChannel {

    /// One attempt at one device.
    public record Attempt(Message message, Binding device, Consumer<AttemptOutcome> done) {

        public void accept() {
            done.accept(new AttemptOutcome.Accepted(true));
        }

        public void end(AttemptOutcome outcome) {
            done.accept(outcome);
        }

        public String imdnId() {
            return message.imdnId().value();
        }
    }

    private final List<Attempt> all = new ArrayList<>();
    private final List<Attempt> open = new ArrayList<>();

    @Override
    public void send(Message message, Binding device, Consumer<AttemptOutcome> done) {
        var attempt = new Attempt(message, device, done);
        all.add(attempt);
        open.add(attempt);
    }

    /// Every attempt so far.
    public List<Attempt> all() {
        return List.copyOf(all);
    }

    /// Attempts not taken by a test yet.
    public List<Attempt> open() {
        return List.copyOf(open);
    }

    /// The oldest attempt not taken yet.
    public Attempt take() {
        return open.removeFirst();
    }

    /// The process died: nobody answers these any more.
    public void forgetOpen() {
        open.clear();
    }
}
