package org.fivegmc.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.fivegmc.server.config.Origin.FileLine;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads one YAML document into [Node]s. Duplicate keys, aliases and second documents are problems,
/// not surprises.
///
/// Depth is limited to [#MAX_DEPTH]: the catalogue needs five levels.
final class YamlTree {
    static final int MAX_DEPTH = 16;

    private static final Pattern PLACE = Pattern.compile("line (\\d{1,7}), column");

    private final String file;
    private final List<Problem> problems;

    private YamlTree(String file, List<Problem> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The tree of `yaml`; whatever is wrong with its form is added to `problems`, and the rest is
    /// still returned.
    static Node read(String file, String yaml, List<Problem> problems) {
        var tree = new YamlTree(file, problems);
        try (var parser =
                (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            if (parser.nextToken() == null) {
                return new Node.Empty(1);
            }
            Node root = tree.node(parser, 0);
            if (parser.nextToken() != null) {
                tree.problem(
                        line(parser),
                        "",
                        "a second document begins here; the configuration is one document");
            }
            return root;
        } catch (JacksonException e) {
            String message = e.getOriginalMessage();
            tree.problem(lastLine(message), "", "not readable as YAML: " + reason(message));
            return new Node.Empty(1);
        }
    }

    private Node node(YAMLParser parser, int depth) {
        int line = line(parser);
        if (depth > MAX_DEPTH) {
            problem(line, "", "nested deeper than " + MAX_DEPTH + " levels");
            parser.skipChildren();
            return new Node.Empty(line);
        }
        if (parser.isCurrentAlias()) {
            problem(line, "", "*" + parser.getString() + " is an alias; write the value out");
            return new Node.Empty(line);
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line, depth);
            case START_ARRAY -> sequence(parser, line, depth);
            case VALUE_NULL -> new Node.Empty(line);
            default -> scalar(parser.getString(), line);
        };
    }

    private static Node scalar(String text, int line) {
        return text.isEmpty() ? new Node.Empty(line) : new Node.Text(text, line);
    }

    private Node sequence(YAMLParser parser, int line, int depth) {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(parser, depth + 1));
        }
        return new Node.Sequence(List.copyOf(items), line);
    }

    private Node mapping(YAMLParser parser, int line, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line(parser);
            parser.nextToken();
            var entry = new Node.Entry(keyLine, node(parser, depth + 1));
            var earlier = entries.putIfAbsent(key, entry);
            if (earlier != null) {
                problem(keyLine, key, "is written twice; first on line " + earlier.line());
            }
        }
        return new Node.Mapping(entries, line);
    }

    private static int line(YAMLParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private void problem(int line, String key, String explanation) {
        problems.add(new Problem(new FileLine(file, Math.max(1, line)), key, explanation));
    }

    /// The parser tells in several lines what it was doing and then what it found; the last place
    /// is where it stopped.
    private static int lastLine(String message) {
        int line = 1;
        for (var found = PLACE.matcher(message); found.find(); ) {
            line = Integer.parseInt(found.group(1));
        }
        return line;
    }

    private static String reason(String message) {
        return message.lines()
                .filter(line -> !line.startsWith(" ") && !line.startsWith("while "))
                .findFirst()
                .orElse("broken here")
                .strip();
    }
}
