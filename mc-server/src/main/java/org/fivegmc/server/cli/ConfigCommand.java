package org.fivegmc.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.fivegmc.server.config.Catalogue;
import org.fivegmc.server.config.ConfigLoader;
import org.fivegmc.server.config.ConfigLoader.Outcome;
import org.fivegmc.server.config.Problem;
import org.fivegmc.server.config.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `config check` and `config show`: reads a configuration as the server would, without starting
/// it.
@Command(name = "config", description = "Look at a configuration.", mixinStandardHelpOptions = true)
public final class ConfigCommand implements Runnable {
    private final Map<String, String> environment;

    @SuppressWarnings("NullAway.Init") // picocli sets it
    @Spec
    private CommandSpec spec;

    public ConfigCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    @Command(
            name = "check",
            description = "Say everything that is wrong with FILE.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "FILE") Path file) {
        return switch (new ConfigLoader(environment).load(file)) {
            case Outcome.Rejected(List<Problem> problems) -> rejected(problems);
            case Outcome.Loaded loaded -> {
                loaded.warnings().forEach(spec.commandLine().getErr()::println);
                spec.commandLine().getOut().println(file + ": ok");
                yield Exit.OK;
            }
        };
    }

    @Command(
            name = "show",
            description = "Print every value and where it comes from.",
            mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "FILE", arity = "0..1") @Nullable Path file) {
        var loader = new ConfigLoader(environment);
        return switch (file == null ? loader.loadDefaults() : loader.load(file)) {
            case Outcome.Rejected(List<Problem> problems) -> rejected(problems);
            case Outcome.Loaded loaded -> {
                print(loaded);
                yield Exit.OK;
            }
        };
    }

    private void print(Outcome.Loaded loaded) {
        PrintWriter out = spec.commandLine().getOut();
        int keys =
                Catalogue.SETTINGS.stream()
                        .mapToInt(setting -> setting.key().length())
                        .max()
                        .orElse(0);
        for (Setting<?> setting : Catalogue.SETTINGS) {
            String text = loaded.values().text(setting);
            out.println(
                    setting.key()
                            + " ".repeat(keys - setting.key().length() + 2)
                            + (text.isEmpty() ? "-" : text)
                            + "  ("
                            + loaded.values().origin(setting)
                            + ")");
        }
    }

    private int rejected(List<Problem> problems) {
        problems.forEach(spec.commandLine().getErr()::println);
        return Exit.USAGE;
    }
}
