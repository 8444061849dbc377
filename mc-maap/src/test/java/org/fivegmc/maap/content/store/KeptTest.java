package org.fivegmc.maap.content.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is on the disk before anybody is told that it is.
class KeptTest {
    private Instant now = Instant.parse("2026-11-27T00:00:00Z");
    private static final FileId ID = FileId.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    private static final String OF_IT = ID.text();
    private static final String SHARD = OF_IT.substring(0, 2);

    @TempDir private Path directory;
    private final List<String> kept = new ArrayList<>();
    private StagedFileStore store;

    /// Remembers what was kept, with its length at that time, or the names in it.
    private final class Remembering implements Fsync {
        private final Fsync kernel = Fsync.kernel();

        @Override
        public void octets(FileChannel channel, Path file) throws IOException {
            kernel.octets(channel, file);
            boolean facts = file.toString().contains(FactsFile.SUFFIX);
            kept.add(name(file) + (facts ? "" : " " + channel.size()));
        }

        @Override
        public void names(Path names) throws IOException {
            kernel.names(names);
            try (var all = Files.list(names)) {
                kept.add(
                        name(names)
                                + all.map(file -> directory.relativize(file).getFileName() + "")
                                        .sorted()
                                        .toList());
            }
        }

        private String name(Path file) {
            return directory.relativize(file).toString().replace(OF_IT, "x");
        }
    }

    @BeforeEach
    void open() throws IOException {
        Fsync fsync = new Remembering();
        var limits = new StoreLimits(64 << 20, 64 << 20, 1);
        var shelf = new LocalShelf(directory, fsync);
        store = new StagedFileStore(directory, shelf, limits, () -> now, fsync);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private FileWriter begin() throws IOException {
        var facts = new FileFacts(ID, "+8613812340001", "a", "text/plain", Optional.empty());
        return FileStoreContract.ready(store.begin(facts));
    }

    /// Octets first, all of them; then the facts by which they are found; then the names of both.
    @Test
    void aFileIsKeptBeforeItsUploadIsAnswered() throws IOException {
        try (FileWriter writer = begin()) {
            writer.append(new ByteArrayInputStream(new byte[300_000]), 300_000);
            writer.publish(now.plusSeconds(60));
        }
        assertThat(kept)
                .containsExactly(
                        "drafts/x.data 300000",
                        "files[" + SHARD + "]",
                        "files/" + SHARD + "/x.meta.tmp",
                        "files/" + SHARD + "[" + OF_IT + ".data, " + OF_IT + ".meta]");
    }

    @Test
    void whatIsSaidToBeHereOfAnUploadIsKept() throws IOException {
        try (FileWriter writer = begin()) {
            writer.append(new ByteArrayInputStream(new byte[70_000]), 70_000);
            assertThat(kept).isEmpty();
        }
        assertThat(kept).containsExactly("drafts/x.data 70000", "drafts/x.meta.tmp");
        assertThat(store.draft(ID)).map(Draft::length).contains(70_000L);
    }

    /// No more of a long upload than that is lost in a crash.
    @Test
    void aLongUploadIsKeptFromTimeToTime() throws IOException {
        int octets = (int) DraftWriter.CHECKPOINT;
        try (FileWriter writer = begin()) {
            append(writer, octets);
            now = now.plus(DraftWriter.PAUSE).minusNanos(1);
            append(writer, 1);
            assertThat(kept).as("an upload as fast as that is soon over").isEmpty();
            now = now.plusNanos(1);
            append(writer, 1);
            String data = "drafts/x.data ";
            assertThat(kept).containsExactly(data + (octets + 2), "drafts/x.meta.tmp");
            now = now.plus(DraftWriter.PAUSE);
            append(writer, octets - 1);
            assertThat(kept).as("few octets are not worth it").hasSize(2);
            append(writer, 1);
            assertThat(kept).hasSize(4).contains(data + (2 * octets + 2));
            now = now.minusSeconds(3600);
            append(writer, octets);
            assertThat(kept).as("a clock set back").hasSize(6).contains(data + (3 * octets + 2));
        }
    }

    private static void append(FileWriter writer, int octets) throws IOException {
        assertThat(writer.append(new ByteArrayInputStream(new byte[octets]), octets))
                .isInstanceOf(Written.All.class);
    }
}
