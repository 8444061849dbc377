package org.fivegmc.loadtest.handsets;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// Many handsets against a running server, and the ledger of what they were promised. Exit status:
/// 0 clean, 1 not, 2 wrong arguments.
public final class Handsets {
    private Handsets() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(List.of(args), System.out));
    }

    /// Plays a scenario and prints what came of it.
    public static int run(List<String> args, PrintStream out)
            throws IOException, InterruptedException {
        if (args.contains("--help")) {
            out.print(HandsetOptions.USAGE);
            return 0;
        }
        HandsetOptions options;
        try {
            options = HandsetOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("handsets: " + wrong.getMessage());
            out.print(HandsetOptions.USAGE);
            return 2;
        }
        try (Fleet fleet = Fleet.open(options.profile(), options.loops(), options.crowd())) {
            return Play.of(options, out, fleet).run();
        }
    }
}
