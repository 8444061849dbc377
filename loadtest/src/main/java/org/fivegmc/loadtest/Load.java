package org.fivegmc.loadtest;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.fivegmc.loadtest.a2p.A2pLoad;
import org.fivegmc.loadtest.directory.DirectoryLoad;
import org.fivegmc.loadtest.files.FileLoad;
import org.fivegmc.loadtest.handsets.Handsets;
import org.fivegmc.loadtest.raw.RawLoad;
import org.fivegmc.loadtest.relay.RelayTool;
import org.fivegmc.loadtest.rich.RichLoad;
import org.fivegmc.loadtest.sessions.SessionLoad;
import org.fivegmc.loadtest.smppsink.SmscSink;

/// `./5gmc load TOOL`: the first word picks the tool, the rest is the tool's.
public final class Load {
    /// Runs with its arguments and says how it ended: 0 complete and clean, 1 not, 2 not
    /// understood.
    @FunctionalInterface
    interface Tool {
        int run(List<String> args, PrintStream out) throws Exception;
    }

    private static final Map<String, Tool> TOOLS =
            new TreeMap<>(
                    Map.of(
                            "a2p",
                            A2pLoad::run,
                            "directory",
                            DirectoryLoad::run,
                            "files",
                            FileLoad::run,
                            "handsets",
                            Handsets::run,
                            "raw",
                            RawLoad::run,
                            "relay",
                            RelayTool::run,
                            "rich",
                            RichLoad::run,
                            "sessions",
                            SessionLoad::run,
                            "smsc",
                            SmscSink::run));

    private Load() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(Arrays.asList(args), System.out));
    }

    static int run(List<String> args, PrintStream out) throws Exception {
        String word = args.isEmpty() ? "" : args.getFirst();
        Tool tool = TOOLS.get(word);
        if (tool == null) {
            out.printf(
                    "usage: ./5gmc load TOOL [options]; TOOL is one of %s, each with --help%n",
                    String.join(", ", TOOLS.keySet()));
            return word.equals("--help") ? 0 : 2;
        }
        return tool.run(args.subList(1, args.size()), out);
    }
}
