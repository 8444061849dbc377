package org.fivegmc.store.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.storage.BodyStore.Chunk;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.core.storage.BodyStore.Kept;
import org.fivegmc.core.storage.BodyStore.Reader;

/// What callers do, with waits.
final class Bodies {

    static final long SECONDS = 30;
    static final UserAddress OWNER = new Msisdn(8613800000001L);

    private Bodies() {}

    static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    /// Waits until more may come.
    static void write(Draft draft, long offset, byte[] octets, int from, int length) {
        var resumed = new Semaphore(0);
        if (!draft.write(offset, octets, from, length, resumed::release)) {
            take(resumed);
        }
    }

    static Kept finish(Draft draft, long total) {
        var kept = new CompletableFuture<Kept>();
        draft.finish(total, k -> assertThat(kept.complete(k)).isTrue());
        return kept.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    static BodyRef keep(BodyStore store, long untilMs, byte[] body) {
        Draft draft = store.draft(OWNER, untilMs);
        for (int at = 0; at < body.length; at += 10_000) {
            write(draft, at, body, at, Math.min(10_000, body.length - at));
        }
        return stored(finish(draft, body.length));
    }

    static BodyRef stored(Kept kept) {
        assertThat(kept).isInstanceOf(Kept.Stored.class);
        return ((Kept.Stored) kept).ref();
    }

    static String cause(Kept kept) {
        assertThat(kept).isInstanceOf(Kept.Failed.class);
        return ((Kept.Failed) kept).cause();
    }

    /// What is at an offset, once it is there.
    static Chunk at(Reader reader, long offset, int most) {
        var more = new Semaphore(0);
        while (true) {
            Chunk chunk = reader.read(offset, most, more::release);
            if (!(chunk instanceof Chunk.NotYet)) {
                return chunk;
            }
            take(more);
        }
    }

    static byte[] read(BodyStore store, BodyRef ref) {
        byte[] body = new byte[(int) ref.octets()];
        try (Reader reader = store.open(ref)) {
            int at = 0;
            while (true) {
                Chunk chunk = at(reader, at, 3_000);
                assertThat(chunk).isInstanceOf(Chunk.Octets.class);
                var octets = (Chunk.Octets) chunk;
                if (octets.length() == 0) {
                    assertThat(at).isEqualTo(body.length);
                    return body;
                }
                System.arraycopy(octets.octets(), octets.from(), body, at, octets.length());
                at += octets.length();
            }
        }
    }

    /// Everything in a directory but its lock.
    static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .filter(p -> !p.endsWith("lock"))
                    .sorted()
                    .toList();
        }
    }

    private static void take(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(SECONDS, TimeUnit.SECONDS)).as("told").isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
