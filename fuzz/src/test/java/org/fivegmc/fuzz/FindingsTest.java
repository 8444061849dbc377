package org.fivegmc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The corpora, and every finding there ever was, without the fuzzer.
class FindingsTest {
    private static List<Path> files(String kind, Target target) throws IOException {
        Path directory = Path.of(kind, target.label());
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> holdsForEveryFile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Target target : Target.values()) {
            for (String kind : List.of("corpus", "findings")) {
                for (Path file : files(kind, target)) {
                    tests.add(
                            DynamicTest.dynamicTest(
                                    file.toString(), () -> target.check(Files.readAllBytes(file))));
                }
            }
        }
        return tests.stream();
    }

    /// Else the properties of what was read would hold of nothing.
    @ParameterizedTest
    @EnumSource
    void theCorpusHasWhatIsUnderstood(Target target) throws IOException {
        List<Path> corpus = files("corpus", target);
        assertThat(corpus).hasSizeGreaterThan(1);
        assertThat(corpus)
                .anyMatch(file -> {
                    try {
                        return target.check(Files.readAllBytes(file));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        assertThat(target.check("no such thing".getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    /// Damage to each file of the corpus, the same in each run: what a fuzzer finds in its first
    /// second.
    @ParameterizedTest
    @EnumSource
    void holdsForDamagedFiles(Target target) throws IOException {
        SplittableRandom random = new SplittableRandom(20_261_127);
        for (Path file : files("corpus", target)) {
            byte[] sound = Files.readAllBytes(file);
            for (int round = 0; round < 300 && sound.length > 0; round++) {
                byte[] octets = sound.clone();
                for (int change = random.nextInt(3); change >= 0; change--) {
                    int at = random.nextInt(octets.length);
                    int from = random.nextInt(octets.length);
                    int n = Math.min(octets.length - Math.max(at, from), random.nextInt(40));
                    if (random.nextBoolean()) {
                        octets[at] = (byte) random.nextInt(256);
                    } else {
                        System.arraycopy(octets, from, octets, at, n);
                    }
                }
                target.check(octets);
            }
        }
    }

    @Test
    void whatDoesNotHoldIsThrown() {
        assertThatThrownBy(() -> Target.same("a", 1, 2))
                .isInstanceOf(Target.Broken.class)
                .hasMessageContaining("a:");
        assertThatThrownBy(() -> Target.holds("b", false)).isInstanceOf(Target.Broken.class);
    }
}
