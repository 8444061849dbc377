package org.fivegmc.loadtest.sessions;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The arguments of [SessionLoad].
///
/// @param relay the port of a relay of octets that stands in the place of the server
/// @param message octets of a message, its CPIM head included
/// @param intervalSeconds between two messages of a chat
record SessionOptions(
        Scenario scenario,
        InetSocketAddress server,
        Optional<InetSocketAddress> relay,
        String domain,
        long firstUser,
        int chats,
        int connections,
        int window,
        int message,
        int chunk,
        int intervalSeconds,
        int expires,
        int warmup,
        int seconds,
        List<Long> pids,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load sessions SCENARIO [options]

            Chats between pairs of users, each of them with an MSRP connection of its own. Users are
            +86138 and eight digits; the server must believe them (sip.trusted-peers).

              setups    a chat is opened, one message goes through it, both leave; and again
              talk      chats stay open, each says something in every interval
              stream    chats stay open, each sends the next message when the last has come

              --server HOST:PORT    SIP over TCP, default 127.0.0.1:5060
              --relay HOST:PORT     stream only: no SIP; every connection is passed on to the
                                    port that `load relay --to` was given (see --listen)
              --listen PORT         where the far ends of --relay are taken, default 2899
              --domain NAME         default rcs.local
              --first-user N        default 0
              --chats N             pairs of users, default 100
              --connections N       that carry the SIP of all, default 4
              --window N            chats being opened at a time, default 64
              --message N           octets of a message with its CPIM head, default 300
              --chunk N             octets of a chunk, default 2048
              --interval S          talk: seconds between two messages of a chat, default 10
              --expires S           of registrations, default 86400
              --warmup S            default 2
              --seconds S           that are measured, default 10
              --pid PID[,PID...]    processes whose CPU time and memory are measured
              --json FILE           the figures as one JSON object

            exit status: 0 everything accepted has come, once and unaltered; 1 not; 2 wrong
            arguments
            """;

    private static final Set<String> KNOWN =
            Set.of(
                    "--server",
                    "--relay",
                    "--listen",
                    "--domain",
                    "--first-user",
                    "--chats",
                    "--connections",
                    "--window",
                    "--message",
                    "--chunk",
                    "--interval",
                    "--expires",
                    "--warmup",
                    "--seconds",
                    "--pid",
                    "--json");

    /// Fewer octets a CPIM message of ours cannot have.
    static final int LEAST_MESSAGE = 250;

    private static final int MOST_MESSAGE = 100 << 20;
    private static final int MOST_USERS = 50_000_000;

    enum Scenario {
        SETUPS,
        TALK,
        STREAM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Throws [IllegalArgumentException] with a readable message.
    static SessionOptions parse(List<String> args) {
        if (args.isEmpty()) {
            throw new IllegalArgumentException("which scenario?");
        }
        Scenario scenario =
                Arrays.stream(Scenario.values())
                        .filter(one -> one.word().equals(args.getFirst()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "no such scenario: " + args.getFirst()));
        Map<String, String> values = new HashMap<>();
        for (int at = 1; at < args.size(); at += 2) {
            if (!KNOWN.contains(args.get(at)) || at + 1 == args.size()) {
                throw new IllegalArgumentException("not an option with a value: " + args.get(at));
            }
            values.put(args.get(at), args.get(at + 1));
        }
        Optional<InetSocketAddress> relay =
                Optional.ofNullable(values.get("--relay")).map(text -> address("--relay", text));
        if (relay.isPresent() && scenario != Scenario.STREAM) {
            throw new IllegalArgumentException("--relay goes with stream alone");
        }
        return new SessionOptions(
                scenario,
                address("--server", values.getOrDefault("--server", "127.0.0.1:5060")),
                relay,
                values.getOrDefault("--domain", "rcs.local"),
                whole(values, "--first-user", 0, 0, MOST_USERS),
                whole(values, "--chats", 100, 1, 30_000),
                whole(values, "--connections", 4, 1, 1_000),
                whole(values, "--window", 64, 1, 30_000),
                whole(values, "--message", 300, LEAST_MESSAGE, MOST_MESSAGE),
                whole(values, "--chunk", 2048, 1, 65_536),
                whole(values, "--interval", 10, 1, 3_600),
                whole(values, "--expires", 86_400, 60, 10_000_000),
                whole(values, "--warmup", 2, 0, 86_400),
                whole(values, "--seconds", 10, 1, 86_400),
                pids(values.getOrDefault("--pid", "")),
                Optional.ofNullable(values.get("--json")).map(Path::of));
    }

    /// Where the far ends of a relay are taken.
    static int listen(List<String> args) {
        int at = args.indexOf("--listen");
        return at < 0
                ? 2899
                : whole(Map.of("--listen", args.get(at + 1)), "--listen", 0, 0, 65_535);
    }

    private static List<Long> pids(String text) {
        List<Long> pids = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            if (!one.isEmpty()) {
                pids.add((long) whole(Map.of("--pid", one), "--pid", 0, 1, Integer.MAX_VALUE));
            }
        }
        return pids;
    }

    private static InetSocketAddress address(String name, String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException(name + " must be HOST:PORT");
        }
        InetSocketAddress address =
                new InetSocketAddress(
                        text.substring(0, colon),
                        whole(Map.of(name, text.substring(colon + 1)), name, 0, 1, 65_535));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("no such host: " + text);
        }
        return address;
    }

    private static int whole(
            Map<String, String> values, String name, int standard, int least, int most) {
        String text = values.get(name);
        if (text == null) {
            return standard;
        }
        try {
            int value = Integer.parseInt(text);
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
