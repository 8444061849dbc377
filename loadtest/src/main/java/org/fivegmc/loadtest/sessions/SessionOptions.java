package org.fivegmc.loadtest.sessions;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [SessionLoad].
///
/// @param relay the port of a relay of octets that stands in the place of the server
/// @param listen where the far ends of a relay are taken
/// @param message octets of a message, its CPIM head included
/// @param intervalSeconds between two messages of a chat
record SessionOptions(
        Scenario scenario,
        InetSocketAddress server,
        Optional<InetSocketAddress> relay,
        int listen,
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
              large     a message goes in a session of its own (large message mode); and again
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
              --message N           octets of a message with its CPIM head, default 300;
                                    large: 10000, at least 1301
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

    /// Less is delivered in pager mode, however it was sent.
    private static final int LEAST_LARGE = 1_301;

    private static final int MOST_MESSAGE = 100 << 20;
    private static final int MOST_USERS = 50_000_000;

    enum Scenario {
        SETUPS,
        LARGE,
        TALK,
        STREAM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Throws [IllegalArgumentException] with a readable message.
    static SessionOptions parse(List<String> args) {
        Scenario scenario = Arguments.scenario(args, Scenario.class);
        Arguments given = Arguments.of(args.subList(1, args.size()), KNOWN);
        Optional<InetSocketAddress> relay = given.address("--relay");
        if (relay.isPresent() && scenario != Scenario.STREAM) {
            throw new IllegalArgumentException("--relay goes with stream alone");
        }
        return new SessionOptions(
                scenario,
                given.address("--server", "127.0.0.1:5060"),
                relay,
                given.port("--listen", 2899),
                given.text("--domain", "rcs.local"),
                given.whole("--first-user", 0, 0, MOST_USERS),
                given.whole("--chats", 100, 1, 30_000),
                given.whole("--connections", 4, 1, 1_000),
                given.whole("--window", 64, 1, 30_000),
                scenario == Scenario.LARGE
                        ? given.whole("--message", 10_000, LEAST_LARGE, MOST_MESSAGE)
                        : given.whole("--message", 300, LEAST_MESSAGE, MOST_MESSAGE),
                given.whole("--chunk", 2048, 1, 65_536),
                given.whole("--interval", 10, 1, 3_600),
                given.whole("--expires", 86_400, 60, 10_000_000),
                given.whole("--warmup", 2, 0, 86_400),
                given.whole("--seconds", 10, 1, 86_400),
                given.pids("--pid"),
                given.path("--json"));
    }
}
