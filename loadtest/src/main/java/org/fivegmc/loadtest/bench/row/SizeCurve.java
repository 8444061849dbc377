package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.process.Ports;

/// Messages to registered users against the size of their CPIM body; about 1,000 bytes of SIP
/// headers come to it.
record SizeCurve() implements Row.Procedure {
    /// The largest is just below what the server takes in pager mode by default.
    private static final List<Integer> BODIES = List.of(300, 600, 900, 2_000, 4_000, 8_000);

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(stage.plan())) {
            Traffic.register(stage, center, 0, Traffic.USERS, answerPort);
            ToolArguments messages = Traffic.messages(center.sipPort(), Traffic.USERS, answerPort);
            Curve.warmUp(stage, messages);
            stage.rounds(round -> {
                for (int body : BODIES) {
                    Curve.point(stage, center, messages.with("body", body), body, List.of(round));
                }
            });
        }
    }
}
