package org.fivegmc.loadtest.directory;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [DirectoryLoad].
///
/// @param chatbots those there are: `sip:2000000@botplatform.rcs.local` and so on, with the name
///   `Shop 0` and so on
/// @param rate requests a second
record DirectoryOptions(
        InetSocketAddress server,
        String token,
        int chatbots,
        int connections,
        int rate,
        int warmup,
        int seconds,
        List<Long> pids,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load directory [options]

            Questions about chatbots by HTTP/1.1, on connections that are kept open: a search for
            the end of a name, then the information about one chatbot, and so on. Latencies count
            from when a question is due.

              --server HOST:PORT    of the content server, default 127.0.0.1:8090
              --token TEXT          of a user, from `./5gmc ctl subscriber token`
              --chatbots N          there are so many, default 50000
              --connections N       default 16
              --rate N              questions a second, default 100
              --warmup S            default 2
              --seconds S           that are measured, default 10
              --pid PID[,PID...]    processes whose CPU time is measured
              --json FILE           the figures as one JSON object

            exit status: 0 all answered as they should be; 1 not; 2 wrong arguments
            """;

    private static final Set<String> KNOWN =
            Set.of(
                    "--server",
                    "--token",
                    "--chatbots",
                    "--connections",
                    "--rate",
                    "--warmup",
                    "--seconds",
                    "--pid",
                    "--json");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{1,512}");
    private static final int DAY = 86_400;

    /// Throws [IllegalArgumentException] with a readable message.
    static DirectoryOptions parse(List<String> args) {
        Arguments given = Arguments.of(args, KNOWN, Set.of());
        return new DirectoryOptions(
                given.address("--server", "127.0.0.1:8090"),
                given.matching("--token", "", TOKEN),
                given.whole("--chatbots", 50_000, 1, 1_000_000),
                given.whole("--connections", 16, 1, 1_000),
                given.whole("--rate", 100, 1, 100_000),
                given.whole("--warmup", 2, 0, DAY),
                given.whole("--seconds", 10, 1, DAY),
                given.pids("--pid"),
                given.path("--json"));
    }

    String host() {
        return server.getHostString() + ":" + server.getPort();
    }
}
