package org.fivegmc.loadtest.smppsink;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The arguments of [SmscSink]. Delays of receipts are milliseconds, chosen evenly from least to
/// most.
record SinkOptions(
        InetSocketAddress listen,
        Optional<String> systemId,
        Optional<String> password,
        int leastDelay,
        int mostDelay,
        ReceiptForm form,
        int window,
        int threads,
        Duration seconds,
        Duration every,
        Optional<Path> json) {
    static final String USAGE =
            """
            usage: ./5gmc load smsc [options]

            An SMSC for SMPP 3.4: takes binds, answers every submit_sm, and sends a receipt
            (DELIVRD) for each that asks for one. Counts receipts until they are acknowledged, and
            sends those again that are not. Ends on SIGTERM or after --seconds.

              --port N              default 2775; 0 takes a free one and prints it
              --local ADDRESS       to listen on, default 127.0.0.1
              --system-id ID        the only account, default: any
              --password P          its password, default: any
              --receipt-delay MS    or MS-MS, chosen evenly; default 0-50
              --receipt-form FORM   text, tlv (receipted_message_id and message_state), or both;
                                    default both
              --window N            receipts without an answer, over all binds; default 500
              --threads N           that answer each bind, default 4
              --seconds N           default 0: until SIGTERM
              --every S             between lines of progress, default 5; 0: none
              --json FILE           the figures as one JSON object

            exit status: 0 something was submitted and every receipt acknowledged, 1 not, 2 wrong
            arguments
            """;

    private static final Set<String> KNOWN =
            Set.of(
                    "--port",
                    "--local",
                    "--system-id",
                    "--password",
                    "--receipt-delay",
                    "--receipt-form",
                    "--window",
                    "--threads",
                    "--seconds",
                    "--every",
                    "--json");
    private static final int MOST_DELAY = 3_600_000;
    private static final int MOST_SECONDS = 30 * 86_400;

    /// Throws [IllegalArgumentException] with a readable message.
    static SinkOptions parse(List<String> args) {
        Map<String, String> values = new HashMap<>();
        for (int at = 0; at < args.size(); at += 2) {
            if (!KNOWN.contains(args.get(at)) || at + 1 == args.size()) {
                throw new IllegalArgumentException("not an option with a value: " + args.get(at));
            }
            values.put(args.get(at), args.get(at + 1));
        }
        String[] delays = values.getOrDefault("--receipt-delay", "0-50").split("-", 2);
        int least = whole("--receipt-delay", delays[0], 0, MOST_DELAY);
        int most =
                delays.length == 1 ? least : whole("--receipt-delay", delays[1], least, MOST_DELAY);
        return new SinkOptions(
                new InetSocketAddress(
                        address(values.getOrDefault("--local", "127.0.0.1")),
                        whole("--port", values.getOrDefault("--port", "2775"), 0, 65_535)),
                Optional.ofNullable(values.get("--system-id")),
                Optional.ofNullable(values.get("--password")),
                least,
                most,
                ReceiptForm.named(values.getOrDefault("--receipt-form", "both")),
                whole("--window", values.getOrDefault("--window", "500"), 1, 100_000),
                whole("--threads", values.getOrDefault("--threads", "4"), 1, 256),
                Duration.ofSeconds(
                        whole("--seconds", values.getOrDefault("--seconds", "0"), 0, MOST_SECONDS)),
                Duration.ofSeconds(
                        whole("--every", values.getOrDefault("--every", "5"), 0, MOST_SECONDS)),
                Optional.ofNullable(values.get("--json")).map(Path::of));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException _) {
            throw new IllegalArgumentException("no such host: " + text);
        }
    }

    private static int whole(String name, String text, int least, int most) {
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
