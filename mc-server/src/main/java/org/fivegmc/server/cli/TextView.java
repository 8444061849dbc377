package org.fivegmc.server.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Prints an answer for people: an object as `name value` lines, a list of objects as a table.
final class TextView {
    private static final String GAP = "  ";

    private TextView() {}

    static String of(JsonNode node) {
        var out = new StringBuilder();
        object(out, node, "");
        return out.toString();
    }

    private static void object(StringBuilder out, JsonNode node, String indent) {
        int width =
                node.propertyStream()
                        .filter(p -> !isTable(p.getValue()))
                        .mapToInt(p -> label(p.getKey()).length())
                        .max()
                        .orElse(0);
        for (var property : node.properties()) {
            JsonNode value = property.getValue();
            if (isTable(value)) {
                table(out, value, indent);
            } else if (value.isObject()) {
                object(out, value, indent);
            } else if (value.isArray() && value.size() > 0) {
                out.append(indent).append(pad(label(property.getKey()), width));
                List<String> lines = new ArrayList<>();
                value.forEach(item -> lines.add(cell(item)));
                out.append(GAP)
                        .append(String.join("\n" + indent + " ".repeat(width) + GAP, lines))
                        .append('\n');
            } else {
                out.append(indent)
                        .append(pad(label(property.getKey()), width))
                        .append(GAP)
                        .append(cell(value))
                        .append('\n');
            }
        }
    }

    private static boolean isTable(JsonNode node) {
        return node.isArray() && node.size() > 0 && node.get(0).isObject();
    }

    private static void table(StringBuilder out, JsonNode rows, String indent) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.propertyNames()));
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(column -> label(column).toUpperCase(Locale.ROOT)).toList());
        rows.forEach(
                row -> cells.add(columns.stream().map(column -> cell(row.path(column))).toList()));
        for (List<String> row : cells) {
            out.append(indent);
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = cells.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
                line.append(pad(row.get(i), width)).append(GAP);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String cell(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "-";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(cell(item)));
            return items.isEmpty() ? "-" : String.join(",", items);
        }
        if (value.isBoolean()) {
            return value.asBoolean() ? "yes" : "no";
        }
        String text = value.asString();
        return text.isEmpty() ? "-" : text.replaceAll("\\p{Cntrl}", " ");
    }

    /// `waitingMessages` as `waiting messages`.
    private static String label(String name) {
        return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
