package org.fivegmc.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents that name types must follow when types move.
class DocumentsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:[.#(][^`]*)?`");
    private static final Pattern DECLARED =
            Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z][A-Za-z0-9]*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)\\s]*)?\\)");

    private static Stream<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all
                    .filter(p -> p.toString().endsWith(ending))
                    .filter(p -> !p.toString().contains("/target/"))
                    // examples of what a tool writes elsewhere
                    .filter(p -> !p.toString().contains("/src/test/resources/"))
                    .filter(p -> !p.toString().contains("/node_modules/"))
                    .toList()
                    .stream();
        }
    }

    @Test
    void theWalkthroughNamesTypesThatExist() throws IOException {
        Set<String> declared = new HashSet<>();
        for (Path source : files(".java").toList()) {
            Matcher type = DECLARED.matcher(Files.readString(source));
            while (type.find()) {
                declared.add(type.group(1));
            }
        }
        Set<String> unknown = new TreeSet<>();
        int named = 0;
        Matcher code =
                CODE.matcher(Files.readString(ROOT.resolve("docs").resolve("walkthrough.md")));
        while (code.find()) {
            named++;
            if (!declared.contains(code.group(1))) {
                unknown.add(code.group(1));
            }
        }
        assertThat(named).isGreaterThan(20);
        assertThat(unknown).isEmpty();
    }

    /// The commands of a measurement are for everybody, wherever it was made.
    @Test
    void resultsNameNoDirectoryOfTheMachine() throws IOException {
        String results = Files.readString(ROOT.resolve("docs/perf/results.md"));
        assertThat(results).contains("taskset").doesNotContainPattern("[ =\"]/[A-Za-z]");
    }

    @Test
    void relativeLinksLeadSomewhere() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (Path document : files(".md").toList()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                Path target = document.resolveSibling(link.group(1));
                if (!Files.exists(target)) {
                    broken.add(ROOT.relativize(document) + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }
}
