package org.fivegmc.loadtest.smppsink;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.loadtest.options.Arguments;

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
        Arguments given = Arguments.of(args, KNOWN);
        int[] delays = given.span("--receipt-delay", "0-50", MOST_DELAY);
        return new SinkOptions(
                new InetSocketAddress(
                        given.host("--local", "127.0.0.1"), given.port("--port", 2775)),
                given.text("--system-id"),
                given.text("--password"),
                delays[0],
                delays[1],
                ReceiptForm.named(given.text("--receipt-form", "both")),
                given.whole("--window", 500, 1, 100_000),
                given.whole("--threads", 4, 1, 256),
                Duration.ofSeconds(given.whole("--seconds", 0, 0, MOST_SECONDS)),
                Duration.ofSeconds(given.whole("--every", 5, 0, MOST_SECONDS)),
                given.path("--json"));
    }
}
