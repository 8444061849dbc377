package org.fivegmc.server.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.server.config.Origin.Environment;
import org.fivegmc.server.config.Values.Entry;

/// Holds a tree against a list of settings: every setting gets a value, every key that is no
/// setting is a problem.
final class SettingsReader {
    private final List<Setting<?>> settings;
    private final ReadContext context;
    private final Map<Setting<?>, Entry> entries = new LinkedHashMap<>();
    private boolean whole = true;

    private SettingsReader(List<Setting<?>> settings, ReadContext context) {
        this.settings = settings;
        this.context = context;
    }

    /// The whole file; the environment wins over the file, the file over the default.
    static Optional<Values> readAll(List<Setting<?>> settings, Node root, ReadContext context) {
        return new SettingsReader(settings, context).read(root, true);
    }

    /// One entry of a list of groups.
    static Optional<Values> readGroup(List<Setting<?>> fields, Node node, ReadContext context) {
        return new SettingsReader(fields, context).read(node, false);
    }

    private Optional<Values> read(Node root, boolean withEnvironment) {
        Map<String, Node.Entry> found = new LinkedHashMap<>();
        flatten("", root, found);
        for (Setting<?> setting : settings) {
            String variable = setting.environmentVariable();
            String override = context.surroundings().environment().get(variable);
            var entry = found.get(setting.key());
            if (withEnvironment && override != null && setting.overridable()) {
                fromEnvironment(setting, variable, override);
            } else if (entry != null && !(entry.value() instanceof Node.Empty)) {
                put(setting, entry.value(), context.at("." + setting.key()), entry.line());
            } else {
                fromDefault(setting, root.line());
            }
        }
        MsrpConfig.followSip(entries);
        return whole ? Optional.of(new Values(entries)) : Optional.empty();
    }

    /// Walks down until a key is a setting; whatever is neither a setting nor on the way to one is
    /// reported.
    private void flatten(String prefix, Node node, Map<String, Node.Entry> found) {
        if (node instanceof Node.Empty) {
            return;
        }
        if (!(node instanceof Node.Mapping mapping)) {
            var here = prefix.isEmpty() ? context : context.at("." + prefix);
            here.problem(node.line(), node.kind() + " stands where keys belong");
            whole = false;
            return;
        }
        for (var entry : mapping.entries().entrySet()) {
            String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
            var value = entry.getValue();
            if (isSetting(key)) {
                found.put(key, value);
            } else if (isSection(key)) {
                flatten(key, value.value(), found);
            } else {
                context.at("." + key)
                        .problem(value.line(), "is not a key" + DidYouMean.hint(key, keys()));
                whole = false;
            }
        }
    }

    private boolean isSetting(String key) {
        return settings.stream().anyMatch(s -> s.key().equals(key));
    }

    private boolean isSection(String key) {
        return settings.stream().anyMatch(s -> s.key().startsWith(key + "."));
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (Setting<?> setting : settings) {
            keys.add(setting.key());
        }
        return keys;
    }

    private void fromEnvironment(Setting<?> setting, String variable, String text) {
        var surroundings = new Surroundings(context.surroundings().environment(), true);
        var here =
                new ReadContext(
                        setting.key(),
                        _ -> new Environment(variable),
                        surroundings,
                        context.problems());
        put(setting, setting.type().fromText(text, 0), here, 0);
    }

    private void fromDefault(Setting<?> setting, int line) {
        boolean mayBeAbsent =
                setting.type() instanceof Type.Scalar<?> scalar
                        && scalar.parser().apply("", context.surroundings())
                                instanceof Parsed.Value<?>;
        if (setting.defaultText().isEmpty()
                && setting.type() instanceof Type.Scalar<?>
                && !mayBeAbsent) {
            context.at("." + setting.key())
                    .problem(line, "is missing; for example " + setting.example());
            whole = false;
            return;
        }
        var silent =
                new ReadContext(
                        setting.key(),
                        _ -> new Origin.Default(),
                        context.surroundings(),
                        new ArrayList<>());
        var node = setting.type().fromText(setting.defaultText(), 0);
        var value = setting.type().read(node, silent);
        if (value.isEmpty()) {
            throw new IllegalStateException(
                    "the catalogue's own default is wrong: " + silent.problems());
        }
        entries.put(setting, new Entry(value.get(), new Origin.Default(), setting.defaultText()));
    }

    private void put(Setting<?> setting, Node node, ReadContext here, int line) {
        var value = setting.type().read(node, here);
        if (value.isEmpty()) {
            whole = false;
            return;
        }
        Origin origin = here.origin().apply(line);
        entries.put(setting, new Entry(value.get(), origin, shown(setting, node, origin)));
    }

    private static String shown(Setting<?> setting, Node node, Origin origin) {
        boolean hidden = setting.type() instanceof Type.Scalar<?> scalar && scalar.hidden();
        return hidden && origin instanceof Environment ? "(secret)" : text(node);
    }

    private static String text(Node node) {
        return switch (node) {
            case Node.Text scalar -> scalar.text();
            case Node.Empty _ -> "";
            case Node.Sequence list ->
                    "["
                            + String.join(
                                    ", ", list.items().stream().map(SettingsReader::text).toList())
                            + "]";
            case Node.Mapping mapping -> {
                List<String> parts = new ArrayList<>();
                mapping.entries().forEach((k, v) -> parts.add(k + ": " + text(v.value())));
                yield "{" + String.join(", ", parts) + "}";
            }
        };
    }
}
