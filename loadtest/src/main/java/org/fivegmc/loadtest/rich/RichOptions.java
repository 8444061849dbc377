package org.fivegmc.loadtest.rich;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [RichLoad].
///
/// @param admin port of the admin interface on 127.0.0.1, where the users are made; 0 for none
/// @param settleSeconds that what is owed may take when all scenes are over
record RichOptions(
        RichPlan plan,
        int admin,
        int seconds,
        int settleSeconds,
        List<Long> pids,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load rich [options]

            Pairs of JAIN-SIP handsets that do all a handset can do, as fast as they are answered,
            in an order of their own: a text, a large message, a chat with an answer, a file
            that is uploaded, told of and downloaded, a message that is taken back while its
            recipient is away, and messages that wait until their recipient registers. It looks
            for faults; for rates there are the other tools. Users are +86138 and eight digits,
            with a password.

              --server HOST:PORT    SIP over TCP, default 127.0.0.1:5060
              --content HOST:PORT   its content server; without it no files are played
              --path PATH           of uploads, default /ft
              --admin PORT          of the admin interface on 127.0.0.1, default 8080: the users are
                                    made there. 0: they are there already
              --domain NAME         default rcs.local
              --first-user N        default 0
              --password TEXT       of all users, default secret
              --pairs N             of users, default 20
              --most OCTETS         of a message or a file, default 300000, at least 2000
              --seed N              of the order, the sizes and the contents, default 1
              --seconds S           in which scenes begin, default 10; each pair plays a round of
                                    all kinds in any case
              --settle S            how long what is owed may take to come then, default 30
              --pid PID[,PID...]    processes whose CPU time is measured
              --json FILE           the figures as one JSON object

            exit status: 0 all that was accepted has come, once, unaltered, in order, and its sender
            was told; what was taken back has not come; files are whole; every kind was played and
            nothing refused. 1 not; 2 wrong arguments
            """;

    private static final Set<String> KNOWN =
            Set.of(
                    "--server",
                    "--content",
                    "--path",
                    "--admin",
                    "--domain",
                    "--first-user",
                    "--password",
                    "--pairs",
                    "--most",
                    "--seed",
                    "--seconds",
                    "--settle",
                    "--pid",
                    "--json");

    /// Handsets are a stack with threads each.
    static final int MOST_PAIRS = 500;

    private static final int MOST_USERS = 50_000_000;
    static final int LEAST_MOST = 2_000;
    static final int MOST_MOST = 10 << 20;

    /// Throws [IllegalArgumentException] with a readable message.
    static RichOptions parse(List<String> args) {
        Arguments given = Arguments.of(args, KNOWN);
        String path = given.text("--path", "/ft");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("--path must begin with /");
        }
        return new RichOptions(
                new RichPlan(
                        given.address("--server", "127.0.0.1:5060"),
                        given.address("--content").map(server -> uploads(server, path)),
                        given.text("--domain", "rcs.local"),
                        given.whole("--first-user", 0L, 0, MOST_USERS),
                        given.text("--password", "secret"),
                        given.whole("--pairs", 20, 1, MOST_PAIRS),
                        given.whole("--most", 300_000, LEAST_MOST, MOST_MOST),
                        given.whole("--seed", 1L, 0, Integer.MAX_VALUE)),
                given.port("--admin", 8080),
                given.whole("--seconds", 10, 1, 86_400),
                given.whole("--settle", 30, 1, 3_600),
                given.pids("--pid"),
                given.path("--json"));
    }

    private static URI uploads(InetSocketAddress server, String path) {
        return URI.create("http://" + server.getHostString() + ":" + server.getPort() + path);
    }
}
