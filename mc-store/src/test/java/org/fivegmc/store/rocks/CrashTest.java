package org.fivegmc.store.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fivegmc.core.storage.Family;
import org.fivegmc.core.storage.StorageEngine;
import org.fivegmc.store.StoreEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

    private static final int ROUNDS = 10;

    @TempDir Path place;

    private static List<Integer> numbers(StorageEngine engine, Family family) {
        var numbers = new ArrayList<Integer>();
        engine.state()
                .scan(
                        family,
                        new byte[] {0},
                        new byte[] {0x7f},
                        (key, _) -> numbers.add(ByteBuffer.wrap(key).getInt()));
        return numbers;
    }

    /// Every turn from 0 up to some number, whole, and none behind it.
    ///
    /// @return how many
    private static int assertPrefix(StorageEngine engine) {
        List<Integer> inbox = numbers(engine, Family.INBOX);
        assertThat(inbox).isEqualTo(IntStream.range(0, inbox.size()).boxed().toList());
        assertThat(numbers(engine, Family.TIMER)).isEqualTo(inbox);
        return inbox.size();
    }

    @Test
    void whatWasAcknowledgedSurvivesKills() throws Exception {
        Path database = place.resolve("db");
        var random = new Random(3);
        int present = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int acknowledged = commitAndKill(database, present, 150 + random.nextInt(900));
            try (var engine = RocksEngine.open(RocksTests.small(database), StoreEvents.NONE)) {
                int found = assertPrefix(engine);
                assertThat(found).isGreaterThan(acknowledged);
                present = found;
            }
        }
    }

    /// @param turns acknowledged turns after which the process is killed
    /// @return the last number it acknowledged
    private int commitAndKill(Path database, int first, int turns) throws IOException {
        // RocksDB unpacks its library there, and a killed process can't tidy up
        Path scratch = Files.createTempDirectory(place, "child");
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.io.tmpdir=" + scratch,
                                "-cp",
                                classes,
                                Committer.class.getName(),
                                database.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int last = first - 1;
        try (var out = child.inputReader(StandardCharsets.UTF_8)) {
            int left = turns;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // the last line may be cut off by the kill
                if (line.equals(Integer.toString(last + 1))) {
                    last++;
                }
                if (--left == 0) {
                    // through the handle, which leaves what was printed readable
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
            child.onExit().join();
            delete(scratch);
        }
        return last;
    }

    @Test
    void aTornTailOfTheLogLeavesAPrefix() throws Exception {
        Path database = place.resolve("db");
        int turns = 3000;
        Path image = place.resolve("image");
        try (var engine = RocksEngine.open(RocksTests.small(database), StoreEvents.NONE)) {
            for (int number = 0; number < turns; number++) {
                engine.log().append(Committer.turn(number));
            }
            // every commit is on the disk, so a copy of the open database is what a crash leaves
            copy(database, image);
        }
        var random = new Random(5);
        int shortest = turns;
        for (int round = 0; round < 20; round++) {
            Path torn = place.resolve("torn" + round);
            copy(image, torn);
            Path log = newestLog(torn);
            long cut = round == 0 ? 0 : random.nextLong(Files.size(log));
            try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.truncate(Files.size(log) - cut);
            }
            try (var engine = RocksEngine.open(RocksTests.small(torn), StoreEvents.NONE)) {
                int found = assertPrefix(engine);
                assertThat(found).isLessThanOrEqualTo(turns);
                if (cut == 0) {
                    assertThat(found).isEqualTo(turns);
                }
                shortest = Math.min(shortest, found);
                engine.log().append(Committer.turn(found));
                assertThat(assertPrefix(engine)).isEqualTo(found + 1);
            }
            // what is committed after the repair is not lost by the old damage
            try (var engine = RocksEngine.open(RocksTests.small(torn), StoreEvents.NONE)) {
                assertThat(assertPrefix(engine)).isPositive();
            }
            delete(torn);
        }
        assertThat(shortest).isLessThan(turns);
    }

    /// A kill in the midst of logs that are written a second time is what the other tests try, as
    /// long as logs are written a second time at all.
    @Test
    void logsAreRecycled() throws Exception {
        Path database = place.resolve("db");
        var inodes = new ArrayList<Object>();
        try (var engine = RocksEngine.open(RocksTests.small(database), StoreEvents.NONE)) {
            Path newest = database;
            for (int number = 0; number < 6000; number++) {
                engine.log().append(Committer.turn(number));
                Path log = newestLog(database);
                if (!log.equals(newest)) {
                    newest = log;
                    inodes.add(Files.getAttribute(log, "unix:ino"));
                }
            }
        }
        assertThat(inodes.stream().distinct().count()).isLessThan(inodes.size());
    }

    private static Path newestLog(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(f -> f.toString().endsWith(".log"))
                    .max(Comparator.comparing(Path::getFileName))
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
