package org.fivegmc.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.store.body.Bodies.at;
import static org.fivegmc.store.body.Bodies.keep;
import static org.fivegmc.store.body.Bodies.octets;
import static org.fivegmc.store.body.Bodies.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.storage.BodyStore.Chunk;
import org.fivegmc.core.storage.BodyStore.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBodyReaderTest {

    private static final int SIZE = 1_000_000;

    @TempDir Path root;

    private FileBodyStore store;
    private BodyRef ref;

    @BeforeEach
    void open() throws IOException {
        store = new FileBodyStore(root, new BodyLimits(1 << 30, 0), InstantSource.system());
        ref = keep(store, System.currentTimeMillis(), octets(SIZE));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static byte[] octetsAt(Reader reader, long offset, int most) {
        var chunk = (Chunk.Octets) at(reader, offset, most);
        return Arrays.copyOfRange(chunk.octets(), chunk.from(), chunk.from() + chunk.length());
    }

    /// A socket that takes less than was read asks for the rest again.
    @Test
    void readsAnywhere() {
        byte[] body = octets(SIZE);
        var random = new Random(7);
        try (Reader reader = store.open(ref)) {
            long offset = 0;
            for (int i = 0; i < 2_000; i++) {
                int most = 1 + random.nextInt(20_000);
                byte[] read = octetsAt(reader, offset, most);
                assertThat(read.length).isLessThanOrEqualTo(most);
                assertThat(read)
                        .isEqualTo(
                                Arrays.copyOfRange(body, (int) offset, (int) offset + read.length));
                offset =
                        switch (random.nextInt(20)) {
                            case 0 -> random.nextInt(SIZE);
                            case 1 -> Math.max(0, offset - random.nextInt(200_000));
                            default -> offset + random.nextInt(read.length + 1);
                        };
            }
        }
    }

    @Test
    void theEndIsZeroOctets() {
        try (Reader reader = store.open(ref)) {
            assertThat(octetsAt(reader, SIZE - 1, 10)).hasSize(1);
            assertThat(octetsAt(reader, SIZE, 10)).isEmpty();
            assertThat(octetsAt(reader, Long.MAX_VALUE, 10)).isEmpty();
            assertThat(at(reader, -1, 10)).isInstanceOf(Chunk.Gone.class);
            assertThat(octetsAt(reader, 0, 10)).hasSize(10);
        }
    }

    @Test
    void manyReadAtTheSameTime() {
        byte[] body = octets(SIZE);
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    IntStream.range(0, 50)
                            .mapToObj(_ ->
                                    CompletableFuture.runAsync(
                                            () -> assertThat(read(store, ref)).isEqualTo(body),
                                            readers))
                            .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(all).join();
        }
    }

    @Test
    void aBodyOfAnotherLengthIsGone() throws IOException {
        Files.write(root.resolve(ref.name() + ".body"), octets(SIZE - 1));
        try (Reader reader = store.open(ref)) {
            assertThat(at(reader, 0, 10))
                    .isInstanceOfSatisfying(
                            Chunk.Gone.class, gone -> assertThat(gone.cause()).contains("999999"));
        }
    }

    @Test
    void namesLeadNowhereElse() throws IOException {
        Files.write(root.resolve("secret.body"), octets(5));
        for (String name :
                new String[] {
                    "secret",
                    "../secret",
                    "2026-11-30/../secret",
                    "2026-11-30/00000000000000000000000000000000"
                }) {
            try (Reader reader = store.open(new BodyRef(name, 5))) {
                assertThat(at(reader, 0, 5)).as(name).isInstanceOf(Chunk.Gone.class);
            }
        }
    }

    @Test
    void isQuietWhenItIsClosed() {
        Reader reader = store.open(ref);
        assertThat(octetsAt(reader, 0, 10)).hasSize(10);
        reader.close();
        reader.close();
        assertThat(reader.read(0, 10, () -> {})).isInstanceOf(Chunk.Gone.class);
    }
}
