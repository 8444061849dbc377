package org.fivegmc.loadtest.bench.row;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.peer.Center;
import org.fivegmc.loadtest.bench.peer.Kamailio;
import org.fivegmc.loadtest.bench.peer.Postgres;
import org.fivegmc.loadtest.bench.result.Observation;
import org.fivegmc.loadtest.bench.tool.ToolResult;
import org.fivegmc.loadtest.process.Ports;

/// Messages to users who are away: accepted when they are on the disk. In turns with Kamailio's
/// `msilo` and PostgreSQL, which is the store that a SIP proxy's user would take; the database's
/// processes count with it.
record StoreRow() implements Row.Procedure {
    private static final int SECONDS = 8;

    /// Twice as many as it has workers would do; more hides the time between two of them.
    private static final int PEER_WINDOW = 32;

    @Override
    public void play(Stage stage) {
        try (Center center = stage.center(stage.plan())) {
            Traffic.makeKnownAndAway(stage, center, 0, Traffic.USERS);
            stage.say("warm-up");
            stage.run(
                    Traffic.messagesToStore(center.sipPort(), Traffic.USERS)
                            .with("window", Traffic.WINDOW)
                            .lasting(0, stage.warmUpSeconds()));
            Optional<Postgres> postgres = stage.postgres();
            try {
                stage.rounds(round -> {
                    ours(stage, center, round);
                    center.pause();
                    postgres.ifPresentOrElse(
                            database -> theirs(stage, database, round),
                            () ->
                                    round.finding(
                                            "without its peer: Kamailio or PostgreSQL is"
                                                    + " not installed or not wanted"));
                    center.proceed();
                });
            } finally {
                postgres.ifPresent(Postgres::close);
            }
        }
    }

    private static void ours(Stage stage, Center center, Observation round) {
        double before = center.uptimeSeconds();
        ToolResult result =
                stage.run(
                        Traffic.messagesToStore(center.sipPort(), Traffic.USERS)
                                .with("window", Traffic.WINDOW)
                                .cpuOf(List.of(center.pid()))
                                .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
        Traffic.keep(round, "", result);
        Traffic.keepServer(round, center, before);
        stage.say(Said.rate("5GMC", result));
    }

    private static void theirs(Stage stage, Postgres postgres, Observation round) {
        Optional<Kamailio> started =
                stage.kamailio(Kamailio.Profile.STORE, Ports.free(), Optional.of(postgres));
        if (started.isEmpty()) {
            return;
        }
        try (Kamailio kamailio = started.get()) {
            List<Long> pids =
                    Stream.concat(kamailio.pids().stream(), postgres.pids().stream()).toList();
            ToolResult result =
                    stage.run(
                            Traffic.messagesToStore(kamailio.port(), Traffic.USERS)
                                    .with("window", PEER_WINDOW)
                                    .cpuOf(pids)
                                    .lasting(Traffic.WARMUP_SECONDS, stage.seconds(SECONDS)));
            Traffic.keep(round, RelayRow.PEER, result);
            round.figure("kamailio.stored", (double) postgres.stored());
            stage.say(Said.rate("Kamailio and PostgreSQL", result));
        }
        postgres.empty();
    }
}
