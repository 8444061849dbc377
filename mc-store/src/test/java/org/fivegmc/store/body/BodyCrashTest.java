package org.fivegmc.store.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.store.rocks.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Killed processes and full disks.
class BodyCrashTest {

    private static final Pattern KEPT =
            Pattern.compile("(\\d+) (\\d{4}-\\d{2}-\\d{2}/[0-9a-f]{32}-[0-9a-f]{16})");

    @TempDir Path place;

    @Test
    void whatWasToldToBeStoredSurvivesKills() throws IOException {
        Path root = place.resolve("bodies");
        var acknowledged = new ArrayList<BodyRef>();
        for (int round = 1; round <= 4; round++) {
            acknowledged.addAll(keepAndKill(root, 7 * round));
            try (var store =
                    new FileBodyStore(root, new BodyLimits(1L << 40, 0), InstantSource.system())) {
                assertThat(Bodies.files(root))
                        .as("no draft")
                        .allMatch(file -> file.toString().endsWith(".body"))
                        .hasSize((int) store.bodies())
                        .hasSizeGreaterThanOrEqualTo(acknowledged.size());
                for (BodyRef ref : acknowledged) {
                    assertThat(Bodies.read(store, ref))
                            .isEqualTo(Bodies.octets((int) ref.octets()));
                }
            }
        }
    }

    private static List<BodyRef> keepAndKill(Path root, int bodies) throws IOException {
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classes,
                                BodyKeeper.class.getName(),
                                root.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var kept = new ArrayList<BodyRef>();
        try (var out = child.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // the last line may be cut off by the kill, and the log has lines as well
                Matcher told = KEPT.matcher(line);
                if (told.matches()) {
                    kept.add(new BodyRef(told.group(2), Long.parseLong(told.group(1))));
                }
                if (kept.size() == bodies) {
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
            child.onExit().join();
        }
        assertThat(kept).hasSizeGreaterThanOrEqualTo(bodies);
        return kept;
    }

    @Test
    void aFullDiskIsAFailureAndNoMore() throws IOException {
        Path mount = Files.createDirectory(place.resolve("small"));
        try (var disk = new SmallDisk(mount);
                var store =
                        new FileBodyStore(
                                disk.directory(),
                                new BodyLimits(1L << 40, 0),
                                InstantSource.system())) {
            long until = System.currentTimeMillis();
            byte[] piece = Bodies.octets(100_000);
            BodyRef before = Bodies.keep(store, until, piece);
            Draft tooMuch = store.draft(Bodies.OWNER, until);
            long at = 0;
            while (tooMuch.failure() == null) {
                Bodies.write(tooMuch, at, piece, 0, piece.length);
                at += piece.length;
                assertThat(at).isLessThan(2 * SmallDisk.BYTES);
            }
            assertThat(Bodies.cause(Bodies.finish(tooMuch, at))).contains("No space left");
            assertThat(store.octets()).isEqualTo(BodyRoom.BLOCK + piece.length);
            BodyRef after = Bodies.keep(store, until, piece);
            assertThat(Bodies.read(store, before)).isEqualTo(piece);
            assertThat(Bodies.read(store, after)).isEqualTo(piece);
        }
    }
}
