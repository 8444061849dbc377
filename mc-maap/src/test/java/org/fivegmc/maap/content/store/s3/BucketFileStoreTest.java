package org.fivegmc.maap.content.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.fivegmc.maap.content.store.Begun;
import org.fivegmc.maap.content.store.Draft;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.FileStoreContract;
import org.fivegmc.maap.content.store.FileWriter;
import org.fivegmc.maap.content.store.Quotas;
import org.fivegmc.maap.content.store.Shelf;
import org.fivegmc.maap.content.store.StagedFileStore;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.content.store.StoreRefusal;
import org.fivegmc.maap.content.store.StoreUnavailableException;
import org.fivegmc.maap.content.store.StoredFile;
import org.fivegmc.maap.content.store.Written;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketFileStoreTest extends FileStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // before all
    private static BucketServer server;

    @TempDir private Path elsewhere;
    private final String prefix = "t" + PREFIXES.incrementAndGet() + "/";
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    @BeforeAll
    static void serve() throws Exception {
        server = new BucketServer();
    }

    @AfterAll
    static void end() throws Exception {
        server.close();
    }

    @AfterEach
    void openGate() {
        server.gate().set(Gate.Mode.OPEN);
    }

    @Override
    protected Shelf shelf() {
        return shelf(server.settings(prefix));
    }

    private Shelf shelf(BucketSettings settings) {
        return new BucketShelf(
                settings, (call, outcome) -> told.merge(call + " " + outcome, 1, Integer::sum));
    }

    @Override
    protected List<String> onShelf() {
        return server.names(prefix);
    }

    /// A second server with the same bucket.
    private StagedFileStore other() throws IOException {
        return new StagedFileStore(elsewhere, shelf(), LIMITS, () -> now);
    }

    private StagedFileStore large(Shelf shelf) throws IOException {
        return new StagedFileStore(
                elsewhere, shelf, new StoreLimits(64 << 20, 64 << 20, 1), () -> now);
    }

    private static StoredFile put(FileStore store, int n, byte[] octets, Instant until)
            throws IOException {
        try (FileWriter writer = ready(store.begin(facts(n, ALICE)))) {
            writer.append(new ByteArrayInputStream(octets), octets.length);
            return writer.publish(until);
        }
    }

    private static byte[] read(FileStore store, StoredFile file, long offset, long length)
            throws IOException {
        try (InputStream in = store.open(file, offset, length)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aLargeFileGoesInPartsAndIsReadFromAnywhere() throws IOException {
        byte[] octets = octets(11 << 20);
        try (StagedFileStore large = large(shelf())) {
            StoredFile file = put(large, 1, octets, UNTIL);
            assertThat(told.get("PUT OK")).isEqualTo(5); // create, three parts, complete
            assertThat(large.find(id(1))).contains(file);
            assertThat(read(large, file, 0, octets.length)).isEqualTo(octets);
            assertThat(read(large, file, (5 << 20) - 10, 20))
                    .isEqualTo(Arrays.copyOfRange(octets, (5 << 20) - 10, (5 << 20) + 10));
        }
    }

    /// The bucket has it, and nobody here heard so: the second try must not make a second file of
    /// it.
    @Test
    void whatWasPublishedWithoutAnAnswerIsNotPublishedTwice() throws IOException {
        byte[] octets = octets(100_000);
        try (FileWriter writer = begin(facts(1, ALICE))) {
            writer.append(new ByteArrayInputStream(octets), octets.length);
            server.gate().hold(0);
            assertThatThrownBy(() -> writer.publish(UNTIL))
                    .isInstanceOf(StoreUnavailableException.class);
            server.gate().set(Gate.Mode.OPEN);
        }
        assertThat(onShelf()).hasSize(1);
        now = now.plusSeconds(3600);
        try (FileWriter writer = ready(store.resume(id(1)))) {
            StoredFile file = writer.publish(UNTIL.plusSeconds(3600));
            assertThat(store.find(id(1))).contains(file);
        }
        assertThat(onShelf()).hasSize(1);
        assertThat(read(1, 0)).isEqualTo(octets);
        var once = new FileStore.Usage(1, 100_000 + Quotas.OVERHEAD);
        assertThat(store.usage()).isEqualTo(once);
        store.sweep(now, DRAFTS);
        assertThat(store.usage()).isEqualTo(once);
    }

    /// The same, and the bucket was counted in between.
    @Test
    void whatWasCountedWhileItsAnswerWasLostCountsOnceInTheEnd() throws IOException {
        byte[] octets = octets(100_000);
        try (FileWriter writer = begin(facts(1, ALICE))) {
            writer.append(new ByteArrayInputStream(octets), octets.length);
            server.gate().hold(0);
            assertThatThrownBy(() -> writer.publish(UNTIL))
                    .isInstanceOf(StoreUnavailableException.class);
            server.gate().set(Gate.Mode.OPEN);
        }
        store.sweep(now, DRAFTS);
        assertThat(store.usage().files()).isEqualTo(2);
        try (FileWriter writer = ready(store.resume(id(1)))) {
            writer.publish(UNTIL);
        }
        store.sweep(now, DRAFTS);
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 100_000 + Quotas.OVERHEAD));
    }

    /// The names of objects are seen by whoever runs the bucket.
    @Test
    void namesTellNoNumbers() throws IOException {
        put(1, ALICE, octets(10));
        assertThat(onShelf()).hasSize(1).noneMatch(name -> name.contains("8613812340001"));
    }

    @Test
    void whatCanNotBePublishedIsKeptAndPublishedLater() throws IOException {
        byte[] octets = octets(100_000);
        try (FileWriter writer = begin(facts(1, ALICE))) {
            writer.append(new ByteArrayInputStream(octets), octets.length);
            server.gate().set(Gate.Mode.CLOSED);
            assertThatThrownBy(() -> writer.publish(UNTIL))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(told).containsKey("PUT FAILED");
        assertThat(onShelf()).isEmpty();
        server.gate().set(Gate.Mode.OPEN);
        reopen();
        assertThat(store.draft(id(1))).get().matches(Draft::whole);
        try (FileWriter writer = ready(store.resume(id(1)))) {
            writer.publish(UNTIL);
        }
        assertThat(read(1, 0)).isEqualTo(octets);
        assertThat(store.draft(id(1))).isEmpty();
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 100_000 + Quotas.OVERHEAD));
    }

    /// A stream that stays open keeps a descriptor, and the room of a draft that was removed.
    @Test
    void nothingStaysOpenAfterUploads() throws IOException {
        for (int n = 1; n <= 5; n++) {
            put(n, ALICE, octets(100_000));
        }
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(
                            open.map(BucketFileStoreTest::target)
                                    .filter(name -> name.endsWith("(deleted)")))
                    .isEmpty();
        }
    }

    private static String target(Path link) {
        try {
            String name = Files.readSymbolicLink(link).toString();
            return name.contains("draft") ? name : "";
        } catch (IOException _) {
            return ""; // closed meanwhile
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() throws IOException {
        put(1, ALICE, octets(10));
        server.gate().set(Gate.Mode.SILENT);
        long begun = System.nanoTime();
        assertThatThrownBy(() -> store.find(id(1))).isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThatThrownBy(() -> store.begin(facts(2, ALICE)))
                .isInstanceOf(StoreUnavailableException.class);
        server.gate().set(Gate.Mode.OPEN);
        put(2, ALICE, octets(10));
    }

    /// Parts that nobody completes belong to nobody, until a sweep takes them back.
    @Test
    void partsOfACrashAreTakenBackAfterADay() throws IOException {
        String key = prefix + "files/" + id(1) + "/1-" + BucketKey.account(ALICE);
        server.client().createMultipartUpload(r -> r.bucket(BucketServer.BUCKET).key(key));
        assertThat(store.find(id(1))).isEmpty();
        store.sweep(Instant.now(), DRAFTS);
        assertThat(uploads()).isEqualTo(1);
        store.sweep(Instant.now().plus(BucketShelf.PARTS_LIFETIME).plusSeconds(60), DRAFTS);
        assertThat(uploads()).isZero();
    }

    private int uploads() {
        return server.client()
                .listMultipartUploads(r -> r.bucket(BucketServer.BUCKET).prefix(prefix))
                .uploads()
                .size();
    }

    /// The object is there and the process ended before its draft was gone.
    @Test
    void aDraftThatWasPublishedBeforeACrashIsNoSecondFile() throws IOException {
        interrupted(facts(1, ALICE), octets(1000));
        Path data = directory.resolve("drafts").resolve(id(1) + ".data");
        Path facts = directory.resolve("drafts").resolve(id(1) + ".meta");
        byte[] kept = Files.readAllBytes(facts);
        StoredFile file;
        try (FileWriter writer = ready(store.resume(id(1)))) {
            file = writer.publish(UNTIL);
        }
        store.close();
        Files.write(data, octets(1000));
        Files.write(facts, kept);
        open();
        assertThat(store.usage().files()).isEqualTo(2);
        assertThat(store.begin(facts(1, ALICE))).isEqualTo(new Begun.Exists(file));
        assertThat(store.usage()).isEqualTo(new FileStore.Usage(1, 1000 + Quotas.OVERHEAD));
        assertThat(read(1, 0)).isEqualTo(octets(1000));
    }

    @Test
    void severalNodesShareFilesAndQuotas() throws IOException {
        try (StagedFileStore other = other()) {
            StoredFile file = put(1, ALICE, octets(1_000_000));
            assertThat(other.find(id(1))).contains(file);
            assertThat(other.markOpened(file)).isTrue();
            assertThat(store.markOpened(file)).isFalse();
            assertThat(other.usage().files()).isZero();
            other.sweep(now, DRAFTS);
            assertThat(other.usage()).isEqualTo(store.usage());
            try (FileWriter writer = ready(other.begin(facts(2, ALICE)))) {
                assertThat(writer.append(new ByteArrayInputStream(octets(100_000)), 100_000))
                        .isEqualTo(new Written.Refused(StoreRefusal.USER_QUOTA));
                writer.discard();
            }
            other.delete(id(1));
            assertThat(other.usage()).isEqualTo(new FileStore.Usage(0, 0));
            store.sweep(now, DRAFTS);
            assertThat(store.usage()).isEqualTo(new FileStore.Usage(0, 0));
            assertThat(onShelf()).isEmpty();
        }
    }

    /// A node that decided to delete an old file may do so when another has published its
    /// successor.
    @Test
    void deletingLateTakesNoSuccessor() throws IOException {
        StoredFile old = put(1, ALICE, octets(10));
        now = UNTIL.plusSeconds(10);
        try (StagedFileStore other = other()) {
            StoredFile anew = put(other, 1, octets(20), now.plus(Duration.ofDays(7)));
            Shelf late = shelf();
            late.start(new Quotas(LIMITS));
            late.drop(old);
            late.close();
            assertThat(store.find(id(1))).contains(anew);
            assertThat(read(store, anew, 0, 20)).isEqualTo(octets(20));
            store.sweep(now, DRAFTS);
            assertThat(onShelf()).hasSize(1);
        }
    }

    @Test
    void aDownloadThatIsCutGoesOn() throws IOException {
        byte[] octets = octets(4 << 20);
        try (StagedFileStore large = large(shelf())) {
            StoredFile file = put(large, 1, octets, UNTIL);
            server.gate().cut(3, 1 << 20);
            assertThat(read(large, file, 0, octets.length)).isEqualTo(octets);
            assertThat(server.gate().cutsLeft()).isZero();
            assertThat(told.get("GET FAILED")).isEqualTo(3);
        }
    }

    @Test
    void aDownloadEndsWhenTheServerStaysAway() throws IOException {
        byte[] octets = octets(4 << 20);
        try (StagedFileStore large = large(shelf())) {
            StoredFile file = put(large, 1, octets, UNTIL);
            server.gate().hold(1 << 20);
            try (InputStream in = large.open(file, 0, octets.length)) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
                server.gate().set(Gate.Mode.CLOSED);
                assertThatThrownBy(in::readAllBytes).isInstanceOf(StoreUnavailableException.class);
            }
            server.gate().set(Gate.Mode.OPEN);
            assertThat(read(large, file, 4_000_000, 10))
                    .isEqualTo(Arrays.copyOfRange(octets, 4_000_000, 4_000_010));
        }
    }

    @Test
    void onlySoManyDownloadsAtOnce() throws IOException {
        BucketSettings.Limits one =
                new BucketSettings.Limits(
                        Duration.ofMillis(100), Duration.ofSeconds(2), 1, 2, 5 << 20);
        BucketSettings settings =
                server.settings(
                        BucketServer.BUCKET,
                        prefix,
                        new BucketSettings.Key(BucketServer.ACCESS, BucketServer.SECRET),
                        one);
        try (StagedFileStore narrow = large(shelf(settings))) {
            StoredFile file = put(narrow, 1, octets(1 << 20), UNTIL);
            // the first is under way for sure: most of it is not here yet
            server.gate().hold(64 << 10);
            try (InputStream first = narrow.open(file, 0, 1 << 20)) {
                assertThat(first.read()).isNotNegative();
                assertThatThrownBy(() -> narrow.open(file, 0, 10))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("content.s3.max-connections");
                assertThat(told).containsKey("GET BUSY");
                assertThat(narrow.find(id(1))).contains(file);
                server.gate().hold(Long.MAX_VALUE);
            }
            assertThat(read(narrow, file, 0, 10)).hasSize(10);
        }
    }

    @Test
    void wrongSettingsAreToldAtTheStart() {
        var wrong = new BucketSettings.Key(BucketServer.ACCESS, "another-secret");
        assertThatThrownBy(() -> start(BucketServer.BUCKET, wrong))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("content.s3.secret-key")
                .hasMessageNotContaining("another-secret");
        var stranger = new BucketSettings.Key("nobody", BucketServer.SECRET);
        assertThatThrownBy(() -> start(BucketServer.BUCKET, stranger))
                .hasMessageContaining("content.s3.access-key");
        var right = new BucketSettings.Key(BucketServer.ACCESS, BucketServer.SECRET);
        assertThatThrownBy(() -> start("no-such-bucket", right))
                .hasMessageContaining("content.s3.bucket");
        assertThat(server.settings(prefix).toString())
                .contains(BucketServer.BUCKET)
                .doesNotContain(BucketServer.ACCESS, BucketServer.SECRET);
    }

    private void start(String bucket, BucketSettings.Key key) throws IOException {
        large(shelf(server.settings(bucket, prefix, key, BucketServer.limits()))).close();
    }

    @Test
    void aStartWithoutTheServerCountsLater() throws IOException {
        put(1, ALICE, octets(1_000_000));
        server.gate().set(Gate.Mode.CLOSED);
        try (StagedFileStore other = other()) {
            assertThat(other.usage().files()).isZero();
            assertThatThrownBy(() -> other.begin(facts(2, ALICE)))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> other.sweep(now, DRAFTS))
                    .isInstanceOf(StoreUnavailableException.class);
            server.gate().set(Gate.Mode.OPEN);
            try (FileWriter writer = ready(other.begin(facts(2, ALICE)))) {
                assertThat(other.usage().files()).isEqualTo(2);
                assertThat(writer.append(new ByteArrayInputStream(octets(100_000)), 100_000))
                        .isEqualTo(new Written.Refused(StoreRefusal.USER_QUOTA));
            }
        }
    }

    /// What is in the bucket and not ours stays, and counts for nothing.
    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        server.client()
                .putObject(
                        r ->
                                r.bucket(BucketServer.BUCKET)
                                        .key(prefix + "files/readme")
                                        .contentType("application/octet-stream"),
                        software.amazon.awssdk.core.sync.RequestBody.fromBytes(octets(10)));
        store.sweep(UNTIL.plusSeconds(1), DRAFTS);
        assertThat(onShelf()).containsExactly(prefix + "files/readme");
        assertThat(store.usage().files()).isZero();
    }
}
