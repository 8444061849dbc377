package org.fivegmc.core.channel;

import java.util.function.Consumer;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;

/// Delivers a message to one device over RCS.
public interface RcsChannel {

    /// Starts the attempt and returns at once. `done` gets exactly one outcome, on any thread,
    /// within the lease of the delivery policy; this never throws. Called on shard writers.
    void send(Message message, Binding device, Consumer<AttemptOutcome> done);
}
