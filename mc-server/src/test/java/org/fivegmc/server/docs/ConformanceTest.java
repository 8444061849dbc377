package org.fivegmc.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The conformance matrix has a row for each clause that tests are tagged with, and is written from
/// the tags: `mvn -pl mc-server -am test -Dtest=ConformanceTest -Dconformance.write=true`.
class ConformanceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MATRIX = ROOT.resolve("docs").resolve("conformance.md");

    /// A tag, then what it stands at.
    private static final Pattern TAGGED =
            Pattern.compile(
                    "@Tag\\(\"((?:RFC|TS|RCC|CPM)[^\"]+)\"\\)|^\\s*(?:public |final |static )*class (\\w+)"
                            + "|^\\s*(?:public |static )*void (\\w+)\\(",
                    Pattern.MULTILINE);

    private static final String HEADER =
            """
            # Conformance

            Which clauses are implemented, and the tests that show it. Written from the tags of the tests
            (`ConformanceTest`); do not edit. A clause stands here because a test names it, which does not mean that
            all of the clause is implemented: what is not is told in [sip.md](sip.md) and [content.md](content.md).
            Universal Profile documents (RCC.07) are known from public sources only, see the notes in the code.

            """;

    /// A clause in the order of documents and numbers.
    private record Clause(String document, String section) implements Comparable<Clause> {
        static Clause of(String tag) {
            int dash = tag.indexOf('-');
            return dash < 0
                    ? new Clause(tag, "")
                    : new Clause(tag.substring(0, dash), tag.substring(dash + 1));
        }

        String documentName() {
            return document.replaceFirst("^(RFC|TS)(\\d)", "$1 $2")
                    .replaceFirst("^TS (\\d{2})(\\d)", "TS $1.$2")
                    .replaceFirst("^RCC(\\d)", "RCC.$1")
                    .replaceFirst("^CPM$", "CPM 2.2");
        }

        @Override
        public int compareTo(Clause other) {
            return Comparator.comparing(Clause::documentName)
                    .thenComparing(Clause::padded)
                    .compare(this, other);
        }

        private String padded() {
            StringBuilder text = new StringBuilder();
            for (String number : section.split("\\.", -1)) {
                text.append("%6s".formatted(number)).append('.');
            }
            return text.toString();
        }
    }

    private static Map<Clause, Set<String>> clauses() throws IOException {
        var found = new TreeMap<Clause, Set<String>>();
        try (Stream<Path> all = Files.walk(ROOT)) {
            List<Path> sources =
                    all.filter(p -> p.toString().endsWith(".java"))
                            .filter(p -> p.toString().contains("/src/test/"))
                            .toList();
            for (Path source : sources) {
                read(Files.readString(source), found);
            }
        }
        return found;
    }

    private static void read(String source, Map<Clause, Set<String>> found) {
        var pending = new TreeSet<Clause>();
        String type = "";
        Matcher matcher = TAGGED.matcher(source);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                pending.add(Clause.of(matcher.group(1)));
                continue;
            }
            String shown;
            if (matcher.group(2) != null) {
                type = type.isEmpty() || !pending.isEmpty() ? matcher.group(2) : type;
                shown = "`" + type + "`";
            } else {
                shown = "`" + type + "`: " + words(matcher.group(3));
            }
            pending.forEach(
                    clause -> found.computeIfAbsent(clause, _ -> new TreeSet<>()).add(shown));
            pending.clear();
        }
    }

    private static String words(String name) {
        return name.replaceAll(
                        "(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z][a-z])",
                        " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String matrix() throws IOException {
        var text = new StringBuilder(HEADER);
        text.append("| document | section | shown by |\n|---|---|---|\n");
        clauses()
                .forEach((clause, tests) ->
                        text.append("| ")
                                .append(clause.documentName())
                                .append(" | ")
                                .append(clause.section())
                                .append(" | ")
                                .append(String.join("; ", tests))
                                .append(" |\n"));
        return text.toString();
    }

    @Test
    void theMatrixIsThatOfTheTags() throws IOException {
        String expected = matrix();
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(MATRIX, expected);
        }
        assertThat(Files.readString(MATRIX)).isEqualTo(expected);
    }
}
