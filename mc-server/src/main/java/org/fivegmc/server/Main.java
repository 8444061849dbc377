package org.fivegmc.server;

import org.fivegmc.server.wiring.ServerLifecycle;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import org.fivegmc.server.cli.ConfigCommand;
import org.fivegmc.server.cli.CtlCommand;
import org.fivegmc.server.cli.Exit;
import org.fivegmc.server.wiring.CenterServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program: `run`, `ctl`, `config check` and `config show`.
public final class Main {
    private final ServerLifecycle lifecycle;
    private final Map<String, String> environment;

    /// A program that starts servers by `lifecycle`.
    ///
    /// @param environment overrides of the configuration and where `env:` secrets come from
    public Main(ServerLifecycle lifecycle, Map<String, String> environment) {
        this.lifecycle = lifecycle;
        this.environment = Map.copyOf(environment);
    }

    public static void main(String[] args) {
        var out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, java.nio.charset.StandardCharsets.UTF_8);
        int status = new Main(CenterServer::new, System.getenv()).execute(out, err, args);
        System.exit(status);
    }

    /// Runs one command line and returns its exit code; see [Exit].
    public int execute(PrintWriter out, PrintWriter err, String... args) {
        var line =
                new CommandLine(new Root())
                        .addSubcommand(new RunCommand(lifecycle, environment))
                        .addSubcommand(new CtlCommand(environment))
                        .addSubcommand(new ConfigCommand(environment));
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler(Main::usage);
        line.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
            return Exit.REFUSED;
        });
        return line.execute(args);
    }

    /// The version in the manifest, or `development` where there is none.
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static int usage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println("try: " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }

    @Command(
            name = "./5gmc",
            description = "An open 5G Message Center.",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            subcommandsRepeatable = false)
    static final class Root implements Runnable {
        @SuppressWarnings("NullAway.Init") // picocli sets it
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"5gmc " + version() + " on Java " + Runtime.version()};
        }
    }
}
