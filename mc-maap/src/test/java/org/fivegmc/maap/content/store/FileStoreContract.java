package org.fivegmc.maap.content.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store of files does. A shelf makes one of it.
public abstract class FileStoreContract {
    protected static final Instant START = Instant.parse("2026-11-27T00:00:00Z");
    protected static final Instant UNTIL = START.plus(Duration.ofDays(7));
    protected static final Duration DRAFTS = Duration.ofHours(6);
    protected static final String ALICE = "+8613812340001";
    protected static final String BOB = "+8613812340002";
    protected static final StoreLimits LIMITS = new StoreLimits(1 << 20, 3 << 20, 1);

    @TempDir protected Path directory;
    protected Instant now = START;
    protected StagedFileStore store;

    /// The same files every time.
    protected abstract Shelf shelf() throws IOException;

    /// Names of what stands on it.
    protected abstract List<String> onShelf() throws IOException;

    @BeforeEach
    protected void open() throws IOException {
        store = new StagedFileStore(directory, shelf(), LIMITS, () -> now);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    protected void reopen() throws IOException {
        store.close();
        open();
    }

    protected static FileId id(int n) {
        return FileId.of(new byte[] {(byte) n, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    }

    protected static FileFacts facts(int n, String owner) {
        return new FileFacts(id(n), owner, "Käse \"1\".txt", "text/plain", Optional.empty());
    }

    protected static byte[] octets(int length) {
        var octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    protected FileWriter begin(FileFacts facts) throws IOException {
        return ready(store.begin(facts));
    }

    protected static FileWriter ready(Begun begun) {
        if (begun instanceof Begun.Ready(FileWriter writer)) {
            return writer;
        }
        throw new AssertionError(begun);
    }

    protected StoredFile put(int n, String owner, byte[] octets) throws IOException {
        try (FileWriter writer = begin(facts(n, owner))) {
            assertThat(writer.append(new ByteArrayInputStream(octets), octets.length))
                    .isEqualTo(new Written.All());
            return writer.publish(UNTIL);
        }
    }

    /// Gives some octets, then breaks.
    protected static InputStream breaking(byte[] octets) {
        return new SequenceInputStream(
                new ByteArrayInputStream(octets),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }
                });
    }

    protected void interrupted(FileFacts facts, byte[] octets) throws IOException {
        try (FileWriter writer = begin(facts)) {
            assertThat(writer.append(breaking(octets), 1 << 19)).isInstanceOf(Written.CutOff.class);
        }
    }

    /// What is left anywhere.
    private List<String> names() throws IOException {
        return Stream.concat(inDirectory("drafts").stream(), onShelf().stream()).toList();
    }

    protected List<String> inDirectory(String below) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve(below))) {
            return all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    protected byte[] read(int n, long offset) throws IOException {
        StoredFile file = store.find(id(n)).orElseThrow();
        try (InputStream in = store.open(file, offset, file.size() - offset)) {
            return in.readAllBytes();
        }
    }

    /// Its address has been given out; an upload of the same name that lasted longer must not take
    /// it away.
    @Test
    void whatIsThereIsNotBegunAgain() throws IOException {
        StoredFile file = put(1, ALICE, octets(100));

        assertThat(store.begin(facts(1, ALICE))).isEqualTo(new Begun.Exists(file));
        assertThat(store.find(id(1))).contains(file);
        assertThat(store.usage().files()).isEqualTo(1);
    }

    /// As after a publication that failed when the octets had been moved.
    @Test
    void aDraftWithoutItsOctetsIsNotResumed() throws IOException {
        interrupted(facts(1, ALICE), octets(100_000));
        Files.delete(directory.resolve("drafts").resolve(id(1) + ".data"));

        assertThat(store.resume(id(1))).isInstanceOf(Begun.Unknown.class);
        assertThat(names()).noneMatch(name -> name.startsWith(id(1).toString()));
        byte[] again = octets(1_000);
        put(1, ALICE, again);
        assertThat(read(1, 0)).isEqualTo(again);
    }

    @Test
    void aFileIsReadAsItWasWrittenAlsoAfterAStart() throws IOException {
        byte[] octets = octets(200_000);
        StoredFile file = put(1, ALICE, octets);
        assertThat(file).isEqualTo(new StoredFile(facts(1, ALICE), 200_000, START, UNTIL));
        for (int i = 0; i < 2; i++) {
            assertThat(store.find(id(1))).contains(file);
            assertThat(read(1, 0)).isEqualTo(octets);
            assertThat(read(1, 199_000)).isEqualTo(Arrays.copyOfRange(octets, 199_000, 200_000));
            assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 200_000 + Quotas.OVERHEAD));
            reopen();
        }
        assertThat(store.draft(id(1))).isEmpty();
    }

    @Test
    void nothingIsSeenBeforeItIsPublished() throws IOException {
        try (FileWriter writer = begin(facts(1, ALICE))) {
            writer.append(new ByteArrayInputStream(octets(10)), 10);
            assertThat(store.find(id(1))).isEmpty();
            writer.publish(UNTIL);
            assertThat(store.find(id(1))).isPresent();
        }
    }

    @Test
    void anInterruptedFileGoesOnAlsoAfterAStart() throws IOException {
        byte[] octets = octets(100_000);
        interrupted(facts(1, ALICE), Arrays.copyOf(octets, 60_000));
        reopen();
        assertThat(store.draft(id(1)).orElseThrow().length()).isEqualTo(60_000);
        try (FileWriter writer = ready(store.resume(id(1)))) {
            assertThat(writer.facts()).isEqualTo(facts(1, ALICE));
            writer.append(
                    new ByteArrayInputStream(Arrays.copyOfRange(octets, 60_000, 100_000)), 40_000);
            writer.publish(UNTIL);
        }
        assertThat(read(1, 0)).isEqualTo(octets);
        assertThat(store.resume(id(1))).isInstanceOf(Begun.Unknown.class);
        assertThat(store.usage().octets()).isEqualTo(100_000 + Quotas.OVERHEAD);
    }

    /// What a crash of the machine may have left behind the safe octets is no part of the file.
    @Test
    void octetsBehindTheSafeOnesAreCutOff() throws IOException {
        interrupted(facts(1, ALICE), octets(1000));
        Path data = directory.resolve("drafts").resolve(id(1) + ".data");
        Files.write(data, new byte[500], StandardOpenOption.APPEND);
        reopen();
        try (FileWriter writer = ready(store.resume(id(1)))) {
            assertThat(writer.length()).isEqualTo(1000);
            writer.publish(UNTIL);
        }
        assertThat(read(1, 0)).isEqualTo(octets(1000));
    }

    @Test
    void onlyOneWrites() throws IOException {
        try (FileWriter _ = begin(facts(1, ALICE))) {
            assertThat(store.begin(facts(1, ALICE))).isInstanceOf(Begun.Busy.class);
            assertThat(store.resume(id(1))).isInstanceOf(Begun.Busy.class);
            now = now.plus(DRAFTS).plusSeconds(1);
            assertThat(store.sweep(now, DRAFTS).abandoned()).isZero();
        }
        try (FileWriter again = begin(facts(1, ALICE))) {
            again.discard();
        }
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
        assertThatThrownBy(() -> new StagedFileStore(directory, shelf(), LIMITS, () -> now))
                .hasMessageContaining("in use");
    }

    @Test
    void anOwnerHasAQuota() throws IOException {
        put(1, ALICE, octets(1_000_000));
        try (FileWriter writer = begin(facts(2, ALICE))) {
            assertThat(writer.append(new ByteArrayInputStream(octets(100_000)), 100_000))
                    .isEqualTo(new Written.Refused(StoreRefusal.USER_QUOTA));
            writer.discard();
        }
        put(3, BOB, octets(100_000));
        store.delete(id(1));
        put(2, ALICE, octets(100_000));
        assertThat(store.usage().octets()).isEqualTo(200_000 + 2 * Quotas.OVERHEAD);
    }

    @Test
    void manyTinyFilesCount() throws IOException {
        int most = (1 << 20) / (int) (Quotas.OVERHEAD + 1);
        for (int i = 0; i < most; i++) {
            FileId id = FileId.of(new byte[] {1, (byte) i, (byte) (i >> 8), 0, 0, 0, 0, 0, 0, 0});
            try (FileWriter writer =
                    begin(new FileFacts(id, ALICE, "a", "text/plain", Optional.empty()))) {
                writer.append(new ByteArrayInputStream(new byte[1]), 1);
            }
        }
        assertThat(store.begin(facts(1, ALICE)))
                .isEqualTo(new Begun.Refused(StoreRefusal.USER_QUOTA));
    }

    @Test
    void allTogetherHaveAQuota() throws IOException {
        for (int i = 0; i < 3; i++) {
            put(i, "+861381234000" + i, octets(1_000_000));
        }
        try (FileWriter writer = begin(facts(9, BOB + "9"))) {
            assertThat(writer.append(new ByteArrayInputStream(octets(500_000)), 500_000))
                    .isEqualTo(new Written.Refused(StoreRefusal.TOTAL_QUOTA));
        }
    }

    @Test
    void theDiskKeepsRoom() throws IOException {
        interrupted(facts(1, ALICE), octets(10));
        store.close();
        store =
                new StagedFileStore(
                        directory, shelf(), new StoreLimits(1, 1, Long.MAX_VALUE), () -> now);
        assertThat(store.begin(facts(2, ALICE)))
                .isEqualTo(new Begun.Refused(StoreRefusal.FREE_SPACE));
        assertThat(store.resume(id(1))).isEqualTo(new Begun.Refused(StoreRefusal.FREE_SPACE));
    }

    @Test
    void theLimitOfAStreamIsExact() throws IOException {
        try (FileWriter writer = begin(facts(1, ALICE))) {
            assertThat(writer.append(new ByteArrayInputStream(octets(70_000)), 70_000))
                    .isEqualTo(new Written.All());
            assertThat(writer.append(new ByteArrayInputStream(octets(70_000)), 69_999))
                    .isEqualTo(new Written.TooLong());
        }
    }

    @Test
    void sweepsWhatIsOver() throws IOException {
        put(1, ALICE, octets(10));
        interrupted(facts(2, ALICE), octets(10));
        StoredFile file = store.find(id(1)).orElseThrow();
        assertThat(store.markOpened(file)).isTrue();
        assertThat(store.markOpened(file)).isFalse();
        assertThat(store.sweep(now.plus(DRAFTS), DRAFTS)).isEqualTo(new FileStore.Swept(0, 0));
        assertThat(store.sweep(now.plus(DRAFTS).plusSeconds(1), DRAFTS))
                .isEqualTo(new FileStore.Swept(0, 1));
        assertThat(store.sweep(UNTIL, DRAFTS)).isEqualTo(new FileStore.Swept(0, 0));
        try (InputStream reading = store.open(file, 0, 10)) {
            assertThat(store.sweep(UNTIL.plusSeconds(1), DRAFTS))
                    .isEqualTo(new FileStore.Swept(1, 0));
            assertThat(reading.readAllBytes()).isEqualTo(octets(10));
        }
        assertThat(names()).isEmpty();
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
        assertThat(store.markOpened(file)).isFalse();
    }

    @Test
    void anAbandonedDraftTakesItsThumbnailWithIt() throws IOException {
        put(1, ALICE, octets(10));
        interrupted(new FileFacts(id(2), ALICE, "a", "image/png", Optional.of(id(1))), octets(10));
        assertThat(store.sweep(now.plus(DRAFTS).plusSeconds(1), DRAFTS).abandoned()).isEqualTo(1);
        assertThat(names()).isEmpty();
    }

    /// Until it is gone, no facts of this draft can be written.
    private Path inTheWay(int n) throws IOException {
        return Files.createDirectory(directory.resolve("drafts").resolve(id(n) + ".meta.tmp"));
    }

    @Test
    void aDraftThatCanNotBeKeptTakesNoQuota() throws IOException {
        FileWriter writer = begin(facts(1, ALICE));
        writer.append(new ByteArrayInputStream(octets(1_000)), 1_000);
        Path obstacle = inTheWay(1);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
        Files.delete(obstacle);
        assertThat(names()).isEmpty();
        put(1, ALICE, octets(10));
    }

    /// What came after the last checkpoint is lost, and what it took with it.
    @Test
    void whatALaterCheckpointDoesNotKeepTakesNoQuota() throws IOException {
        byte[] octets = octets(100_000);
        interrupted(facts(1, ALICE), Arrays.copyOf(octets, 60_000));
        FileWriter writer = ready(store.resume(id(1)));
        writer.append(new ByteArrayInputStream(Arrays.copyOfRange(octets, 60_000, 90_000)), 30_000);
        Path obstacle = inTheWay(1);
        assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 60_000 + Quotas.OVERHEAD));
        assertThat(directory.resolve("drafts").resolve(id(1) + ".data")).hasSize(60_000);
        Files.delete(obstacle);
        assertThat(store.draft(id(1)).orElseThrow().length()).isEqualTo(60_000);
        try (FileWriter again = ready(store.resume(id(1)))) {
            again.append(
                    new ByteArrayInputStream(Arrays.copyOfRange(octets, 60_000, 100_000)), 40_000);
            again.publish(UNTIL);
        }
        assertThat(read(1, 0)).isEqualTo(octets);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 100_000 + Quotas.OVERHEAD));
    }

    /// What could not be deleted is counted until a sweep deletes it, and not a second time then.
    @Test
    void aDraftThatCanNotBeDroppedCountsUntilItIs() throws IOException {
        interrupted(facts(1, ALICE), octets(60_000));
        Path facts = directory.resolve("drafts").resolve(id(1) + ".meta");
        Path elsewhere = directory.resolve("moved");
        try (FileWriter writer = ready(store.resume(id(1)))) {
            writer.append(new ByteArrayInputStream(octets(30_000)), 30_000);
            Files.move(facts, elsewhere);
            Path child = Files.createDirectories(facts.resolve("full"));
            assertThatThrownBy(writer::discard).isInstanceOf(IOException.class);
            Files.delete(child);
            Files.delete(facts);
        }
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 60_000 + Quotas.OVERHEAD));
        Files.move(elsewhere, facts);
        assertThat(store.sweep(now.plus(DRAFTS).plusSeconds(1), DRAFTS).abandoned()).isEqualTo(1);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
    }

    @Test
    void aFileWhoseDraftIsLeftOverCountsTwiceUntilTheDraftIsSwept() throws IOException {
        interrupted(facts(1, ALICE), octets(60_000));
        Path facts = directory.resolve("drafts").resolve(id(1) + ".meta");
        Path elsewhere = directory.resolve("moved");
        try (FileWriter writer = ready(store.resume(id(1)))) {
            Files.move(facts, elsewhere);
            Path child = Files.createDirectories(facts.resolve("full"));
            assertThatThrownBy(() -> writer.publish(UNTIL)).isInstanceOf(IOException.class);
            Files.delete(child);
            Files.delete(facts);
        }
        Files.move(elsewhere, facts);
        assertThat(read(1, 0)).isEqualTo(octets(60_000));
        assertThat(store.usage().files()).isEqualTo(2);
        assertThat(store.sweep(now.plus(DRAFTS).plusSeconds(1), DRAFTS).abandoned()).isEqualTo(1);
        assertThat(read(1, 0)).isEqualTo(octets(60_000));
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 60_000 + Quotas.OVERHEAD));
    }
}
