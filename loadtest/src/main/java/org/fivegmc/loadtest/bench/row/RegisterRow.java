package org.fivegmc.loadtest.bench.row;

import java.util.List;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.CenterPlan;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Registrations of users who are registered already: what a registrar does all day.
///
/// @param digest whether each is challenged and proves its password
record RegisterRow(boolean digest) implements Row.Procedure {
    private static final int SECONDS = 8;
    private static final String PASSWORD = "bench-password";

    /// Subscribers that are provisioned one by one.
    private static final int PROVISIONED = 5_000;

    @Override
    public void play(Stage stage) {
        CenterPlan plan = digest ? stage.plan().withDigest() : stage.plan();
        int users = digest ? PROVISIONED : Traffic.USERS;
        int answerPort = Ports.free();
        try (Center center = stage.center(plan)) {
            if (digest) {
                stage.say("provisioning %d subscribers".formatted(users));
                center.provision(0, users, PASSWORD);
            }
            Traffic.expectAll(
                    users,
                    stage.run(withPassword(Traffic.registrations(center, 0, users, answerPort))));
            ToolArguments refreshes =
                    withPassword(
                            ToolArguments.raw("register")
                                    .server(center.sipPort())
                                    .with("users", users)
                                    .with("window", Traffic.WINDOW)
                                    .with("answer", answerPort)
                                    .with("expires", Traffic.EXPIRES));
            stage.say("warm-up");
            stage.run(refreshes.lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                double before = center.uptimeSeconds();
                ToolResult result =
                        stage.run(
                                refreshes
                                        .cpuOf(List.of(center.pid()))
                                        .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
                Traffic.keep(round, "", result);
                Traffic.keepServer(round, center, before);
                stage.say(Said.rate("5GMC", result));
            });
        }
    }

    private ToolArguments withPassword(ToolArguments arguments) {
        return digest ? arguments.with("password", PASSWORD) : arguments;
    }
}
