package org.fivegmc.loadtest.raw;

import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `./5gmc load raw`: how much a server takes. See [RawOptions#USAGE].
public final class RawLoad {
    private static final long TIMER_SLACK = 1_000;

    private RawLoad() {}

    /// Runs the load and says how it ended: 0 complete and clean, 1 not, 2 not understood.
    public static int run(List<String> args, PrintStream out) {
        if (args.contains("--help")) {
            out.print(RawOptions.USAGE);
            return 0;
        }
        RawOptions options;
        try {
            options = RawOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("load raw: " + wrong.getMessage());
            out.print(RawOptions.USAGE);
            return 2;
        }
        try (Arena arena = Arena.ofConfined()) {
            return run(options, arena, out);
        } catch (IllegalStateException failed) {
            out.println("load raw: " + failed.getMessage());
            return 1;
        }
    }

    private static int run(RawOptions options, Arena arena, PrintStream out) {
        SystemCalls calls = new SystemCalls(arena);
        calls.timerSlack(TIMER_SLACK);
        RequestId run = RequestId.ofRun();
        RequestTexts texts = new RequestTexts(options, run);
        try (Transport transport = Transport.open(arena, calls, options, texts.longest())) {
            Slots slots = new Slots(options.window(), !options.tcp());
            Template[] requests =
                    Arrays.stream(transport.ports())
                            .mapToObj(texts::request)
                            .toArray(Template[]::new);
            Optional<Credentials> credentials =
                    options.password().isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Credentials(texts, options, run, transport.ports()));
            RequestWriter writer = new RequestWriter(slots, requests, credentials);
            Generator generator =
                    new Generator(options, run, transport, slots, writer, credentials, out);
            generator.run();
            RawResult result = RawResult.of(options, generator, transport, requests[0].length());
            result.print(out);
            options.json().ifPresent(result.flat()::write);
            return result.clean() ? 0 : 1;
        }
    }
}
