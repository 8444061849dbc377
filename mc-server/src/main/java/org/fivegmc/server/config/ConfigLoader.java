package org.fivegmc.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Turns one YAML file and the environment into a [ServerConfig], or into all the problems there
/// are.
public final class ConfigLoader {
    /// A configuration file larger than this is a mistake.
    public static final int MAX_FILE_BYTES = 1 << 20;

    private final Map<String, String> environment;

    public ConfigLoader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// What loading came to.
    public sealed interface Outcome {

        /// Everything is right.
        ///
        /// @param values every setting with its origin, for `config show`
        /// @param warnings variables that look like overrides but are none
        record Loaded(ServerConfig config, Values values, List<String> warnings)
                implements Outcome {}

        /// Everything that is wrong, in the order of the file.
        record Rejected(List<Problem> problems) implements Outcome {}
    }

    /// Defaults and environment only.
    public Outcome loadDefaults() {
        return load("defaults", "");
    }

    public Outcome load(Path file) {
        var place = new Origin.FileLine(file.toString(), 1);
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                return rejected(place, "is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return load(file.toString(), Files.readString(file));
        } catch (CharacterCodingException _) {
            return rejected(place, "is not UTF-8");
        } catch (IOException _) {
            return rejected(place, "cannot be read");
        }
    }

    /// Loads a text that was read elsewhere.
    ///
    /// @param file the name used in problems
    public Outcome load(String file, String yaml) {
        List<Problem> problems = new ArrayList<>();
        Node root = YamlTree.read(file, yaml, problems);
        boolean readable = problems.isEmpty();
        var context =
                new ReadContext(
                        "",
                        line -> new Origin.FileLine(file, Math.max(1, line)),
                        new Surroundings(environment, false),
                        problems);
        Optional<Values> values = SettingsReader.readAll(Catalogue.SETTINGS, root, context);
        if (values.isPresent()) {
            for (Rule rule : Rule.ALL) {
                rule.check(values.get()).ifPresent(problems::add);
            }
        }
        return values.isPresent() && readable && problems.isEmpty()
                ? new Outcome.Loaded(
                        ServerConfig.from(values.get()), values.get(), strayVariables())
                : new Outcome.Rejected(inOrder(problems));
    }

    /// Variables of the `5gmc` script.
    private static final Set<String> OF_THE_SCRIPT = Set.of("MC_JAVA_OPTS");

    /// Other programs use names that begin with `MC_` too, so a stray one is a warning and not a
    /// reason to stop.
    private List<String> strayVariables() {
        Set<String> known = new HashSet<>();
        Catalogue.SETTINGS.stream()
                .filter(Setting::overridable)
                .forEach(s -> known.add(s.environmentVariable()));
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith("MC_") && !known.contains(name) && !OF_THE_SCRIPT.contains(name)) {
                warnings.add(
                        "environment "
                                + name
                                + ": overrides nothing"
                                + DidYouMean.hint(name, known));
            }
        }
        return List.copyOf(warnings);
    }

    private static List<Problem> inOrder(List<Problem> problems) {
        return problems.stream()
                .distinct()
                .sorted(
                        java.util.Comparator.comparingInt(problem ->
                                problem.origin() instanceof Origin.FileLine(_, int line)
                                        ? line
                                        : Integer.MAX_VALUE))
                .toList();
    }

    private static Outcome rejected(Origin place, String explanation) {
        return new Outcome.Rejected(List.of(new Problem(place, "", explanation)));
    }
}
