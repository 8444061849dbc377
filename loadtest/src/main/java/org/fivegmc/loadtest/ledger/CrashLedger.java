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
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;

/// Kills a server with SIGKILL at random moments under load and checks that every message it
/// answered with 202 arrives, once, after all, and without help where the recipient stayed
/// registered. Some recipients are offline and register only at the end. Exit status: 0 clean, 1
/// not, 2 wrong arguments, 3 the server did not start.
public final class CrashLedger {
    private static final Duration START_TIME = Duration.ofMinutes(1);
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration REGISTER_AGAIN = Duration.ofSeconds(5);
    private static final Duration UNAIDED = Duration.ofSeconds(20);
    private static final Duration LATE = Duration.ofSeconds(2);
    private static final long STEP_MILLIS = 100;
    private static final long MIN_UPTIME_MILLIS = 200;

    private final LedgerOptions options;
    private final PrintStream out;
    private final InetSocketAddress server;
    private final List<String> command;
    private final Random random;

    private CrashLedger(LedgerOptions options, PrintStream out, int port, List<String> command) {
        this.options = options;
        this.out = out;
        this.server = Ports.loopback(port);
        this.command = command;
        this.random = new Random(options.seed());
    }

    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System.out));
    }

    static int run(List<String> args, PrintStream out) throws IOException, InterruptedException {
        if (args.contains("--help")) {
            out.print(LedgerOptions.USAGE);
            return 0;
        }
        LedgerOptions options;
        try {
            options = LedgerOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("ledger: " + wrong.getMessage());
            out.print(LedgerOptions.USAGE);
            return 2;
        }
        if (options.serverCommand().isPresent()) {
            int port = options.port() == 0 ? Ports.free() : options.port();
            List<String> command = options.serverCommand().get().withPort(port);
            return new CrashLedger(options, out, port, command).run();
        }
        LoadSite site = LoadSite.create(LoadSite.Trust.LOOPBACK);
        int status = new CrashLedger(options, out, site.sipPort(), site.command()).run();
        if (status == 0) {
            site.close();
        } else {
            out.println("the server's configuration and data are kept in " + site.directory());
        }
        return status;
    }

    private int run() throws IOException, InterruptedException {
        ChildProcess process = start();
        try (LoadPeer peer = LoadPeer.open(server)) {
            if (!UdpProbe.await(server, process, START_TIME)) {
                return dead(process);
            }
            registerAll(peer);
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
            // Who stayed registered gets everything without doing anything.
            await(() -> missing(peer, options.offline()) == 0, UNAIDED);
            int stuck = missing(peer, options.offline());
            drain(peer);
            return report(peer.ask(peer.ledger()::totals), stuck);
        } finally {
            process.close();
        }
    }

    /// What recipients from `first` on have not got.
    private static int missing(LoadPeer peer, int first) {
        return peer.ask(() ->
                peer.ledger().conversations().stream()
                        .skip(first)
                        .mapToInt(Ledger.Conversation::missing)
                        .sum());
    }

    /// All register, so that the server knows them; then the offline ones leave.
    private void registerAll(LoadPeer peer) throws InterruptedException {
        for (int n = 0; n < options.recipients(); n++) {
            peer.register(recipient(n));
        }
        await(() -> peer.unanswered() == 0, SETTLE);
        for (int n = 0; n < options.offline(); n++) {
            peer.unregister(recipient(n));
        }
        await(() -> peer.unanswered() == 0, SETTLE);
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

    private int report(Ledger.Totals totals, int stuck) {
        out.printf("%n%-40s %10s%n", "ledger", "messages");
        row("offered", totals.offered());
        row("accepted (202)", totals.accepted());
        row("refused (3xx, 4xx, 6xx)", totals.refused());
        row("delivered", totals.delivered());
        row("missing: accepted, never delivered", totals.missing());
        row("stuck: online, but not delivered unaided", stuck);
        row("SIP retransmissions seen", totals.retransmissions());
        row("duplicates on the wire", totals.duplicatesOnWire());
        row("duplicates after Message-ID dedup", totals.duplicatesAfterDedup());
        row("out of order in their conversation", totals.outOfOrder());
        row("strangers: never offered, or misdirected", totals.strangers());
        boolean ordered = totals.outOfOrder() == 0 || !options.failOnOrder();
        boolean clean = totals.clean() && ordered && stuck == 0;
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
        return ChildProcess.start("server", command, Path.of("").toAbsolutePath(), _ -> {});
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
