package org.fivegmc.loadtest.handsets;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.handsets.LoadProfile.Reports;
import org.fivegmc.loadtest.handsets.LoadProfile.Transport;

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
        HandsetOptions options = new Values(values).options(scenario);
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

    private record Values(Map<String, String> given) {
        private HandsetOptions options(Scenario scenario) {
            boolean paced = scenario == Scenario.DRAIN || scenario == Scenario.STORM;
            boolean soak = scenario == Scenario.SOAK;
            if (given.containsKey("--rate") && given.containsKey("--window")) {
                throw new IllegalArgumentException("--rate or --window, not both");
            }
            boolean windowed =
                    given.containsKey("--window")
                            || !given.containsKey("--rate")
                                    && (scenario == Scenario.TALK || scenario == Scenario.DRAIN);
            double away = scenario == Scenario.AWAY ? 0.2 : 0;
            return new HandsetOptions(
                    scenario,
                    profile(scenario),
                    whole("--loops", 1, 1, 64),
                    even(whole("--handsets", 1000, 2, 50_000_000)),
                    whole("--devices", 100_000, 1, 50_000_000),
                    windowed ? 0 : number("--rate", 1000, 0.1, 1_000_000),
                    windowed ? whole("--window", 256, 1, 500_000) : 0,
                    number("--register-rate", paced ? 2000 : 0, 0, 1_000_000),
                    Duration.ofSeconds(whole("--seconds", 10, 1, MOST_SECONDS)),
                    Duration.ofSeconds(whole("--warmup", 2, 0, 3600)),
                    Duration.ofSeconds(whole("--settle", 40, 1, DAY)),
                    Duration.ofSeconds(whole("--every", soak ? 10 : 2, 1, DAY)),
                    number("--away-share", away, 0, 0.9),
                    Duration.ofMillis((long) (1000 * number("--away-for", 3, 0.1, DAY))),
                    whole("--recipients", 10_000, 1, 50_000_000),
                    whole("--senders", 100, 1, 10_000_000),
                    whole("--each", 5, 1, Ledger.WINDOW),
                    pids(),
                    Optional.ofNullable(given.get("--json")).map(Path::of));
        }

        private LoadProfile profile(Scenario scenario) {
            Transport transport = word("--transport", Transport.UDP, Transport.values());
            Reports reports =
                    word(
                            "--reports",
                            scenario == Scenario.DRAIN ? Reports.NONE : Reports.BOTH,
                            Reports.values());
            return new LoadProfile(
                    server(given.getOrDefault("--server", "127.0.0.1:5060")),
                    address(given.getOrDefault("--local", "127.0.0.1")),
                    transport,
                    whole("--sockets", transport == Transport.UDP ? UDP_SOCKETS : 0, 0, 10_000),
                    given.getOrDefault("--domain", "rcs.local"),
                    whole("--first-user", 0, 0, Crowd.MAX - 1),
                    whole("--expires", 3600, 1, 30 * DAY),
                    whole("--body", 900, RequestWriter.LEAST_BODY, Draft.CAPACITY / 2),
                    reports,
                    1_000_000L * whole("--late", 30, 1, DAY),
                    1_000L * whole("--read-delay", 0, 0, 3_600_000),
                    Optional.ofNullable(given.get("--password")));
        }

        private List<Long> pids() {
            try {
                return Arrays.stream(given.getOrDefault("--pid", "").split(",", -1))
                        .filter(one -> !one.isBlank())
                        .map(Long::valueOf)
                        .toList();
            } catch (NumberFormatException _) {
                throw new IllegalArgumentException("--pid wants process ids with commas between");
            }
        }

        private int whole(String name, int byDefault, int least, int most) {
            String text = given.get(name);
            if (text == null) {
                return byDefault;
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

        private double number(String name, double byDefault, double least, double most) {
            String text = given.get(name);
            if (text == null) {
                return byDefault;
            }
            try {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "%s must be a number from %s to %s".formatted(name, least, most));
        }

        private <E extends Enum<E>> E word(String name, E byDefault, E[] all) {
            String text = given.get(name);
            if (text == null) {
                return byDefault;
            }
            return Arrays.stream(all)
                    .filter(one -> one.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException(
                                    "%s must be one of %s".formatted(name, Arrays.toString(all))));
        }

        private static int even(int count) {
            return count + (count & 1);
        }

        private static InetSocketAddress server(String text) {
            int colon = text.lastIndexOf(':');
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                return new InetSocketAddress(address(text.substring(0, Math.max(0, colon))), port);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("--server wants HOST:PORT", wrong);
            }
        }

        private static InetAddress address(String text) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException _) {
                throw new IllegalArgumentException("no such host: " + text);
            }
        }
    }
}
