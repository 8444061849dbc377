package org.fivegmc.loadtest.raw;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [RawLoad], each within its limits.
///
/// @param rate requests a second, 0: closed loop
/// @param messages 0: no limit but the time
/// @param answer the recipient's port, 0: nobody answers
/// @param secondDevices the how many-th user has a second device, 0: none
record RawOptions(
        Method method,
        SocketAddress4 server,
        SocketAddress4 local,
        boolean tcp,
        String domain,
        int window,
        double rate,
        double seconds,
        double warmup,
        long messages,
        int users,
        int firstUser,
        boolean random,
        int answer,
        int secondDevices,
        int body,
        boolean imdn,
        int connections,
        int expires,
        String password,
        String from,
        double settle,
        List<Long> pids,
        Optional<Path> json) {
    enum Method {
        MESSAGE,
        REGISTER,
        OPTIONS
    }

    static final int MAX_BODY = 60_000;
    static final int MAX_SECONDS = 86_400;
    static final int MAX_CONNECTIONS = 64;
    static final int MAX_RATE = 5_000_000;
    private static final int NUMBERS = 100_000_000;
    private static final int BOUND_WITH_MESSAGES = 3600;

    static final String USAGE =
            """
            usage: ./5gmc load raw [options]
            One thread sends fixed requests as fast as the window or the rate says, and can be the
            recipient too. Needs Linux on a 64-bit processor.
              --method M           message (default), register or options
              --server HOST:PORT   default 127.0.0.1:5060
              --transport T        udp (default) or tcp
              --domain NAME        default rcs.local
              --window N           closed loop: requests under way, default 64
              --rate N             open loop: requests a second; latencies count from when a request
                                   should have left, however late it left. --window then limits what
                                   is under way, default and most 1048576
              --seconds S          how long is measured, default 10 (with --messages: 3600)
              --warmup S           before that, default 2 (with --messages: 0)
              --messages N         end after so many, warm-up included; with --method register after
                                   N users, each with all its devices
              --users N            recipients or registrants, default 10000
              --first-user M       they are +86138 and the eight digits from M upwards, default 0
              --order O            random (default) or sequential
              --answer PORT        be the recipient there: answers 200 and books what arrives.
                                   REGISTER names this port, and over UDP leaves from it
              --devices-second-share F
                                   0.1: every tenth user registers a second device; default 0
              --body BYTES         CPIM content of a MESSAGE, default 900 (about 1,900 with headers)
              --imdn               ask for delivery and display reports
              --from NUMBER        sender, default +8613900000001
              --expires S          of REGISTER, default 3600
              --password P         answer challenges of REGISTER (Digest with MD5 or SHA-256; the user
                                   name is the number)
              --connections N      sockets that requests leave by, up to 64; default 1 over UDP, 4
                                   over TCP
              --settle S           afterwards wait for accepted messages until none has come for so
                                   long, default 5
              --local ADDRESS      default 127.0.0.1
              --pid PID[,PID...]   processes whose CPU time is measured
              --json FILE          write the result there as one flat object
            Exit status: 0 complete, and no accepted message missing or delivered twice; 1 otherwise,
            or nothing accepted; 2 not understood.
            """;

    private static final String IMDN = "--imdn";

    private static final Set<String> KNOWN =
            Set.of(
                    "--method",
                    "--server",
                    "--transport",
                    "--domain",
                    "--window",
                    "--rate",
                    "--seconds",
                    "--warmup",
                    "--messages",
                    "--users",
                    "--first-user",
                    "--order",
                    "--answer",
                    "--devices-second-share",
                    "--body",
                    "--from",
                    "--expires",
                    "--password",
                    "--connections",
                    "--settle",
                    "--local",
                    "--pid",
                    "--json");

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");

    /// Throws [IllegalArgumentException] with a readable message.
    static RawOptions parse(List<String> args) {
        Arguments given = Arguments.of(args, KNOWN, Set.of(IMDN));
        Method method = given.word("--method", Method.MESSAGE);
        boolean tcp = given.word("--transport", Protocol.UDP) == Protocol.TCP;
        double rate = given.number("--rate", 0, 0, MAX_RATE);
        long messages = given.whole("--messages", 0L, 0, SequenceSet.LIMIT);
        boolean counted = messages > 0;
        int users = given.whole("--users", 10_000, 1, NUMBERS);
        InetSocketAddress server = given.address("--server", "127.0.0.1:5060");
        RawOptions options =
                new RawOptions(
                        method,
                        SocketAddress4.of(server.getHostString(), server.getPort()),
                        SocketAddress4.of(given.text("--local", "127.0.0.1"), 0),
                        tcp,
                        given.matching("--domain", "rcs.local", DOMAIN),
                        given.whole(
                                "--window",
                                rate > 0 ? RequestId.MAX_SLOTS : 64,
                                1,
                                RequestId.MAX_SLOTS),
                        rate,
                        given.number(
                                "--seconds", counted ? BOUND_WITH_MESSAGES : 10, 0.1, MAX_SECONDS),
                        given.number("--warmup", counted ? 0 : 2, 0, MAX_SECONDS),
                        messages,
                        users,
                        given.whole("--first-user", 0, 0, NUMBERS - users),
                        given.word("--order", Order.RANDOM) == Order.RANDOM,
                        given.port("--answer", 0),
                        every(given.number("--devices-second-share", 0, 0, 1)),
                        given.whole("--body", 900, 300, MAX_BODY),
                        given.has(IMDN),
                        given.whole("--connections", tcp ? 4 : 1, 1, MAX_CONNECTIONS),
                        given.whole("--expires", 3600, 0, Integer.MAX_VALUE),
                        given.text("--password", ""),
                        given.matching("--from", "+8613900000001", NUMBER),
                        given.number("--settle", 5, 0, 3600),
                        given.pids("--pid"),
                        given.path("--json"));
        if (options.secondDevices() > 0 && method != Method.REGISTER) {
            throw new IllegalArgumentException("--devices-second-share is for --method register");
        }
        return options;
    }

    private enum Protocol {
        UDP,
        TCP
    }

    private enum Order {
        RANDOM,
        SEQUENTIAL
    }

    private static int every(double share) {
        return share == 0 ? 0 : (int) Math.max(1, Math.round(1 / share));
    }

    /// How many requests the run is to send at most.
    long limit() {
        if (messages == 0) {
            return SequenceSet.LIMIT;
        }
        return Math.min(
                SequenceSet.LIMIT,
                method == Method.REGISTER
                        ? Population.membersOf(messages, secondDevices)
                        : messages);
    }
}
