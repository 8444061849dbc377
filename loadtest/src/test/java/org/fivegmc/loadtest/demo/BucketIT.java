package org.fivegmc.loadtest.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.register;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.CutUpload;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.PartialFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ResumedUpload;
import org.fivegmc.loadtest.handset.Sent;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.fivegmc.maap.content.store.s3.BucketServer;
import org.fivegmc.maap.content.store.s3.Gate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Files in a bucket instead of a directory: a server that is killed gives out what it took, and
/// what goes on while the bucket is away loses nothing. The server has less memory than the largest
/// of the files.
@Timeout(120)
@Tag("RCC07-3.2.5")
@SuppressWarnings("NullAway.Init") // before each
class BucketIT {
    private static final String PREFIX = "5gmc/";
    private static final String OBJECTS = PREFIX + "files/";
    private static final String BINARY = "application/octet-stream";
    private static final int SIZE = 12_000_000;
    private static final int PART = 9_876_543;
    private static final int LARGE = 100_000_000;
    private static final int SERVICE_UNAVAILABLE = 503;

    private static final BucketServer BUCKET = bucket();

    @RegisterExtension
    private static final PackagedServer SERVER =
            new PackagedServer(
                    "JDK_JAVA_OPTIONS=-XX:+UseG1GC -Xmx40m -XX:MaxDirectMemorySize=32m"
                            + " -XX:+ExitOnOutOfMemoryError",
                    "MC_CONTENT_S3_ENDPOINT=" + BUCKET.gate().address(),
                    "MC_CONTENT_S3_BUCKET=" + BucketServer.BUCKET,
                    "MC_CONTENT_S3_PREFIX=" + PREFIX,
                    "MC_CONTENT_S3_ACCESS_KEY=" + BucketServer.ACCESS,
                    "MC_CONTENT_S3_SECRET_KEY=" + BucketServer.SECRET,
                    "MC_CONTENT_S3_ATTEMPTS=2",
                    "MC_CONTENT_SWEEP_INTERVAL=1s");

    private String to = "";
    private Handset a;
    private Handset b;

    private static BucketServer bucket() {
        try {
            return new BucketServer();
        } catch (Exception failed) {
            throw new IllegalStateException("no S3 server", failed);
        }
    }

    @AfterAll
    static void end() throws IOException {
        BUCKET.close();
    }

    @BeforeEach
    void provision() {
        to = SERVER.user();
        a = SERVER.registered("A", SERVER.user());
        b = SERVER.handset("B", to);
    }

    private static OutgoingFile file(String name, int octets) {
        return OutgoingFile.of(name, BINARY, random(octets));
    }

    private static DownloadedFile whole(int status, OutgoingFile file) {
        return new DownloadedFile(
                status, file.name(), file.type(), file.octets().length, sha256(file.octets()));
    }

    private void tell(UploadedFile uploaded) {
        assertThat(uploaded.status()).isEqualTo(200);
        Sent message = a.sendFile(to, uploaded.fileXml(), ALL);
        assertThat(message.status()).isEqualTo(202);
    }

    /// The document that B has, octet for octet the one A got.
    private String document(UploadedFile uploaded, int number) {
        ReceivedMessage message = b.messages().await(number, _ -> true, PATIENCE).get(number - 1);
        assertThat(message.sha256()).isEqualTo(sha256(uploaded.fileXml().getBytes(UTF_8)));
        return message.text();
    }

    /// Killed when one file waits for its recipient and another is in the middle of its upload.
    @Test
    @Tag("RFC9110-14.2")
    void goOnAndAreGivenOutInPartsAfterAKill() throws Exception {
        OutgoingFile first = file("first.bin", SIZE);
        OutgoingFile second = file("second.bin", SIZE + 1);
        int before = BUCKET.names(OBJECTS).size();
        UploadedFile early = a.uploadFile(SERVER.uploads(), first);
        tell(early);
        try (CutUpload _ = a.files().uploadPart(SERVER.uploads(), second, PART)) {
            assertThat(a.files().received(SERVER.uploads(), second)).isLessThanOrEqualTo(PART);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(a.files().received(SERVER.uploads(), second)).isEqualTo(PART));
        SERVER.killAndStart();
        ResumedUpload resumed = a.files().resume(SERVER.uploads(), second);
        assertThat(resumed.from()).isEqualTo(PART);
        assertThat(BUCKET.names(OBJECTS)).as("one object for each file").hasSize(before + 2);
        register(a);
        tell(resumed.file());
        register(b);
        String document = document(early, 1);
        PartialFile part = b.files().downloadPart(document, PART);
        assertThat(part.octets()).hasSize(PART);
        assertThat(b.files().resumeDownload(part)).isEqualTo(whole(206, first));
        assertThat(b.downloadFile(document(resumed.file(), 2))).isEqualTo(whole(200, second));
        assertThat(b.messages().all()).hasSize(2);
        assertThat(b.repeated().all()).isEmpty();
        SERVER.awaitNothingWaiting(to);
    }

    /// Uploads and downloads are refused meanwhile, and the message about an earlier file arrives;
    /// a server that is started without its bucket runs. What came as a whole is not sent again.
    @Test
    void nothingIsLostWhileTheBucketIsAway() throws Exception {
        try {
            whileTheBucketIsAway();
        } finally {
            BUCKET.gate().set(Gate.Mode.OPEN);
        }
    }

    private void whileTheBucketIsAway() throws Exception {
        OutgoingFile first = file("first.bin", SIZE);
        OutgoingFile second = file("second.bin", SIZE + 1);
        UploadedFile early = a.uploadFile(SERVER.uploads(), first);
        try (CutUpload underWay = a.files().uploadPart(SERVER.uploads(), second, PART)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> SERVER.metric("mc_content_uploads_under_way") == 1);
            BUCKET.gate().set(Gate.Mode.CLOSED);
            assertThat(underWay.finish()).isEqualTo(SERVICE_UNAVAILABLE);
        }
        tell(early);
        register(b);
        String document = document(early, 1);
        assertThat(b.downloadFile(document).status()).isEqualTo(SERVICE_UNAVAILABLE);
        assertThat(a.uploadFile(SERVER.uploads(), file("third.bin", 1_000)))
                .isEqualTo(new UploadedFile(SERVICE_UNAVAILABLE, ""));
        assertThat(SERVER.metric("mc_content_refused_total{reason=\"store-unavailable\"}"))
                .isGreaterThanOrEqualTo(3);
        SERVER.killAndStart();
        assertThat(b.downloadFile(document).status()).isEqualTo(SERVICE_UNAVAILABLE);
        BUCKET.gate().set(Gate.Mode.OPEN);
        register(a);
        register(b);
        // 503 until what is in the bucket has been counted
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> a.files().received(SERVER.uploads(), second) == SIZE + 1);
        ResumedUpload resumed = a.files().resume(SERVER.uploads(), second);
        assertThat(resumed.from()).as("no octet was sent again").isEqualTo(SIZE + 1);
        tell(resumed.file());
        assertThat(b.downloadFile(document)).isEqualTo(whole(200, first));
        assertThat(b.downloadFile(document(resumed.file(), 2))).isEqualTo(whole(200, second));
        assertThat(b.repeated().all()).isEmpty();
    }

    /// That its life is over stands in the name of the object (ADR 0026).
    @Test
    void whatHasExpiredIsDeleted() throws Exception {
        OutgoingFile file = file("old.bin", 100_000);
        List<String> before = BUCKET.names(OBJECTS);
        UploadedFile uploaded = a.uploadFile(SERVER.uploads(), file);
        assertThat(uploaded.status()).isEqualTo(200);
        List<String> now = BUCKET.names(OBJECTS);
        String name = now.stream().filter(one -> !before.contains(one)).findFirst().orElseThrow();
        BUCKET.rename(name, name.replaceFirst("/\\d+-", "/1000000000-"));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(BUCKET.names(OBJECTS))
                                .containsExactlyInAnyOrderElementsOf(before));
        assertThat(b.downloadFile(uploaded.fileXml()).status()).isIn(404, 410);
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(SERVER.metric("mc_content_files")).isEqualTo(before.size()));
    }

    @Test
    void aFileLargerThanTheMemoryPasses() throws Exception {
        OutgoingFile file = file("film.bin", LARGE);
        UploadedFile uploaded = a.uploadFile(SERVER.uploads(), file);
        tell(uploaded);
        register(b);
        assertThat(b.downloadFile(document(uploaded, 1))).isEqualTo(whole(200, file));
    }
}
