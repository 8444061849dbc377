package org.fivegmc.loadtest.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.fivegmc.loadtest.handsets.Conversations;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;

/// Kills a server with SIGKILL at random moments under load and checks that every message it
/// answered with 202 arrives, once, after all, and without help where the recipient stayed
/// registered. Some recipients are offline and register only at the end. [RichLedger] does it with
/// sessions, files and revocations. Exit status: 0 clean, 1 not, 2 wrong arguments, 3 the server
/// did not start.
public final class CrashLedger {
    static final Duration START_TIME = Duration.ofMinutes(1);
    private static final Duration SETTLE = Duration.ofMinutes(1);
    private static final Duration REGISTER_AGAIN = Duration.ofSeconds(5);
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
        LoadSite site;
        int status;
        if (options.play() == LedgerOptions.Play.RICH) {
            site = LoadSite.rich();
            status = new RichLedger(options, out, site).run();
        } else {
            site = LoadSite.create(LoadSite.Trust.LOOPBACK);
            status = new CrashLedger(options, out, site.sipPort(), site.command()).run();
        }
        if (status == 0) {
            site.close();
        } else {
            out.println("the server's configuration and data are kept in " + site.directory());
        }
        return status;
    }

    private int run() throws IOException, InterruptedException {
        ChildProcess process = start();
        try (Conversations peers =
                Conversations.open(server, LoadSite.DOMAIN, options.recipients())) {
            if (!UdpProbe.await(server, process, START_TIME)) {
                return dead(process);
            }
            registerAll(peers);
            peers.offer(options.rate());
            for (int kill = 1; kill <= options.kills(); kill++) {
                Thread.sleep(randomUptime(random, options));
                process.kill();
                process = start();
                if (!UdpProbe.await(server, process, START_TIME)) {
                    return dead(process);
                }
                Conversations.Books sofar = peers.books();
                out.printf(
                        "kill %d of %d: accepted %d, delivered %d%n",
                        kill, options.kills(), sofar.accepted(), sofar.arrived());
            }
            Thread.sleep(randomUptime(random, options));
            peers.offer(0);
            await(() -> peers.unanswered() == 0, SETTLE);
            // Who stayed registered gets everything without doing anything.
            await(() -> peers.waiting(options.offline()).isEmpty(), options.unaided());
            int stuck = peers.missing(peers.waiting(options.offline()));
            drain(peers);
            return report(peers.books(), stuck);
        } finally {
            process.close();
        }
    }

    /// All register, so that the server knows them; then the offline ones leave.
    private void registerAll(Conversations peers) throws InterruptedException {
        peers.register(IntStream.range(0, options.recipients()).boxed().toList());
        await(peers::settled, SETTLE);
        peers.leave(options.offline());
        await(peers::settled, SETTLE);
    }

    /// Everybody who misses something registers, again and again, until nothing is missing.
    private void drain(Conversations peers) throws InterruptedException {
        out.println("drain: all recipients register");
        long end = System.nanoTime() + options.drain().toNanos();
        while (System.nanoTime() < end) {
            List<Integer> waiting = peers.waiting(0);
            if (waiting.isEmpty()) {
                break;
            }
            peers.register(waiting);
            await(() -> peers.books().missing() == 0, REGISTER_AGAIN);
        }
        // A late duplicate would come now.
        Thread.sleep(LATE);
    }

    private int report(Conversations.Books books, int stuck) {
        out.printf("%n%-40s %10s%n", "ledger", "messages");
        row("offered", books.offered());
        row("accepted (202)", books.accepted());
        row("refused (3xx, 4xx, 6xx)", books.refused());
        row("delivered", books.arrived());
        row("missing: accepted, never delivered", books.missing());
        row("stuck: online, but not delivered unaided", stuck);
        row("SIP retransmissions seen", books.repeatedRequests());
        row("duplicates, dropped by Message-ID", books.duplicates());
        row("texts under another Message-ID", books.altered());
        row("out of order in their conversation", books.outOfOrder());
        row("strangers: never offered, or misdirected", books.strangers());
        boolean ordered = books.outOfOrder() == 0 || !options.failOnOrder();
        boolean clean = books.clean() && ordered && stuck == 0;
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

    /// Milliseconds that a server lives.
    static long randomUptime(Random random, LedgerOptions options) {
        return MIN_UPTIME_MILLIS + random.nextLong(options.maxUptime().toMillis());
    }

    private static void await(BooleanSupplier condition, Duration patience)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(STEP_MILLIS);
        }
    }
}
