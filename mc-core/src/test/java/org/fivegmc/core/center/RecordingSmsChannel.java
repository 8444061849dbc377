package org.fivegmc.core.center;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.channel.SmsChannel;
import org.fivegmc.core.delivery.SmsPlan;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.route.RouteReason;

/// Remembers what is handed over and lets a test answer. For tests that run turns on their own
/// thread.
public final class RecordingSmsChannel implements SmsChannel {

    /// One hand-over with whom to tell how it ended.
    public record Given(HandOver handOver, PartListener listener) {}

    public static final long KEPT_MS = 60_000;

    private final List<Given> given = new ArrayList<>();
    private byte[] memory = {};
    private SmsPlan plan = new SmsPlan.Ready("smsc-a", 40, 1);

    /// What [#prepare] answers from now on.
    public void plan(SmsPlan changed) {
        plan = changed;
    }

    /// What is to be kept of messages from now on, for [#KEPT_MS].
    public void remember(String text) {
        memory = text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Memory memory(Message message) {
        return new Memory(memory, KEPT_MS);
    }

    @Override
    public SmsPlan prepare(Message message, RouteReason why) {
        return plan;
    }

    @Override
    public void submit(HandOver handOver, PartListener listener) {
        given.add(new Given(handOver, listener));
    }

    /// Every hand-over so far.
    public List<Given> all() {
        return List.copyOf(given);
    }

    public Given last() {
        return given.getLast();
    }
}
