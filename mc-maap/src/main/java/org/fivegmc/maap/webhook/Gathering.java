package org.fivegmc.maap.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.AttemptOutcome;
import org.fivegmc.core.message.Message;

/// Reports for one webhook that wait for a call. Those that come while a call is under way go
/// together in the next one, so a chatbot with few reports gets each at once, and one with many
/// gets many with each call. More calls begin when one would not hold what waits. Thread-safe.
///
/// A webhook that refuses a call with several gets half as many in the next, down to one: so one
/// report that it can't stand keeps no other back for long, and a chatbot that reads the first of a
/// list only, and says so, gets one at a time. Each call that is taken doubles the number again.
final class Gathering {

    /// One report.
    ///
    /// @param done told once what came of it
    record Waiting(Message message, Consumer<AttemptOutcome> done) {}

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final int most;
    private final int room;
    private int together;
    private int calls;

    /// What a report that was offered has to expect.
    enum Offered {
        /// It goes with a call that is under way now, or the one after it.
        WAITS,
        /// A call has to begin, with [#next()].
        CALL,
        /// Too many wait.
        FULL
    }

    /// @param most reports in one call
    /// @param room reports that may wait
    Gathering(int most, int room) {
        this.most = most;
        this.room = room;
        together = most;
    }

    /// @param mostCalls at a time
    synchronized Offered offer(Waiting report, int mostCalls) {
        if (queue.size() >= room) {
            return Offered.FULL;
        }
        queue.add(report);
        if (calls == 0 || queue.size() >= together && calls < mostCalls) {
            calls++;
            return Offered.CALL;
        }
        return Offered.WAITS;
    }

    /// What the next call has to tell; the caller asks until nothing is left for it.
    synchronized List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>(Math.min(together, queue.size()));
        while (batch.size() < together && !queue.isEmpty()) {
            batch.add(queue.remove());
        }
        if (batch.isEmpty()) {
            calls--;
        }
        return batch;
    }

    /// A caller ends without having asked for what is left; the next report begins a call.
    synchronized void brokeOff() {
        calls--;
    }

    /// How a call with so many has ended. A webhook that gave no answer has said nothing about
    /// them.
    synchronized void ended(int reports, AttemptOutcome outcome) {
        switch (outcome) {
            case AttemptOutcome.Accepted _ -> together = Math.min(most, together * 2);
            case AttemptOutcome.Later _ when reports > 1 -> together = reports / 2;
            default -> {
                // as before
            }
        }
    }
}
