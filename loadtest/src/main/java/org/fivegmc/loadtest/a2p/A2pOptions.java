package org.fivegmc.loadtest.a2p;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [A2pLoad].
///
/// @param listen `reports`: where the webhook is; `bare`: where the server is; 0 for any port
/// @param rate messages a second; 0 for as fast as they are answered
/// @param sms whether they may leave as SMS
/// @param most messages, after which it ends early
/// @param settle seconds that the last status may take
record A2pOptions(
        Scenario scenario,
        InetSocketAddress server,
        String chatbot,
        String appId,
        String appKey,
        String signingToken,
        int listen,
        int firstUser,
        int users,
        int connections,
        int rate,
        boolean sms,
        String text,
        int most,
        int warmup,
        int seconds,
        int settle,
        List<Long> pids,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load a2p SCENARIO [options]

            Messages of one chatbot, dialect of China Telecom and China Unicom, each to one user, by
            HTTP/1.1 on connections that are kept open, one request at a time on each. A request
            without an answer, one that is answered with "busy" and one whose access token has
            ended are made again as they were.

              submit      without reports
              reports     reports are asked for, and awaited at a webhook of this tool: the ledger
                          wants delivered or failed for each message, one of the two
              bare        instead, a server that reads the JSON of every request, answers, and does
                          nothing else; ends on SIGTERM

              --server HOST:PORT    default 127.0.0.1:8091
              --chatbot URI         default sip:106500@botplatform.rcs.local
              --app-id TEXT         default app1
              --app-key TEXT        default key1
              --signing-token TEXT  of the webhook, default tok1
              --listen PORT         of the webhook or the bare server, default 9000
              --first-user N        default 0: users are +86138 and eight digits
              --users N             written to in turn, default 10000
              --connections N       default 32
              --rate N              messages a second; latencies count from when each is due.
                                    Default: each when the one before it is answered
              --sms                 they may leave as SMS, with the same text
              --text TEXT           default 您的包裹已到，取件码 8-2-1024
              --most N              no more messages than this in all, default 5000000
              --warmup S            default 2
              --seconds S           that are measured, default 10
              --settle S            reports: wait no longer than this for the next one, default 20
              --pid PID[,PID...]    processes whose CPU time is measured
              --json FILE           the figures as one JSON object

            exit status: 0 all taken, and reported on once; 1 not; 2 wrong arguments
            """;

    private static final String SMS = "--sms";

    private static final Set<String> KNOWN =
            Set.of(
                    "--server",
                    "--chatbot",
                    "--app-id",
                    "--app-key",
                    "--signing-token",
                    "--listen",
                    "--first-user",
                    "--users",
                    "--connections",
                    "--rate",
                    "--text",
                    "--most",
                    "--warmup",
                    "--seconds",
                    "--settle",
                    "--pid",
                    "--json");

    /// What can stand in a JSON text and in a path as it is.
    private static final Pattern PLAIN = Pattern.compile("[^\\p{Cntrl}\"\\\\]{1,2000}");

    private static final Pattern ADDRESS = Pattern.compile("sip:[A-Za-z0-9.@_-]{1,200}");
    private static final int MOST_USERS = 50_000_000;
    private static final int DAY = 86_400;

    enum Scenario {
        SUBMIT,
        REPORTS,
        BARE
    }

    /// As it stands in requests.
    String host() {
        return server.getHostString() + ":" + server.getPort();
    }

    boolean reports() {
        return scenario == Scenario.REPORTS;
    }

    /// Throws [IllegalArgumentException] with a readable message.
    static A2pOptions parse(List<String> args) {
        Scenario scenario = Arguments.scenario(args, Scenario.class);
        Arguments given = Arguments.of(args.subList(1, args.size()), KNOWN, Set.of(SMS));
        return new A2pOptions(
                scenario,
                given.address("--server", "127.0.0.1:8091"),
                given.matching("--chatbot", "sip:106500@botplatform.rcs.local", ADDRESS),
                given.matching("--app-id", "app1", PLAIN),
                given.matching("--app-key", "key1", PLAIN),
                given.text("--signing-token", "tok1"),
                given.port("--listen", 9000),
                given.whole("--first-user", 0, 0, MOST_USERS),
                given.whole("--users", 10_000, 1, MOST_USERS),
                given.whole("--connections", 32, 1, 10_000),
                given.whole("--rate", 0, 0, 1_000_000),
                given.has(SMS),
                given.matching("--text", "您的包裹已到，取件码 8-2-1024", PLAIN),
                given.whole("--most", 5_000_000, 1, 200_000_000),
                given.whole("--warmup", 2, 0, DAY),
                given.whole("--seconds", 10, 1, DAY),
                given.whole("--settle", 20, 0, DAY),
                given.pids("--pid"),
                given.path("--json"));
    }
}
