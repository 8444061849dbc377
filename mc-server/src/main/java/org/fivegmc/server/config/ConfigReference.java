package org.fivegmc.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes the reference (`configuration.md`) and the documented sample (`mc.yaml`) from the
/// catalogue.
///
/// Usage: `ConfigReference DIRECTORY`, the directory being `docs`.
public final class ConfigReference {
    static final String REFERENCE = "configuration.md";
    static final String SAMPLE = "mc.yaml";
    private static final int WIDTH = 100;

    private ConfigReference() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length == 0 ? "docs" : args[0]);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(REFERENCE), markdown());
        Files.writeString(directory.resolve(SAMPLE), sample());
    }

    static String markdown() {
        var out =
                new StringBuilder(
                        """
                        # Configuration

                        Generated from the catalogue in `org.fivegmc.server.config`; a test fails when this file is out of date.

                        The server reads one YAML file (`run --config FILE`); every key has a default. An unknown key or a value
                        out of range stops the start, and every problem is reported with its line. `config check FILE` does
                        the same without starting; `config show` prints every value and where it came from.

                        * A value can be overridden by the environment variable named beside it. Lists are written with commas,
                          maps as `a=1,b=2`.
                        * Secrets are references: `file:PATH` or `env:NAME`. A variable such as `MC_HTTP_TOKEN` may hold the
                          secret itself.
                        * Durations are one number and one unit: `500ms`, `30s`, `5m`, `72h`, `7d`. Sizes likewise: `512B`,
                          `64KiB`, `8MiB`, `2GiB`.
                        * *reload*: `live` settings are designed to change while the server runs, `restart` ones need a new start.

                        """);
        String section = "";
        for (Setting<?> setting : Catalogue.SETTINGS) {
            String next = section(setting.key());
            if (!next.equals(section) || out.indexOf("## ") < 0) {
                out.append("## ").append(next.isEmpty() ? "server" : next).append("\n\n");
                section = next;
            }
            describe(out, setting, "### ", setting.overridable());
            if (setting.type() instanceof Type.Groups<?> groups) {
                out.append("Keys of each ").append(groups.noun()).append(":\n\n");
                for (Setting<?> field : groups.fields()) {
                    describe(out, field, "#### ", false);
                }
            }
        }
        out.append("## Rules between settings\n\n| rule | condition |\n|---|---|\n");
        for (Rule rule : Rule.ALL) {
            out.append("| `").append(rule.name()).append("` | ").append(rule.doc()).append(" |\n");
        }
        return out.toString();
    }

    private static void describe(
            StringBuilder out, Setting<?> setting, String heading, boolean variable) {
        out.append(heading).append('`').append(setting.key()).append("`\n\n");
        out.append(setting.doc()).append("\n\n");
        out.append("*type* ").append(setting.type().name());
        if (!setting.type().permitted().isEmpty()) {
            out.append(" (").append(setting.type().permitted()).append(')');
        }
        if (setting.defaultText().isEmpty()) {
            out.append(
                    setting.example().isEmpty()
                            ? " · *default* empty"
                            : " · *default* none, for example `" + setting.example() + "`");
        } else {
            out.append(" · *default* `").append(setting.defaultText()).append('`');
        }
        out.append(" · *reload* ")
                .append(setting.reload() == Setting.Reload.LIVE ? "live" : "restart");
        if (variable) {
            out.append(" · `").append(setting.environmentVariable()).append('`');
        }
        out.append("\n\n");
    }

    private static String section(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }

    /// Lines that begin with `# ` are words, lines that begin with `#` and a key are defaults to
    /// take the `#` off.
    static String sample() {
        var out =
                new StringBuilder(
                        """
                        # A configuration with every key. All of them have defaults: an empty file is a good start.
                        # Take the # off a key (not off the words) to change it. Reference: configuration.md
                        """);
        String previous = "";
        for (Setting<?> setting : Catalogue.SETTINGS) {
            String[] path = setting.key().split("\\.", -1);
            openSections(out, previous.split("\\.", -1), path);
            String indent = "  ".repeat(path.length - 1);
            String doc =
                    setting.doc()
                            + (setting.type().permitted().isEmpty()
                                    ? ""
                                    : " " + sentence(setting.type()));
            wrap(doc, WIDTH - indent.length() - 2)
                    .forEach(line -> out.append(indent).append("# ").append(line).append('\n'));
            out.append(indent)
                    .append('#')
                    .append(path[path.length - 1])
                    .append(':')
                    .append(assignment(setting))
                    .append('\n');
            if (setting.type() instanceof Type.Groups<?> groups) {
                exampleGroup(out, indent, groups);
            }
            previous = setting.key();
        }
        return out.toString();
    }

    private static String sentence(Type<?> type) {
        return "(" + type.name() + ": " + type.permitted() + ")";
    }

    private static void openSections(StringBuilder out, String[] before, String[] path) {
        int common = 0;
        while (common < path.length - 1
                && common < before.length - 1
                && path[common].equals(before[common])) {
            common++;
        }
        for (int i = common; i < path.length - 1; i++) {
            out.append('\n').append("  ".repeat(i)).append(path[i]).append(":\n");
        }
        if (common == path.length - 1 || path.length == 1) {
            out.append('\n');
        }
    }

    private static String assignment(Setting<?> setting) {
        if (setting.defaultText().isEmpty() && !setting.example().isEmpty()) {
            return "  # for example " + setting.example();
        }
        return switch (setting.type()) {
            case Type.Scalar<?> _ -> " " + quoted(setting.defaultText());
            case Type.ListOf<?> list -> " " + flowList(list.fromText(setting.defaultText(), 0));
            case Type.MapOf<?, ?> _ -> " {}";
            case Type.Groups<?> _ -> " []";
        };
    }

    private static String flowList(Node node) {
        if (!(node instanceof Node.Sequence list)) {
            throw new IllegalArgumentException("no list: " + node);
        }
        return "["
                + String.join(
                        ", ",
                        list.items().stream()
                                .map(item -> quoted(((Node.Text) item).text()))
                                .toList())
                + "]";
    }

    private static void exampleGroup(StringBuilder out, String indent, Type.Groups<?> groups) {
        out.append(indent).append("# An entry:\n");
        String lead = "- ";
        for (Setting<?> field : groups.fields()) {
            String value = field.defaultText().isEmpty() ? field.example() : field.defaultText();
            out.append(indent)
                    .append("#   ")
                    .append(lead)
                    .append(field.key())
                    .append(": ")
                    .append(field.type() instanceof Type.MapOf<?, ?> ? "{}" : quoted(value))
                    .append("  # ");
            out.append(field.doc()).append('\n');
            lead = "  ";
        }
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9/][A-Za-z0-9./:_-]*") ? text : "\"" + text + "\"";
    }

    private static java.util.List<String> wrap(String text, int width) {
        var lines = new java.util.ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() + 1 > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
