package org.fivegmc.loadtest.handsets;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.LoadProfile.Transport;
import org.fivegmc.loadtest.options.Arguments;

/// The arguments of [Handsets]. A rate or window of 0 is none.
record HandsetOptions(
        Scenario scenario,
        LoadProfile profile,
        int loops,
        int handsets,
        int devices,
        double rate,
        int window,
        double registerRate,
        Duration seconds,
        Duration warmup,
        Duration settle,
        Duration every,
        double awayShare,
        Duration awayFor,
        int recipients,
        int senders,
        int each,
        List<Long> pids,
        Optional<Path> json) {

    /// What is played.
    enum Scenario {
        TALK,
        AWAY,
        DRAIN,
        STORM,
        SOAK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final String USAGE =
            """
            usage: ./5gmc load handsets SCENARIO [options]

            scenarios
              talk    handsets register; pairs of them talk, with reports
              away    the same, while a share of them goes away and comes back all the time
              drain   messages are stored for recipients who are away; then these register one after
                      another, and everything must come, once, in order
              storm   devices register at a rate while others talk
              soak    talk for long, with a line for each window

            what is sent
              --handsets N          that talk, default 1000 (drain: see --recipients)
              --rate N              messages a second, at fixed times (away, storm, soak: 1000)
              --window N            or so many under way, reports included (talk: 256)
              --body BYTES          of the CPIM body, default 900
              --reports WHICH       both, delivered or none; default both (drain: none)
              --read-delay MS       from delivered to displayed, default 0
              --register-rate N     registrations a second (drain, storm: 2000; else 0: as fast as
                                    they are answered)
              --expires S           of registrations, default 3600; refreshed at half time
              --away-share X        of the handsets away at any time, default 0.2 (away), 0 (soak)
              --away-for S          how long each stays away, default 3
              --recipients N        drain: default 10000
              --each N              drain: messages for each of them, default 5, at most 64
              --senders N           drain: default 100
              --devices N           storm: default 100000

            how
              --server HOST:PORT    default 127.0.0.1:5060
              --transport T         udp or tcp, default udp
              --sockets N           of each loop, shared by its handsets: UDP 16; TCP 0, a
                                    connection for each handset
              --loops N             threads, default 1
              --local ADDRESS       to send from, default 127.0.0.1
              --domain NAME         default rcs.local
              --first-user N        the handsets' numbers are +86138 and eight digits from here up,
                                    default 0
              --password P          of every handset; the user name is the number

            how long, and what is checked
              --seconds N           measured, default 10
              --warmup N            before it, default 2
              --settle S            for the last messages to arrive, at most, default 40
              --late S              later than this after it was sent, or after its recipient came
                                    back, is late; default 30
              --every S             between lines of progress, default 10 (soak), else 2
              --pid PID[,PID]       processes whose CPU time is measured
              --json FILE           the figures as one JSON object

            exit status: 0 the ledger is clean, 1 it is not or nothing arrived, 2 wrong arguments
            """;

    private static final Set<String> KNOWN =
            Set.of(
                    "--handsets",
                    "--rate",
                    "--window",
                    "--body",
                    "--reports",
                    "--read-delay",
                    "--register-rate",
                    "--expires",
                    "--away-share",
                    "--away-for",
                    "--recipients",
                    "--each",
                    "--senders",
                    "--devices",
                    "--server",
                    "--transport",
                    "--sockets",
                    "--loops",
                    "--local",
                    "--domain",
                    "--first-user",
                    "--password",
                    "--seconds",
                    "--warmup",
                    "--settle",
                    "--late",
                    "--every",
                    "--pid",
                    "--json");
    private static final int MOST_SECONDS = 30 * 86_400;
    private static final int DAY = 86_400;
    private static final int UDP_SOCKETS = 16;
    // Jars, the selector, standard streams.
    private static final int OTHER_FILES = 200;

    /// Throws [IllegalArgumentException] with a readable message.
    static HandsetOptions parse(List<String> args) {
        Scenario scenario = Arguments.scenario(args, Scenario.class);
        Arguments given = Arguments.of(args.subList(1, args.size()), KNOWN);
        HandsetOptions options = options(scenario, given);
        options.check();
        return options;
    }

    /// How many handsets there are in all.
    int crowd() {
        return switch (scenario) {
            case TALK, AWAY, SOAK -> handsets;
            case STORM -> handsets + devices;
            case DRAIN -> senders + recipients;
        };
    }

    private void check() {
        boolean tcp = profile.transport() == Transport.TCP;
        if (crowd() < 2 * loops) {
            throw new IllegalArgumentException("--loops: fewer than two handsets for each");
        }
        if (profile.firstNumber() + (long) crowd() > Crowd.MAX) {
            throw new IllegalArgumentException("--first-user: the numbers do not suffice");
        }
        if (!tcp && profile.sockets() == 0) {
            throw new IllegalArgumentException("--sockets must be at least 1 for UDP");
        }
        long files = tcp && profile.sockets() == 0 ? crowd() : (long) loops * profile.sockets();
        if (files + OTHER_FILES > openFiles()) {
            throw new IllegalArgumentException(
                    "%d sockets, but this process may open %d files: share them (--sockets)"
                            .formatted(files, openFiles()));
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static HandsetOptions options(Scenario scenario, Arguments given) {
        boolean paced = scenario == Scenario.DRAIN || scenario == Scenario.STORM;
        boolean soak = scenario == Scenario.SOAK;
        if (given.has("--rate") && given.has("--window")) {
            throw new IllegalArgumentException("--rate or --window, not both");
        }
        boolean windowed =
                given.has("--window")
                        || !given.has("--rate")
                                && (scenario == Scenario.TALK || scenario == Scenario.DRAIN);
        double away = scenario == Scenario.AWAY ? 0.2 : 0;
        return new HandsetOptions(
                scenario,
                profile(scenario, given),
                given.whole("--loops", 1, 1, 64),
                even(given.whole("--handsets", 1000, 2, 50_000_000)),
                given.whole("--devices", 100_000, 1, 50_000_000),
                windowed ? 0 : given.number("--rate", 1000, 0.1, 1_000_000),
                windowed ? given.whole("--window", 256, 1, 500_000) : 0,
                given.number("--register-rate", paced ? 2000 : 0, 0, 1_000_000),
                Duration.ofSeconds(given.whole("--seconds", 10, 1, MOST_SECONDS)),
                Duration.ofSeconds(given.whole("--warmup", 2, 0, 3600)),
                Duration.ofSeconds(given.whole("--settle", 40, 1, DAY)),
                Duration.ofSeconds(given.whole("--every", soak ? 10 : 2, 1, DAY)),
                given.number("--away-share", away, 0, 0.9),
                Duration.ofMillis((long) (1000 * given.number("--away-for", 3, 0.1, DAY))),
                given.whole("--recipients", 10_000, 1, 50_000_000),
                given.whole("--senders", 100, 1, 10_000_000),
                given.whole("--each", 5, 1, Ledger.WINDOW),
                given.pids("--pid"),
                given.path("--json"));
    }

    private static LoadProfile profile(Scenario scenario, Arguments given) {
        Transport transport = given.word("--transport", Transport.UDP);
        Reports reports =
                given.word("--reports", scenario == Scenario.DRAIN ? Reports.NONE : Reports.BOTH);
        return new LoadProfile(
                given.address("--server", "127.0.0.1:5060"),
                given.host("--local", "127.0.0.1"),
                transport,
                given.whole("--sockets", transport == Transport.UDP ? UDP_SOCKETS : 0, 0, 10_000),
                given.text("--domain", "rcs.local"),
                given.whole("--first-user", 0, 0, Crowd.MAX - 1),
                given.whole("--expires", 3600, 1, 30 * DAY),
                given.whole("--body", 900, RequestWriter.LEAST_BODY, Draft.CAPACITY / 2),
                reports,
                1_000_000L * given.whole("--late", 30, 1, DAY),
                1_000L * given.whole("--read-delay", 0, 0, 3_600_000),
                given.text("--password"));
    }

    private static int even(int count) {
        return count + (count & 1);
    }
}
