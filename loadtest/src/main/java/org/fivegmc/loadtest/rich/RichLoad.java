package org.fivegmc.loadtest.rich;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.fivegmc.loadtest.process.AdminClient;
import org.fivegmc.loadtest.report.CpuTime;
import org.fivegmc.loadtest.report.FlatResult;

/// `./5gmc load rich`: everything a handset does, by many pairs of them. See [RichOptions#USAGE].
public final class RichLoad {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int LINE_EVERY = 5;

    private RichLoad() {}

    /// Plays and says how it ended: 0 clean, 1 not, 2 not understood.
    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        if (args.contains("--help")) {
            out.print(RichOptions.USAGE);
            return 0;
        }
        RichOptions options;
        try {
            options = RichOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("load rich: " + wrong.getMessage());
            out.print(RichOptions.USAGE);
            return 2;
        }
        try {
            if (options.admin() != 0) {
                makeUsers(options.plan(), options.admin());
            }
        } catch (IOException failed) {
            out.println("load rich: " + failed.getMessage());
            return 1;
        }
        return play(options, out);
    }

    private static int play(RichOptions options, PrintStream out) throws InterruptedException {
        try (RichPlay play = RichPlay.open(options.plan())) {
            double cpu = CpuTime.seconds(options.pids());
            play.begin();
            for (int second = 0; second < options.seconds(); second++) {
                Thread.sleep(SECOND);
                if (second % LINE_EVERY == LINE_EVERY - 1) {
                    out.println(play.progress());
                }
            }
            play.end();
            Duration settle = Duration.ofSeconds(options.settleSeconds());
            play.settle(settle, settle);
            FlatResult result = new FlatResult().put("tool", "rich");
            double used = CpuTime.seconds(options.pids()) - cpu;
            if (used > 0) {
                result.put("cpuSeconds", used);
            }
            boolean clean = play.tell(result, out);
            options.json().ifPresent(result::write);
            return clean ? 0 : 1;
        }
    }

    /// Makes the users of a plan subscribers.
    ///
    /// @throws IOException when the admin interface does not
    public static void makeUsers(RichPlan plan, int adminPort) throws IOException {
        try (AdminClient admin = new AdminClient(adminPort)) {
            for (int user = 0; user < plan.users(); user++) {
                int status = admin.putSubscriber(plan.number(user), plan.password(), true);
                if (status / 100 != 2) {
                    throw new IOException(
                            "the admin interface at port %d says %s to a subscriber"
                                    .formatted(adminPort, status == 0 ? "nothing" : status));
                }
            }
        }
    }
}
