package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntConsumer;

/// `./5gmc load sessions`: chats by the thousand. See [SessionOptions#USAGE].
public final class SessionLoad {
    private SessionLoad() {}

    /// Plays a scenario and prints what came of it.
    public static int run(List<String> args, PrintStream out) throws IOException {
        return run(args, out, _ -> {});
    }

    /// @param listening is told which port the far ends of a relay are taken on
    static int run(List<String> args, PrintStream out, IntConsumer listening) throws IOException {
        if (args.contains("--help")) {
            out.print(SessionOptions.USAGE);
            return 0;
        }
        SessionOptions options;
        try {
            options = SessionOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("load sessions: " + wrong.getMessage());
            out.print(SessionOptions.USAGE);
            return 2;
        }
        try (Loop loop = new Loop()) {
            Play play =
                    options.relay().isPresent()
                            ? new RelayPlay(options, out, loop, listening)
                            : new ChatPlay(options, out, loop);
            return play.run();
        }
    }
}
