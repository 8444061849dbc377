package org.fivegmc.loadtest.files;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [FileLoad].
///
/// @param plain whether a web server with PUT and GET stands in the place of the content server
/// @param size octets of a file
/// @param files how many are stored before downloads begin
/// @param check every so manieth file is compared by its SHA-256
/// @param most octets of uploads, warm-up included, after which it ends early
/// @param sync a directory whose file system is flushed before and after the measured span
record FileOptions(
        Scenario scenario,
        InetSocketAddress server,
        boolean plain,
        String path,
        long firstUser,
        String password,
        int connections,
        int size,
        int files,
        int check,
        long most,
        Optional<Path> sync,
        int warmup,
        int seconds,
        List<Long> pids,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load files SCENARIO [options]

            Files over HTTP/1.1, connections kept open, one file after the other on each. To the
            content server they go as handsets take them there: a POST without a body, which is
            answered with a challenge and then 204, with Digest; then a form for each file, with the
            same nonce and the next count for a minute. Each connection is a user, +86138 and eight
            digits, who must be provisioned.

              upload      each file is new
              download    of files that are stored before

              --server HOST:PORT    default 127.0.0.1:8090
              --plain               a web server instead, with PUT and GET
              --path PATH           of uploads; default /ft, and / with --plain
              --first-user N        default 0
              --password TEXT       of all users, default secret
              --connections N       default 16
              --size OCTETS         of a file, default 1048576
              --files N             download: how many files there are, default 64
              --check N             every Nth file is compared by its SHA-256, of uploads at most 64
                                    that are fetched when all is over; default 16. The length is
                                    always compared
              --most MIB            uploads: no more than so many in all, default 4096
              --sync DIR            its file system is flushed before what is measured, and
                                    after it; how long that took is told
              --warmup S            default 2
              --seconds S           that are measured, default 10
              --pid PID[,PID...]    processes whose CPU time is measured
              --json FILE           the figures as one JSON object

            exit status: 0 every file is whole; 1 not; 2 wrong arguments
            """;

    private static final String PLAIN = "--plain";

    private static final Set<String> KNOWN =
            Set.of(
                    "--server",
                    "--path",
                    "--first-user",
                    "--password",
                    "--connections",
                    "--size",
                    "--files",
                    "--check",
                    "--most",
                    "--sync",
                    "--warmup",
                    "--seconds",
                    "--pid",
                    "--json");

    private static final int MOST_USERS = 50_000_000;
    private static final int MOST_SIZE = 100 << 20;
    private static final int MOST_MIB = 1 << 20;
    private static final int MIB_SHIFT = 20;

    /// As it stands in requests.
    String host() {
        return server.getHostString() + ":" + server.getPort();
    }

    enum Scenario {
        UPLOAD,
        DOWNLOAD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Throws [IllegalArgumentException] with a readable message.
    static FileOptions parse(List<String> args) {
        Scenario scenario = Arguments.scenario(args, Scenario.class);
        Arguments given = Arguments.of(args.subList(1, args.size()), KNOWN, Set.of(PLAIN));
        boolean plain = given.has(PLAIN);
        String path = given.text("--path", plain ? "/" : "/ft");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("--path must begin with /");
        }
        return new FileOptions(
                scenario,
                given.address("--server", "127.0.0.1:8090"),
                plain,
                path,
                given.whole("--first-user", 0, 0, MOST_USERS),
                given.text("--password", "secret"),
                given.whole("--connections", 16, 1, 1_000),
                given.whole("--size", 1 << 20, FileOctets.HEAD, MOST_SIZE),
                given.whole("--files", 64, 1, 100_000),
                given.whole("--check", 16, 1, 1_000_000),
                (long) given.whole("--most", 4096, 1, MOST_MIB) << MIB_SHIFT,
                given.path("--sync"),
                given.whole("--warmup", 2, 0, 86_400),
                given.whole("--seconds", 10, 1, 86_400),
                given.pids("--pid"),
                given.path("--json"));
    }
}
