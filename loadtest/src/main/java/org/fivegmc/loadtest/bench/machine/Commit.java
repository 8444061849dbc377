package org.fivegmc.loadtest.bench.machine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Which state of the source tree was measured.
public final class Commit {
    private Commit() {}

    /// Its short name, with `+` when files were changed since; `unknown` without git.
    public static String of(Path root) {
        List<String> git = List.of("git", "-C", root.toString());
        try {
            String id = Shell.run(join(git, "rev-parse", "--short", "HEAD"));
            String changed = Shell.run(join(git, "status", "--porcelain", "-uno"));
            return changed.isEmpty() ? id : id + "+";
        } catch (IllegalStateException | UncheckedIOException _) {
            return "unknown";
        }
    }

    private static List<String> join(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }
}
