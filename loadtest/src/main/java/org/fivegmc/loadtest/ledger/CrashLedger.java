package org.fivegmc.loadtest.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.process.ServerCommand;

/// Kills a server with SIGKILL at random moments under load and checks that every message it
/// answered with 202 arrives, once, after all. Some recipients are offline and register only at the
/// end. Exit status: 0 clean, 1 not, 2 wrong arguments, 3 the server did not start.
///
/// `CrashLedger --server-command "./5gmc run --config ledger.yaml" --port 5060 [--kills 20] ...`;
/// the server must trust 127.0.0.1 and know (or accept) the numbers from `+8613900000000` up, and
/// must keep its data between starts.
public final class CrashLedger {
    private static final Duration START_TIME = Duration.ofMinutes(1);
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration REGISTER_AGAIN = Duration.ofSeconds(5);
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final long STEP_MILLIS = 100;
    private static final long MIN_UPTIME_MILLIS = 200;

    private final LedgerOptions options;
    private final PrintStream out;
    private final InetSocketAddress server;
    private final Random random;

    private CrashLedger(LedgerOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.server = Ports.loopback(options.port());
        this.random = new Random(options.seed());
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System.out));
    }

    static int run(List<String> args, PrintStream out) throws IOException, InterruptedException {
        try {
            return new CrashLedger(LedgerOptions.parse(args), out).run();
        } catch (IllegalArgumentException wrong) {
            out.println(wrong.getMessage());
            out.println("options and defaults: --server-command COMMAND " + LedgerOptions.DEFAULTS);
            return 2;
        }
    }

    private int run() throws IOException, InterruptedException {
        ChildProcess process = start();
        try (LoadPeer peer = LoadPeer.open(server)) {
            if (!UdpProbe.await(server, process, START_TIME)) {
                return dead(process);
            }
            registerOnline(peer);
            await(() -> peer.unanswered() == 0, SETTLE);
            for (int n = 0; n < options.recipients(); n++) {
                peer.converse(sender(n), recipient(n));
            }
            peer.offer(options.rate());
            for (int kill = 1; kill <= options.kills(); kill++) {
                Thread.sleep(randomUptime());
                process.kill();
                process = start();
                if (!UdpProbe.await(server, process, START_TIME)) {
                    return dead(process);
                }
                Ledger.Totals sofar = peer.ask(peer.ledger()::totals);
                out.printf(
                        "kill %d of %d: accepted %d, delivered %d%n",
                        kill, options.kills(), sofar.accepted(), sofar.delivered());
            }
            Thread.sleep(randomUptime());
            peer.offer(0);
            await(() -> peer.unanswered() == 0, SETTLE);
            drain(peer);
            return report(peer.ask(peer.ledger()::totals));
        } finally {
            process.close();
        }
    }

    private void registerOnline(LoadPeer peer) {
        for (int n = options.offline(); n < options.recipients(); n++) {
            peer.register(recipient(n));
        }
    }

    /// Everybody who misses something registers, again and again, until nothing is missing.
    private void drain(LoadPeer peer) throws InterruptedException {
        out.println("drain: all recipients register");
        long end = System.nanoTime() + options.drain().toNanos();
        while (System.nanoTime() < end) {
            List<String> waiting =
                    peer.ask(() ->
                            peer.ledger().conversations().stream()
                                    .filter(c -> c.missing() > 0)
                                    .map(Ledger.Conversation::recipient)
                                    .toList());
            if (waiting.isEmpty()) {
                break;
            }
            waiting.forEach(peer::register);
            await(() -> peer.ask(peer.ledger()::totals).missing() == 0, REGISTER_AGAIN);
        }
        // A late duplicate would come now.
        Thread.sleep(LATE);
    }

    private int report(Ledger.Totals totals) {
        out.printf("%n%-40s %10s%n", "ledger", "messages");
        row("offered", totals.offered());
        row("accepted (202)", totals.accepted());
        row("refused (3xx, 4xx, 6xx)", totals.refused());
        row("delivered", totals.delivered());
        row("missing: accepted, never delivered", totals.missing());
        row("SIP retransmissions seen", totals.retransmissions());
        row("duplicates on the wire", totals.duplicatesOnWire());
        row("duplicates after Message-ID dedup", totals.duplicatesAfterDedup());
        row("out of order in their conversation", totals.outOfOrder());
        row("strangers: never offered, or misdirected", totals.strangers());
        boolean ordered = totals.outOfOrder() == 0 || !options.failOnOrder();
        boolean clean = totals.clean() && ordered;
        out.println(clean ? "clean" : "NOT CLEAN");
        return clean ? 0 : 1;
    }

    private void row(String name, long value) {
        out.printf("%-40s %10d%n", name, value);
    }

    private int dead(ChildProcess process) {
        out.println("the server does not answer on " + server);
        process.tail().forEach(line -> out.println("    " + line));
        return 3;
    }

    private ChildProcess start() {
        return ChildProcess.start(
                "server",
                new ServerCommand(options.serverCommand()).withPort(options.port()),
                Path.of("").toAbsolutePath(),
                _ -> {});
    }

    private long randomUptime() {
        return MIN_UPTIME_MILLIS + random.nextLong(options.maxUptime().toMillis());
    }

    private static void await(BooleanSupplier condition, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    private static String recipient(int n) {
        return "+86139%08d".formatted(n);
    }

    private static String sender(int n) {
        return "+86138%08d".formatted(n);
    }
}
