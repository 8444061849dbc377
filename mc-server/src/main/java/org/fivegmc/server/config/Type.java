package org.fivegmc.server.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What a setting may hold: how it is read, and how its permitted values are told to people.
///
/// Reading reports every problem it meets and gives a value only when it met none.
sealed interface Type<T> {

    /// `duration`, `list of address`, …
    String name();

    /// The permitted range or values; empty when the name says it all.
    String permitted();

    Optional<T> read(Node node, ReadContext context);

    /// The structure behind the text of a default or of an environment variable.
    Node fromText(String text, int line);

    /// One value written as text.
    ///
    /// @param hidden the text is a secret and is kept out of messages
    record Scalar<T>(
            String name,
            String permitted,
            boolean hidden,
            BiFunction<String, Surroundings, Parsed<T>> parser)
            implements Type<T> {

        @Override
        public Optional<T> read(Node node, ReadContext context) {
            if (!(node instanceof Node.Text(String text, int line))) {
                context.problem(
                        node.line(), node.kind() + " stands where " + article(name) + " belongs");
                return Optional.empty();
            }
            return switch (parser.apply(text, context.surroundings())) {
                case Parsed.Value<T>(T value) -> Optional.of(value);
                case Parsed.Wrong<T>(String reason) -> {
                    context.problem(line, (hidden ? "the value" : text) + " " + reason);
                    yield Optional.empty();
                }
            };
        }

        @Override
        public Node fromText(String text, int line) {
            return new Node.Text(text, line);
        }

        private static String article(String name) {
            return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
        }
    }

    /// A list; the environment writes it with commas.
    record ListOf<T>(Scalar<T> element, int min, int max) implements Type<List<T>> {

        @Override
        public String name() {
            return "list of " + element.name();
        }

        @Override
        public String permitted() {
            String count = min == 0 ? "up to " + max : min + " to " + max;
            return element.permitted().isEmpty()
                    ? count + " entries"
                    : count + " of " + element.permitted();
        }

        @Override
        public Optional<List<T>> read(Node node, ReadContext context) {
            if (!(node instanceof Node.Sequence(List<Node> items, int line))) {
                // One value where a list of one is meant reads well in YAML and can mean nothing
                // else.
                return node instanceof Node.Text
                        ? read(new Node.Sequence(List.of(node), node.line()), context)
                        : wrongKind(node, context);
            }
            List<T> values = new ArrayList<>();
            boolean whole = true;
            for (int i = 0; i < items.size(); i++) {
                Optional<T> value = element.read(items.get(i), context.at("[" + i + "]"));
                whole &= value.isPresent();
                value.ifPresent(values::add);
            }
            if (items.size() < min || items.size() > max) {
                context.problem(line, items.size() + " entries are not " + min + ".." + max);
                return Optional.empty();
            }
            return whole ? Optional.of(List.copyOf(values)) : Optional.empty();
        }

        private Optional<List<T>> wrongKind(Node node, ReadContext context) {
            context.problem(node.line(), node.kind() + " stands where a " + name() + " belongs");
            return Optional.empty();
        }

        @Override
        public Node fromText(String text, int line) {
            List<Node> items = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                if (!part.isBlank()) {
                    items.add(new Node.Text(part.strip(), line));
                }
            }
            return new Node.Sequence(items, line);
        }
    }

    /// A mapping with free keys; the environment writes it `a=1,b=2`.
    record MapOf<K, V>(Scalar<K> key, Type<V> value, int max) implements Type<Map<K, V>> {

        @Override
        public String name() {
            return "map of " + key.name() + " to " + value.name();
        }

        @Override
        public String permitted() {
            return "up to "
                    + max
                    + " entries"
                    + (value.permitted().isEmpty() ? "" : ", each " + value.permitted());
        }

        @Override
        public Optional<Map<K, V>> read(Node node, ReadContext context) {
            if (!(node instanceof Node.Mapping(Map<String, Node.Entry> entries, int line))) {
                context.problem(
                        node.line(), node.kind() + " stands where a " + name() + " belongs");
                return Optional.empty();
            }
            Map<K, V> values = new LinkedHashMap<>();
            boolean whole = entries.size() <= max;
            if (!whole) {
                context.problem(line, entries.size() + " entries are more than " + max);
            }
            for (var entry : entries.entrySet()) {
                var here = context.at("." + entry.getKey());
                var name = key.read(new Node.Text(entry.getKey(), entry.getValue().line()), here);
                var read = value.read(entry.getValue().value(), here);
                whole &= name.isPresent() && read.isPresent();
                if (name.isPresent() && read.isPresent()) {
                    values.put(name.get(), read.get());
                }
            }
            return whole
                    ? Optional.of(java.util.Collections.unmodifiableMap(values))
                    : Optional.empty();
        }

        @Override
        public Node fromText(String text, int line) {
            Map<String, Node.Entry> entries = new LinkedHashMap<>();
            for (String part : text.split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    var item = value.fromText(part.substring(equals + 1).strip(), line);
                    entries.put(part.substring(0, equals).strip(), new Node.Entry(line, item));
                } else if (!part.isBlank()) {
                    entries.put(part.strip(), new Node.Entry(line, new Node.Empty(line)));
                }
            }
            return new Node.Mapping(entries, line);
        }
    }

    /// A list of mappings with fixed keys of their own, such as gateways.
    record Groups<T>(String noun, List<Setting<?>> fields, Function<Values, T> make, int max)
            implements Type<List<T>> {

        @Override
        public String name() {
            return "list of " + noun;
        }

        @Override
        public String permitted() {
            return "up to " + max + " entries";
        }

        @Override
        public Optional<List<T>> read(Node node, ReadContext context) {
            if (!(node instanceof Node.Sequence(List<Node> items, int line))) {
                context.problem(
                        node.line(), node.kind() + " stands where a " + name() + " belongs");
                return Optional.empty();
            }
            if (items.size() > max) {
                context.problem(line, items.size() + " entries are more than " + max);
                return Optional.empty();
            }
            List<T> groups = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                var here = context.at("[" + i + "]");
                var values = SettingsReader.readGroup(fields, items.get(i), here);
                values.map(make).ifPresent(groups::add);
            }
            return groups.size() == items.size()
                    ? Optional.of(List.copyOf(groups))
                    : Optional.empty();
        }

        @Override
        public Node fromText(String text, int line) {
            // Groups have no form as one text; only the empty default uses this.
            return new Node.Sequence(List.of(), line);
        }
    }
}
