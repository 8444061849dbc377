package org.fivegmc.server;

import org.fivegmc.server.wiring.ServerLifecycle;
import ch.qos.logback.classic.LoggerContext;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.fivegmc.server.cli.Exit;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.ConfigLoader.Outcome;
import org.fivegmc.server.config.IdentityConfig;
import org.fivegmc.server.config.Problem;
import org.fivegmc.server.config.ServerConfig;
import org.fivegmc.server.log.LogSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `run`: reads the configuration, starts the server, says where everything is, and stays until a
/// signal.
@Command(name = "run", description = "Start the server.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Path DEFAULT_FILE = Path.of("mc.yaml");

    private final ServerLifecycle lifecycle;
    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; without it mc.yaml if there is one, else defaults.")
    private @Nullable Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory; wins over data-dir.")
    private @Nullable Path data;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    RunCommand(ServerLifecycle lifecycle, Map<String, String> environment) {
        this.lifecycle = lifecycle;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        return switch (load()) {
            case Outcome.Rejected(List<Problem> problems) -> {
                problems.forEach(err::println);
                yield Exit.USAGE;
            }
            case Outcome.Loaded loaded -> {
                loaded.warnings().forEach(err::println);
                yield serve(loaded.config());
            }
        };
    }

    private Outcome load() {
        var variables = new HashMap<>(environment);
        if (data != null) {
            variables.put(IdentityConfig.DATA_DIR_VARIABLE, data.toString());
        }
        var loader = new ConfigLoader(variables);
        if (config != null) {
            return loader.load(config);
        }
        return Files.exists(DEFAULT_FILE) ? loader.load(DEFAULT_FILE) : loader.loadDefaults();
    }

    private int serve(ServerConfig config) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        var operations = config.operations();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            LogSetup.apply(
                    context,
                    operations.logLevel(),
                    operations.logFormat(),
                    operations.maskNumbers(),
                    System.out);
        }
        ServerLifecycle.Running running;
        try {
            running = lifecycle.start(config, Main.version());
        } catch (ServerLifecycle.StartException e) {
            spec.commandLine().getErr().println("not started: " + e.getMessage());
            return Exit.REFUSED;
        }
        var closed = new CountDownLatch(1);
        var hook = new Thread(() -> stop(running, closed), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        out.print(Banner.of(config, running, Main.version()));
        out.flush();
        closed.await();
        return Exit.OK;
    }

    private static void stop(ServerLifecycle.Running running, CountDownLatch closed) {
        try {
            running.close();
        } finally {
            closed.countDown();
            System.out.flush();
        }
        // A drained stop is a success; without this the JVM would report the signal (143).
        Runtime.getRuntime().halt(Exit.OK);
    }
}
