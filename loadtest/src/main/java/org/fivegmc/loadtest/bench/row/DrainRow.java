package org.fivegmc.loadtest.bench.row;

import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;

/// Many users come back, one after another at a fixed rate, and find what was stored for them: it
/// must come as fast as they do, every message once and in order.
record DrainRow() implements Row.Procedure {
    private static final int RECIPIENTS = 200_000;
    private static final int EACH = 5;
    private static final int REGISTER_RATE = 2_000;
    private static final int LEAST_RECIPIENTS = 2_000;

    /// A slow server stores so many messages a second.
    private static final int SLOWEST_STORE = 2_000;

    @Override
    public void play(Stage stage) {
        long recipients = stage.variant().count(RECIPIENTS, LEAST_RECIPIENTS);
        stage.rounds(round -> {
            try (Center center = stage.center(stage.plan())) {
                ToolResult result =
                        stage.run(
                                ToolArguments.handsets("drain")
                                        .server(center.sipPort())
                                        .with("recipients", recipients)
                                        .with("each", EACH)
                                        .with("register-rate", REGISTER_RATE)
                                        .with("expires", Traffic.EXPIRES)
                                        .cpuOf(List.of(center.pid()))
                                        .patient(
                                                Duration.ofSeconds(
                                                        recipients * EACH / SLOWEST_STORE
                                                                + recipients / REGISTER_RATE)));
                TalkRow.keep(round, result);
                Traffic.keepServer(round, center, 0);
                round.figure(
                        "pace", result.need("deliveredRate") / (REGISTER_RATE * (double) EACH));
                stage.say(Said.rate("5GMC", result));
            }
        });
    }
}
