package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.process.Ports;

/// Messages to registered users against how many there are. One server, to which more and more
/// register. Before each measurement compaction may end.
record SubscribersCurve() implements Row.Procedure {
    private static final List<Long> SUBSCRIBERS =
            List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);

    @Override
    public void play(Stage stage) {
        stage.together(observations -> measure(stage, observations));
    }

    private static void measure(Stage stage, List<Observation> observations) {
        int answerPort = Ports.free();
        long most = stage.variant().count(SUBSCRIBERS.getLast(), SUBSCRIBERS.getFirst());
        try (Center center = stage.center(stage.plan())) {
            long registered = 0;
            for (long users : SUBSCRIBERS) {
                if (users > most) {
                    break;
                }
                stage.say("%,d users".formatted(users));
                Traffic.register(stage, center, registered, users - registered, answerPort);
                ToolArguments messages = Traffic.messages(center.sipPort(), users, answerPort);
                if (registered == 0) {
                    Curve.warmUp(stage, messages);
                }
                registered = users;
                Compaction.awaitEnd(stage, center);
                Curve.point(stage, center, messages, (double) users, observations);
                for (Observation observation : observations) {
                    observation.point(
                            (double) users, "residentBytes", (double) center.residentBytes());
                }
            }
        }
    }
}
