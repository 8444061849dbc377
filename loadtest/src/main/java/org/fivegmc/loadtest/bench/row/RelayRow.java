package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.Optional;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Kamailio;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolArguments;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Messages between registered users, in turns with Kamailio, which relays them and keeps nothing.
/// The server is started once and stands still while it is Kamailio's turn; Kamailio is started for
/// each round, because what it remembers of the round before would slow it down.
///
/// @param transport `udp` or `tcp`
/// @param profile how Kamailio relays
/// @param peerWindow messages in flight at Kamailio: it needs fewer, since it waits for no disk
record RelayRow(String transport, Kamailio.Profile profile, int peerWindow)
        implements Row.Procedure {
    static final String PEER = "kamailio.";
    private static final int SECONDS = 8;

    @Override
    public void play(Stage stage) {
        int answerPort = Ports.free();
        try (Center center = stage.center(stage.plan())) {
            stage.run(
                    over(Traffic.registrations(center, 0, Traffic.USERS, answerPort))
                            .with("transport", transport));
            stage.say("warm-up");
            stage.run(
                    messages(center.sipPort(), answerPort, Traffic.WINDOW)
                            .lasting(0, stage.warmUpSeconds()));
            stage.rounds(round -> {
                ours(stage, center, answerPort, round);
                center.pause();
                theirs(stage, answerPort, round);
                center.proceed();
            });
        }
    }

    private void ours(Stage stage, Center center, int answerPort, Observation round) {
        double before = center.uptimeSeconds();
        ToolResult result =
                stage.run(
                        messages(center.sipPort(), answerPort, Traffic.WINDOW)
                                .cpuOf(List.of(center.pid()))
                                .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
        Traffic.keep(round, "", result);
        Traffic.keepServer(round, center, before);
        stage.say(Said.rate("5GMC", result));
    }

    private void theirs(Stage stage, int answerPort, Observation round) {
        Optional<Kamailio> started = stage.kamailio(profile, answerPort);
        if (started.isEmpty()) {
            round.finding("without its peer: Kamailio is not installed or not wanted");
            return;
        }
        try (Kamailio kamailio = started.get()) {
            ToolResult result =
                    stage.run(
                            messages(kamailio.port(), answerPort, peerWindow)
                                    .cpuOf(kamailio.pids())
                                    .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
            Traffic.keep(round, PEER, result);
            stage.say(Said.rate("Kamailio", result));
        }
    }

    private ToolArguments messages(int port, int answerPort, int window) {
        return over(Traffic.messages(port, Traffic.USERS, answerPort)).with("window", window);
    }

    private ToolArguments over(ToolArguments arguments) {
        ToolArguments chosen = arguments.with("transport", transport);
        return transport.equals("tcp") ? chosen.with("connections", Traffic.CONNECTIONS) : chosen;
    }
}
