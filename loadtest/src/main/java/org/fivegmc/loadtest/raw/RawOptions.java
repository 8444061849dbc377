package org.fivegmc.loadtest.raw;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Map<String, String> DEFAULTS =
            Map.ofEntries(
                    Map.entry("--method", "message"),
                    Map.entry("--server", "127.0.0.1:5060"),
                    Map.entry("--transport", "udp"),
                    Map.entry("--domain", "rcs.local"),
                    Map.entry("--window", ""),
                    Map.entry("--rate", "0"),
                    Map.entry("--seconds", ""),
                    Map.entry("--warmup", ""),
                    Map.entry("--messages", "0"),
                    Map.entry("--users", "10000"),
                    Map.entry("--first-user", "0"),
                    Map.entry("--order", "random"),
                    Map.entry("--answer", "0"),
                    Map.entry("--devices-second-share", "0"),
                    Map.entry("--body", "900"),
                    Map.entry("--from", "+8613900000001"),
                    Map.entry("--expires", "3600"),
                    Map.entry("--password", ""),
                    Map.entry("--connections", ""),
                    Map.entry("--settle", "5"),
                    Map.entry("--local", "127.0.0.1"),
                    Map.entry("--pid", ""),
                    Map.entry("--json", ""));

    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{3,15}");

    /// Throws [IllegalArgumentException] with a readable message.
    static RawOptions parse(List<String> args) {
        Values values = Values.of(args);
        Method method = values.choice("--method", Method.class);
        boolean tcp = values.choice("--transport", Protocol.class) == Protocol.TCP;
        double rate = values.decimal("--rate", 0, MAX_RATE);
        long messages = values.whole("--messages", 0, SequenceSet.LIMIT);
        boolean counted = messages > 0;
        int users = (int) values.whole("--users", 1, NUMBERS);
        RawOptions options =
                new RawOptions(
                        method,
                        values.address("--server"),
                        SocketAddress4.of(values.text("--local"), 0),
                        tcp,
                        values.matching("--domain", DOMAIN),
                        (int)
                                values.or("--window", rate > 0 ? RequestId.MAX_SLOTS : 64)
                                        .whole("--window", 1, RequestId.MAX_SLOTS),
                        rate,
                        values.or("--seconds", counted ? BOUND_WITH_MESSAGES : 10)
                                .decimal("--seconds", 0.1, MAX_SECONDS),
                        values.or("--warmup", counted ? 0 : 2).decimal("--warmup", 0, MAX_SECONDS),
                        messages,
                        users,
                        (int) values.whole("--first-user", 0, NUMBERS - users),
                        values.choice("--order", Order.class) == Order.RANDOM,
                        (int) values.whole("--answer", 0, 65_535),
                        every(values.decimal("--devices-second-share", 0, 1)),
                        (int) values.whole("--body", 300, MAX_BODY),
                        values.flag("--imdn"),
                        (int)
                                values.or("--connections", tcp ? 4 : 1)
                                        .whole("--connections", 1, MAX_CONNECTIONS),
                        (int) values.whole("--expires", 0, Integer.MAX_VALUE),
                        values.text("--password"),
                        values.matching("--from", NUMBER),
                        values.decimal("--settle", 0, 3600),
                        values.pids("--pid"),
                        Optional.of(values.text("--json"))
                                .filter(text -> !text.isEmpty())
                                .map(Path::of));
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

    /// What was given, by name.
    private record Values(Map<String, String> given) {
        static Values of(List<String> args) {
            Map<String, String> given = new HashMap<>(DEFAULTS);
            for (int at = 0; at < args.size(); at++) {
                String name = args.get(at);
                if (name.equals("--imdn")) {
                    given.put(name, "yes");
                } else if (DEFAULTS.containsKey(name) && at + 1 < args.size()) {
                    given.put(name, args.get(++at));
                } else {
                    throw new IllegalArgumentException("not an option with a value: " + name);
                }
            }
            return new Values(given);
        }

        Values or(String name, int otherwise) {
            return given.getOrDefault(name, "").isEmpty()
                    ? new Values(Map.of(name, Integer.toString(otherwise)))
                    : this;
        }

        String text(String name) {
            return given.getOrDefault(name, "");
        }

        boolean flag(String name) {
            return given.containsKey(name);
        }

        String matching(String name, Pattern pattern) {
            String text = text(name);
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(name + " cannot be " + text);
            }
            return text;
        }

        <E extends Enum<E>> E choice(String name, Class<E> type) {
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text(name))) {
                    return constant;
                }
            }
            throw new IllegalArgumentException(
                    "%s must be one of %s"
                            .formatted(
                                    name,
                                    Arrays.stream(type.getEnumConstants())
                                            .map(c -> c.name().toLowerCase(java.util.Locale.ROOT))
                                            .collect(Collectors.joining(", "))));
        }

        long whole(String name, long least, long most) {
            try {
                long value = Long.parseLong(text(name));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "%s must be a whole number from %d to %d".formatted(name, least, most));
        }

        double decimal(String name, double least, double most) {
            try {
                double value = Double.parseDouble(text(name));
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw new IllegalArgumentException(
                    "%s must be a number from %s to %s".formatted(name, least, most));
        }

        SocketAddress4 address(String name) {
            String text = text(name);
            int colon = text.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(name + " must be HOST:PORT");
            }
            Values port = new Values(Map.of(name, text.substring(colon + 1)));
            return SocketAddress4.of(text.substring(0, colon), (int) port.whole(name, 1, 65_535));
        }

        List<Long> pids(String name) {
            if (text(name).isEmpty()) {
                return List.of();
            }
            return Arrays.stream(text(name).split(",", -1))
                    .map(pid -> new Values(Map.of(name, pid)).whole(name, 1, Integer.MAX_VALUE))
                    .toList();
        }
    }
}
