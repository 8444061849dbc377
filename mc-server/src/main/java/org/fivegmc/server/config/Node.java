package org.fivegmc.server.config;

import java.util.List;
import java.util.Map;

/// A YAML document as a tree that still knows its lines.
sealed interface Node {

    int line();

    /// A scalar as it was written, without its quotes.
    record Text(String text, int line) implements Node {}

    /// `key:` with nothing behind it, or `null`.
    record Empty(int line) implements Node {}

    record Sequence(List<Node> items, int line) implements Node {}

    /// Entries in the order of the file.
    record Mapping(Map<String, Entry> entries, int line) implements Node {}

    /// What stands behind a key.
    ///
    /// @param line the line of the key, which is where a reader looks
    record Entry(int line, Node value) {}

    /// What the node is called in a message to the operator.
    default String kind() {
        return switch (this) {
            case Text _ -> "a single value";
            case Empty _ -> "nothing";
            case Sequence _ -> "a list";
            case Mapping _ -> "a mapping";
        };
    }
}
