package org.fivegmc.loadtest.bench.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.fivegmc.loadtest.bench.machine.Commit;

/// Plays rows one after another. What fails in one of them does not stop the others.
public final class Play {
    private final Setting setting;
    private final String commit;

    public Play(Setting setting) {
        this.setting = setting;
        this.commit = Commit.of(setting.checkout().root());
    }

    /// How many of them could not be measured.
    public int all(List<Row> rows) {
        int failed = 0;
        for (Row row : rows) {
            failed += one(row) ? 0 : 1;
        }
        return failed;
    }

    private boolean one(Row row) {
        setting.out()
                .printf(
                        Locale.ROOT,
                        "%n%s: %s (%s)%n",
                        row.id(),
                        row.title(),
                        setting.variant().label(row.rounds(), row.scales()));
        String variant = setting.variant().label(row.rounds(), row.scales());
        Path directory = setting.work().resolve(row.id() + "-" + ProcessHandle.current().pid());
        long start = System.nanoTime();
        try {
            Files.createDirectories(directory);
            setting.results().begin(row.id(), variant);
            var stage = new Stage(setting, row, commit, directory);
            if (!setting.variant().quick()) {
                stage.useMemory();
            }
            row.procedure().play(stage);
            setting.results().complete(row.id(), variant);
            setting.out()
                    .printf(Locale.ROOT, "  done in %.0f s%n", (System.nanoTime() - start) / 1e9);
            return true;
        } catch (IOException | RuntimeException failed) {
            setting.out().println("  FAILED: " + failed.getMessage());
            return false;
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // Left for the next clean.
        }
    }
}
