package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.process.Ports;

/// Messages to registered users against how many messages wait for others who are away. One server,
/// in which more and more wait.
record QueueCurve() implements Row.Procedure {
    private static final List<Long> WAITING =
            List.of(1_000L, 10_000L, 100_000L, 1_000_000L, 10_000_000L);
    private static final int EACH = 5;

    @Override
    public void play(Stage stage) {
        stage.together(observations -> measure(stage, observations));
    }

    private static void measure(Stage stage, List<Observation> observations) {
        int answerPort = Ports.free();
        long most = stage.variant().count(WAITING.getLast(), WAITING.getFirst());
        long mailboxes = Math.max(1, most / EACH);
        try (Center center = stage.center(stage.plan())) {
            Traffic.register(stage, center, mailboxes, Traffic.USERS, answerPort);
            Traffic.makeKnownAndAway(stage, center, 0, mailboxes);
            ToolArguments messages =
                    Traffic.messages(center.sipPort(), Traffic.USERS, answerPort)
                            .with("first-user", mailboxes);
            Curve.warmUp(stage, messages);
            long waiting = 0;
            for (long wanted : WAITING) {
                if (wanted > most) {
                    break;
                }
                stage.say("%,d messages wait".formatted(wanted));
                StoredRow.store(stage, center, mailboxes, wanted - waiting);
                waiting = wanted;
                Curve.point(stage, center, messages, (double) wanted, observations);
            }
        }
    }
}
