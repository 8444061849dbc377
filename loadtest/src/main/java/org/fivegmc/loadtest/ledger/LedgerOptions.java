package org.fivegmc.loadtest.ledger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The arguments of [CrashLedger]. Rates are messages a second; uptime and drain are seconds.
record LedgerOptions(
        String serverCommand,
        int port,
        int recipients,
        int offline,
        int rate,
        int kills,
        Duration maxUptime,
        Duration drain,
        long seed,
        boolean failOnOrder) {
    static final Map<String, String> DEFAULTS =
            Map.of(
                    "--port", "5060",
                    "--recipients", "100",
                    "--offline", "20",
                    "--rate", "200",
                    "--kills", "20",
                    "--max-uptime", "5",
                    "--drain", "60",
                    "--seed", "1",
                    "--fail-on-order", "false");

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
        String command = values.getOrDefault("--server-command", "");
        if (command.isBlank()) {
            throw new IllegalArgumentException("--server-command is missing");
        }
        LedgerOptions options =
                new LedgerOptions(
                        command,
                        number(values, "--port", 1, 65_535),
                        number(values, "--recipients", 1, 100_000),
                        number(values, "--offline", 0, 100_000),
                        number(values, "--rate", 1, 100_000),
                        number(values, "--kills", 0, 10_000),
                        Duration.ofSeconds(number(values, "--max-uptime", 1, 3_600)),
                        Duration.ofSeconds(number(values, "--drain", 1, 3_600)),
                        number(values, "--seed", 0, Integer.MAX_VALUE),
                        Boolean.parseBoolean(values.get("--fail-on-order")));
        if (options.offline() > options.recipients()) {
            throw new IllegalArgumentException("--offline must not exceed --recipients");
        }
        return options;
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
