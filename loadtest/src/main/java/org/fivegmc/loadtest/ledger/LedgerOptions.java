package org.fivegmc.loadtest.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fivegmc.loadtest.process.ServerCommand;

/// The arguments of [CrashLedger] and [RichLedger]. Rates are messages a second; uptime, unaided
/// and drain are seconds. Without a command, the server of this source tree runs in a place of its
/// own; port 0 takes a free one.
record LedgerOptions(
        Play play,
        Optional<ServerCommand> serverCommand,
        int port,
        int pairs,
        int recipients,
        int offline,
        int rate,
        int kills,
        Duration maxUptime,
        Duration unaided,
        Duration drain,
        long seed,
        boolean failOnOrder) {
    /// What the users do.
    enum Play {
        /// Messages in pager mode, by thousands of light handsets.
        PAGER,
        /// Everything, by pairs of JAIN-SIP handsets.
        RICH
    }

    private static final String PLAY = "--play";

    /// Options of one play alone.
    private static final Map<String, Play> OF_ONE_PLAY =
            Map.of(
                    "--pairs", Play.RICH,
                    "--rate", Play.PAGER,
                    "--recipients", Play.PAGER,
                    "--offline", Play.PAGER,
                    "--fail-on-order", Play.PAGER,
                    "--server-command", Play.PAGER);

    static final Map<String, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry(PLAY, "pager"),
                    Map.entry("--port", "0"),
                    Map.entry("--pairs", "20"),
                    Map.entry("--recipients", "100"),
                    Map.entry("--offline", "20"),
                    Map.entry("--rate", "200"),
                    Map.entry("--kills", "20"),
                    Map.entry("--max-uptime", "5"),
                    Map.entry("--unaided", "20"),
                    Map.entry("--drain", "60"),
                    Map.entry("--seed", "1"),
                    Map.entry("--fail-on-order", "true"));

    static final String USAGE =
            """
            usage: ./5gmc ledger [options]
              --play pager|rich   pager, the default: messages in pager mode at a rate. rich: pairs of
                                  JAIN-SIP handsets play all that `./5gmc load rich` does, in
                                  sessions, files and revocations, as fast as they are answered; they
                                  register again after each kill. One message of a user to another,
                                  and one report, may come twice for each kill
              --pairs N           rich: pairs of users, default 20
              --kills N           how often the server is killed, default 20
              --rate N            pager: messages offered a second, default 200; the server sets the pace
                                  when it is slower
              --recipients N      pager: users, each with a sender of its own, default 100
              --offline N         pager: those of them who register only at the end, default 20
              --max-uptime S      a server lives 0.2 s to so much more, default 5
              --unaided S         how long who stayed registered may wait for what is theirs, default 20
              --drain S           how long the last messages may take to arrive, default 60
              --seed N            of the random moments, default 1
              --fail-on-order B   pager: whether a wrong order within a conversation fails, default true
              --server-command "WORDS"
                                  pager: another server; {port} becomes its SIP port. It must trust
                                  127.0.0.1, accept the numbers from +8613800000000 up, and keep its
                                  data between starts. Default: the server of this source tree in a
                                  directory of its own
              --port N            its port; 0, the default, takes a free one
            """;

    /// Throws [IllegalArgumentException] with a readable message.
    static LedgerOptions parse(List<String> args) {
        Map<String, String> values = new HashMap<>(DEFAULTS);
        Set<String> known = new TreeSet<>(DEFAULTS.keySet());
        known.add("--server-command");
        for (int at = 0; at < args.size(); at += 2) {
            if (!known.contains(args.get(at)) || at + 1 == args.size()) {
                throw new IllegalArgumentException("not an option with a value: " + args.get(at));
            }
            values.put(args.get(at), args.get(at + 1));
        }
        Play play = play(values);
        OF_ONE_PLAY.forEach((name, only) -> {
            if (only != play && args.contains(name)) {
                throw new IllegalArgumentException(
                        "%s goes with %s %s alone".formatted(name, PLAY, word(only)));
            }
        });
        LedgerOptions options =
                new LedgerOptions(
                        play,
                        Optional.ofNullable(values.get("--server-command"))
                                .map(ServerCommand::parse),
                        number(values, "--port", 0, 65_535),
                        number(values, "--pairs", 1, 500),
                        number(values, "--recipients", 1, 100_000),
                        number(values, "--offline", 0, 100_000),
                        number(values, "--rate", 1, 100_000),
                        number(values, "--kills", 0, 10_000),
                        Duration.ofSeconds(number(values, "--max-uptime", 1, 3_600)),
                        Duration.ofSeconds(number(values, "--unaided", 1, 3_600)),
                        Duration.ofSeconds(number(values, "--drain", 1, 3_600)),
                        number(values, "--seed", 0, Integer.MAX_VALUE),
                        Boolean.parseBoolean(values.get("--fail-on-order")));
        if (options.serverCommand().isEmpty() && options.port() != 0) {
            throw new IllegalArgumentException(
                    "--port needs a --server-command that listens there");
        }
        if (options.offline() > options.recipients()) {
            throw new IllegalArgumentException("--offline must not exceed --recipients");
        }
        return options;
    }

    private static String word(Play play) {
        return play.name().toLowerCase(Locale.ROOT);
    }

    private static Play play(Map<String, String> values) {
        return Arrays.stream(Play.values())
                .filter(play -> word(play).equals(values.get(PLAY)))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(PLAY + " must be one of pager, rich"));
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        try {
            int value = Integer.parseInt(values.getOrDefault(name, ""));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s must be a whole number from %d to %d".formatted(name, least, most));
    }
}
