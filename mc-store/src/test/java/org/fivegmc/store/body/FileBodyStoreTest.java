package org.fivegmc.store.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fivegmc.store.body.Bodies.cause;
import static org.fivegmc.store.body.Bodies.finish;
import static org.fivegmc.store.body.Bodies.keep;
import static org.fivegmc.store.body.Bodies.octets;
import static org.fivegmc.store.body.Bodies.read;
import static org.fivegmc.store.body.Bodies.stored;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.storage.BodyStore.Chunk;
import org.fivegmc.core.storage.BodyStore.Draft;
import org.fivegmc.core.storage.BodyStore.Kept;
import org.fivegmc.core.storage.BodyStore.Reader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBodyStoreTest {

    private static final long NOON = Instant.parse("2026-11-27T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final BodyLimits LIMITS = new BodyLimits(1L << 30, 0);

    @TempDir Path root;

    private volatile long now = NOON;
    private FileBodyStore store;

    @BeforeEach
    void open() throws IOException {
        reopen(LIMITS);
    }

    private void reopen(BodyLimits limits) throws IOException {
        store = new FileBodyStore(root, limits, () -> Instant.ofEpochMilli(now));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static void eventually(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(Bodies.SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    @Test
    void givesBackWhatItGot() {
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 1 << 20}) {
            byte[] body = octets(size);
            BodyRef ref = keep(store, NOON + 3 * DAY, body);
            assertThat(ref.octets()).isEqualTo(size);
            assertThat(ref.name()).matches("2026-11-30/[0-9a-f]{32}-[0-9a-f]{16}");
            assertThat(read(store, ref)).isEqualTo(body);
        }
        assertThat(store.bodies()).isEqualTo(6);
    }

    @Test
    void takesOctetsInAnyOrderAndAgain() {
        byte[] body = octets(100_000);
        var pieces = new ArrayList<int[]>();
        for (int at = 0; at < body.length; at += 700) {
            pieces.add(new int[] {at, Math.min(700, body.length - at)});
            pieces.add(new int[] {at / 2, 100});
        }
        Collections.shuffle(pieces, new Random(1));
        Draft draft = store.draft(Bodies.OWNER, NOON);
        for (int[] piece : pieces) {
            Bodies.write(draft, piece[0], body, piece[0], piece[1]);
        }
        assertThat(read(store, stored(finish(draft, body.length)))).isEqualTo(body);
    }

    @Test
    void whatIsNotWholeFails() throws IOException {
        byte[] body = octets(1000);
        Draft hole = store.draft(Bodies.OWNER, NOON);
        Bodies.write(hole, 0, body, 0, 400);
        Bodies.write(hole, 500, body, 500, 500);
        assertThat(cause(finish(hole, 1000))).contains("900 octets");
        Draft cut = store.draft(Bodies.OWNER, NOON);
        Bodies.write(cut, 0, body, 0, 1000);
        assertThat(cause(finish(cut, 999))).contains("1000 octets");
        assertThat(cause(finish(store.draft(Bodies.OWNER, NOON), 1))).contains("0 octets");
        assertThat(Bodies.files(root)).isEmpty();
        assertThat(store.octets()).isZero();
        assertThat(store.bodies()).isZero();
    }

    @Test
    void endsOnce() {
        Draft draft = store.draft(Bodies.OWNER, NOON);
        byte[] body = octets(10);
        Bodies.write(draft, 0, body, 0, 10);
        BodyRef ref = stored(finish(draft, 10));
        draft.discard();
        assertThat(draft.write(10, body, 0, 10, () -> {})).isTrue();
        assertThat(cause(finish(draft, 20))).contains("ended");
        assertThat(read(store, ref)).isEqualTo(body);
    }

    @Test
    void nothingIsLeftOfWhatIsDiscarded() throws IOException {
        Draft draft = store.draft(Bodies.OWNER, NOON);
        Bodies.write(draft, 0, octets(300_000), 0, 300_000);
        draft.discard();
        eventually(() -> store.octets() == 0);
        assertThat(Bodies.files(root)).isEmpty();
        assertThat(cause(finish(draft, 300_000))).contains("discarded");
    }

    @Test
    void asksToWaitAndToGoOn() {
        byte[] body = octets(4 << 20);
        Draft draft = store.draft(Bodies.OWNER, NOON);
        int asked = 0;
        for (int at = 0; at < body.length; at += 64 * 1024) {
            var go = new CompletableFuture<Boolean>();
            if (!draft.write(
                    at, body, at, 64 * 1024, () -> assertThat(go.complete(true)).isTrue())) {
                asked++;
                assertThat(go.orTimeout(Bodies.SECONDS, TimeUnit.SECONDS).join()).isTrue();
            }
        }
        byte[] large = octets(FileDraft.WAITING);
        var go = new CompletableFuture<Boolean>();
        assertThat(draft.write(body.length, large, 0, large.length, () -> go.complete(true)))
                .as("as much as may wait waits")
                .isFalse();
        assertThat(go.orTimeout(Bodies.SECONDS, TimeUnit.SECONDS).join()).isTrue();
        assertThat(asked).isLessThan(64);
        assertThat(finish(draft, body.length + large.length)).isInstanceOf(Kept.Stored.class);
    }

    /// The socket's last octets may come after the request to wait, but not everything.
    @Test
    void whoNeverWaitsFails() throws IOException {
        Draft draft = store.draft(Bodies.OWNER, NOON);
        byte[] tooMuch = new byte[FileDraft.WAITING + FileDraft.OVERRUN];
        int most = tooMuch.length - FileDraft.PIECE;
        assertThat(draft.write(0, tooMuch, 0, most, () -> {})).isFalse();
        Draft other = store.draft(Bodies.OWNER, NOON);
        assertThat(other.write(0, tooMuch, 0, tooMuch.length, () -> {})).isTrue();
        assertThat(other.failure()).contains("wait");
        assertThat(cause(finish(other, tooMuch.length))).contains("wait");
        assertThat(finish(draft, most)).isInstanceOf(Kept.Stored.class);
        assertThat(Bodies.files(root)).hasSize(1);
    }

    @Test
    void offsetsThatCantBeAreAFailure() {
        for (long offset : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Draft draft = store.draft(Bodies.OWNER, NOON);
            assertThat(draft.write(offset, new byte[5], 0, 5, () -> {})).isTrue();
            assertThat(draft.failure()).contains("octets at");
            assertThat(finish(draft, 5)).isInstanceOf(Kept.Failed.class);
        }
        Draft far = store.draft(Bodies.OWNER, NOON);
        Bodies.write(far, 1L << 40, new byte[5], 0, 5);
        assertThat(cause(finish(far, 5))).contains("all that they may");
        assertThat(store.octets()).isZero();
    }

    @Test
    void allTogetherHaveALimit() throws IOException {
        close();
        reopen(new BodyLimits(3 * BodyRoom.BLOCK + 250_000, 0));
        BodyRef first = keep(store, NOON, octets(100_000));
        BodyRef second = keep(store, NOON, octets(100_000));
        assertThat(store.octets()).isEqualTo(2 * BodyRoom.BLOCK + 200_000);
        Draft third = store.draft(Bodies.OWNER, NOON);
        Bodies.write(third, 0, octets(50_001), 0, 50_001);
        assertThat(cause(finish(third, 50_001))).contains("all that they may");
        assertThat(third.failure()).isNotNull();
        assertThat(store.octets()).as("given back").isEqualTo(2 * BodyRoom.BLOCK + 200_000);
        store.delete(first);
        store.delete(first);
        eventually(() -> store.bodies() == 1);
        keep(store, NOON, octets(150_000));
        close();
        reopen(LIMITS);
        assertThat(store.octets()).as("counted anew").isEqualTo(2 * BodyRoom.BLOCK + 250_000);
        assertThat(store.bodies()).isEqualTo(2);
        assertThat(read(store, second)).isEqualTo(octets(100_000));
    }

    /// Nobody fills the store alone, and a start forgets nothing of it.
    @Test
    void anOwnerHasALimit() throws IOException {
        var limits = new BodyLimits(1L << 30, 2 * BodyRoom.BLOCK + 150_000, 1L << 30, 0);
        close();
        reopen(limits);
        BodyRef first = keep(store, NOON, octets(100_000));
        for (int start = 0; start < 2; start++) {
            Draft more = store.draft(Bodies.OWNER, NOON);
            Bodies.write(more, 0, octets(50_001), 0, 50_001);
            assertThat(Bodies.finish(more, 50_001)).isInstanceOf(Kept.TooMuch.class);
            assertThat(store.octets()).as("given back").isEqualTo(BodyRoom.BLOCK + 100_000);
            close();
            reopen(limits);
        }
        Draft anothers = store.draft(new Msisdn(8613800000002L), NOON);
        Bodies.write(anothers, 0, octets(50_001), 0, 50_001);
        assertThat(Bodies.finish(anothers, 50_001)).isInstanceOf(Kept.Stored.class);
        assertThat(store.room().owners()).isEqualTo(2);
        store.delete(first);
        eventually(() -> store.room().owners() == 1);
        keep(store, NOON, octets(150_000));
    }

    /// What is only begun does not take the room of what is whole.
    @Test
    void allDraftsTogetherHaveALimit() throws IOException {
        close();
        reopen(new BodyLimits(1L << 30, 1L << 30, 2 * BodyRoom.BLOCK + 100_000, 0));
        Draft first = store.draft(Bodies.OWNER, NOON);
        Bodies.write(first, 0, octets(60_000), 0, 60_000);
        eventually(() -> store.octets() == BodyRoom.BLOCK + 60_000);
        Draft second = store.draft(Bodies.OWNER, NOON);
        Bodies.write(second, 0, octets(40_001), 0, 40_001);
        assertThat(cause(Bodies.finish(second, 40_001))).contains("drafts take");
        assertThat(Bodies.finish(first, 60_000)).isInstanceOf(Kept.Stored.class);
        assertThat(store.room().drafts()).isZero();
        keep(store, NOON, octets(100_000));
        Draft third = store.draft(Bodies.OWNER, NOON);
        Bodies.write(third, 0, octets(70_000), 0, 70_000);
        third.discard();
        eventually(() -> store.room().drafts() == 0);
    }

    /// Bodies of earlier versions count for nobody in particular, and are found.
    @Test
    void aBodyWithoutAnOwnerInItsNameIsKept() throws IOException {
        BodyRef ref = keep(store, NOON + DAY, octets(1_000));
        close();
        String old = ref.name().substring(0, ref.name().lastIndexOf('-'));
        Files.move(root.resolve(ref.name() + ".body"), root.resolve(old + ".body"));
        reopen(LIMITS);
        var before = new BodyRef(old, 1_000);
        assertThat(read(store, before)).isEqualTo(octets(1_000));
        store.delete(before);
        eventually(() -> store.bodies() == 0);
        assertThat(store.octets()).isZero();
    }

    @Test
    void theDiskKeepsSomeRoom() throws IOException {
        close();
        reopen(new BodyLimits(1L << 30, Long.MAX_VALUE));
        Draft draft = store.draft(Bodies.OWNER, NOON);
        Bodies.write(draft, 0, octets(10), 0, 10);
        assertThat(cause(finish(draft, 10))).contains("octets free");
        assertThat(Bodies.files(root)).isEmpty();
        assertThat(store.octets()).isZero();
    }

    /// A file stands where the directory of the day should be.
    @Test
    void whatTheDiskSaysIsTold() throws IOException {
        Path day = Files.writeString(root.resolve("2026-11-27"), "in the way");
        Draft draft = store.draft(Bodies.OWNER, NOON);
        Bodies.write(draft, 0, octets(10), 0, 10);
        assertThat(cause(finish(draft, 10))).contains("Exception");
        assertThat(store.octets()).isZero();
        Files.delete(day);
        assertThat(read(store, keep(store, NOON, octets(10)))).isEqualTo(octets(10));
    }

    @Test
    void aDraftThatFailsLetsItsWriterGoOn() throws IOException {
        Files.writeString(root.resolve("2026-11-27"), "in the way");
        Draft draft = store.draft(Bodies.OWNER, NOON);
        byte[] body = octets(FileDraft.WAITING);
        for (int i = 0; i < 10; i++) {
            Bodies.write(draft, (long) i * body.length, body, 0, body.length);
        }
        assertThat(draft.failure()).isNotNull();
    }

    @Test
    void draftsOfAnEarlierProcessGoAtTheStart() throws IOException {
        BodyRef kept = keep(store, NOON, octets(100));
        Draft left = store.draft(Bodies.OWNER, NOON);
        Bodies.write(left, 0, octets(300_000), 0, 300_000);
        eventually(() -> store.octets() > 300_000);
        close();
        assertThat(Bodies.files(root)).hasSize(2);
        byte[] more = new byte[FileDraft.GATHERED];
        assertThat(left.write(300_000, more, 0, more.length, () -> {})).isTrue();
        assertThat(left.failure()).contains("closed");
        reopen(LIMITS);
        assertThat(Bodies.files(root)).containsExactly(root.resolve(kept.name() + ".body"));
        assertThat(store.octets()).isEqualTo(BodyRoom.BLOCK + 100);
        assertThat(read(store, kept)).isEqualTo(octets(100));
    }

    @Test
    void daysThatHavePassedGo() throws IOException {
        BodyRef today = keep(store, NOON, octets(10));
        BodyRef tomorrow = keep(store, NOON + DAY, octets(20));
        BodyRef late = keep(store, NOON - 5 * DAY, octets(30));
        assertThat(late.name()).as("not where it would go at once").startsWith("2026-11-27/");
        now = Instant.parse("2026-11-28T00:59:59Z").toEpochMilli();
        assertThat(store.sweep()).isZero();
        assertThat(store.bodies()).isEqualTo(3);
        assertThat(read(store, today)).isEqualTo(octets(10));
        now = Instant.parse("2026-11-28T01:00:00Z").toEpochMilli();
        // the janitor may be at it as well, if it was late with its first look
        assertThat(store.sweep()).isLessThanOrEqualTo(2);
        eventually(() -> store.bodies() == 1 && !Files.exists(root.resolve("2026-11-27")));
        assertThat(read(store, tomorrow)).isEqualTo(octets(20));
        assertThat(store.octets()).isEqualTo(BodyRoom.BLOCK + 20);
        assertThat(store.bodies()).isEqualTo(1);
    }

    /// Also those that passed while no process ran.
    @Test
    void theFirstSweepComesWithTheStart() throws IOException {
        keep(store, NOON, octets(10));
        close();
        now = NOON + 5 * DAY;
        reopen(LIMITS);
        eventually(() -> store.bodies() == 0);
        assertThat(Bodies.files(root)).isEmpty();
    }

    @Test
    void whatIsDeletedIsGone() throws IOException {
        BodyRef ref = keep(store, NOON, octets(200_000));
        try (Reader reader = store.open(ref)) {
            assertThat(Bodies.at(reader, 0, 10)).isInstanceOf(Chunk.Octets.class);
            store.delete(ref);
            eventually(() -> store.bodies() == 0);
            assertThat(Bodies.at(reader, 199_000, 10))
                    .as("who reads may go on")
                    .isInstanceOf(Chunk.Octets.class);
        }
        try (Reader reader = store.open(ref)) {
            assertThat(Bodies.at(reader, 0, 10)).isInstanceOf(Chunk.Gone.class);
        }
        assertThat(Bodies.files(root)).isEmpty();
        store.delete(ref);
        store.delete(new BodyRef("../../etc/passwd", 5));
        keep(store, NOON, octets(1));
        assertThat(store.bodies()).isEqualTo(1);
    }

    @Test
    void deletionsAreCarriedOutBeforeTheEnd() throws IOException {
        var refs = new ArrayList<BodyRef>();
        for (int i = 0; i < 50; i++) {
            refs.add(keep(store, NOON, octets(10)));
        }
        refs.forEach(store::delete);
        close();
        assertThat(Bodies.files(root)).isEmpty();
    }

    @Test
    void twoServersDoNotShareADirectory() {
        assertThatThrownBy(() -> new FileBodyStore(root, LIMITS, () -> Instant.EPOCH))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aClosedStoreTellsSo() throws IOException {
        BodyRef ref = keep(store, NOON, octets(100));
        Draft before = store.draft(Bodies.OWNER, NOON);
        close();
        assertThat(cause(finish(before, 0))).contains("closed");
        List<Kept> kept = new ArrayList<>();
        Draft after = store.draft(Bodies.OWNER, NOON);
        after.write(0, new byte[5], 0, 5, () -> {});
        after.finish(5, kept::add);
        assertThat(kept).hasSize(1).allMatch(k -> k instanceof Kept.Failed);
        try (Reader reader = store.open(ref)) {
            assertThat(reader.read(0, 5, () -> {})).isInstanceOf(Chunk.Gone.class);
        }
        store.delete(ref);
    }

    @Test
    void aCallbackThatThrowsDoesNoHarm() {
        Draft draft = store.draft(Bodies.OWNER, NOON);
        byte[] body = octets(FileDraft.WAITING);
        draft.write(
                0,
                body,
                0,
                body.length,
                () -> {
                    throw new IllegalStateException("of the test");
                });
        assertThat(finish(draft, body.length)).isInstanceOf(Kept.Stored.class);
    }

    /// 64 MiB pass through; what is on the heap at any time is what may wait.
    @Test
    void theHeapDoesNotGrowByTheBody() {
        int piece = 64 * 1024;
        int pieces = 1024;
        byte[] octets = octets(piece);
        long before = used();
        long most = 0;
        Draft draft = store.draft(Bodies.OWNER, NOON);
        for (int i = 0; i < pieces; i++) {
            Bodies.write(draft, (long) i * piece, octets, 0, piece);
            if (i % 256 == 255) {
                most = Math.max(most, used());
            }
        }
        BodyRef ref = stored(finish(draft, (long) pieces * piece));
        try (Reader reader = store.open(ref)) {
            for (int i = 0; i < pieces; i++) {
                var read = (Chunk.Octets) Bodies.at(reader, (long) i * piece, piece);
                assertThat(read.length()).isEqualTo(piece);
                if (i % 256 == 255) {
                    assertThat(read.octets()).isEqualTo(octets);
                    most = Math.max(most, used());
                }
            }
        }
        assertThat(most - before).as("octets on the heap").isLessThan(16L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void isABodyStore() {
        BodyStore port = store;
        assertThat(read(port, keep(port, NOON, octets(5)))).isEqualTo(octets(5));
    }
}
