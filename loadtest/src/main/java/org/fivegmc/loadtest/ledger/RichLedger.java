package org.fivegmc.loadtest.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.fivegmc.loadtest.process.ChildProcess;
import org.fivegmc.loadtest.process.LoadSite;
import org.fivegmc.loadtest.process.Ports;
import org.fivegmc.loadtest.report.FlatResult;
import org.fivegmc.loadtest.rich.RichLoad;
import org.fivegmc.loadtest.rich.RichPlan;
import org.fivegmc.loadtest.rich.RichPlay;

/// The ledger with everything a handset does: the server is killed in the middle of sessions,
/// uploads and revocations, and what it had answered is there afterwards.
final class RichLedger {
    private static final int MOST_OCTETS = 300_000;

    private final LedgerOptions options;
    private final PrintStream out;
    private final LoadSite site;
    private final RichPlan plan;
    private final Random random;

    RichLedger(LedgerOptions options, PrintStream out, LoadSite site) {
        this.options = options;
        this.out = out;
        this.site = site;
        this.random = new Random(options.seed());
        this.plan =
                new RichPlan(
                        site.sip(),
                        Optional.of(site.uploads()),
                        LoadSite.DOMAIN,
                        0,
                        "ledger-password",
                        options.pairs(),
                        MOST_OCTETS,
                        options.seed());
    }

    /// The exit status.
    int run() throws IOException, InterruptedException {
        ChildProcess process = start();
        try {
            if (!ready(process)) {
                return dead(process);
            }
            RichLoad.makeUsers(plan, site.httpPort());
            try (RichPlay play = RichPlay.open(plan)) {
                play.begin();
                for (int kill = 1; kill <= options.kills(); kill++) {
                    Thread.sleep(CrashLedger.randomUptime(random, options));
                    process.kill();
                    play.loseServer();
                    process.close();
                    process = start();
                    if (!ready(process)) {
                        return dead(process);
                    }
                    play.regainServer();
                    out.printf("kill %d of %d: %s%n", kill, options.kills(), play.progress());
                }
                Thread.sleep(CrashLedger.randomUptime(random, options));
                play.end();
                out.println("all are registered");
                play.settle(options.unaided(), options.drain());
                boolean clean = play.tell(new FlatResult().put("tool", "ledger"), out);
                out.println(clean ? "clean" : "NOT CLEAN");
                return clean ? 0 : 1;
            }
        } finally {
            process.close();
        }
    }

    private boolean ready(ChildProcess process) throws IOException {
        Duration patience = CrashLedger.START_TIME;
        return UdpProbe.await(site.sip(), process, patience)
                && Ports.awaitTcp(site.msrpPort(), process, patience)
                && Ports.awaitTcp(site.contentPort(), process, patience)
                && Ports.awaitTcp(site.httpPort(), process, patience);
    }

    private int dead(ChildProcess process) {
        out.println("the server does not answer on " + site.sip());
        process.tail().forEach(line -> out.println("    " + line));
        return 3;
    }

    private ChildProcess start() {
        Path here = Path.of("").toAbsolutePath();
        return ChildProcess.start("server", site.command(), here, _ -> {});
    }
}
