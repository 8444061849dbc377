package org.fivegmc.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fivegmc.loadtest.demo.PackagedServer.ALL;
import static org.fivegmc.loadtest.demo.PackagedServer.PATIENCE;
import static org.fivegmc.loadtest.demo.PackagedServer.random;
import static org.fivegmc.loadtest.demo.PackagedServer.sha256;

import org.awaitility.Awaitility;
import org.fivegmc.loadtest.handset.ContentClient;
import org.fivegmc.loadtest.handset.CutUpload;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;
import org.fivegmc.loadtest.handset.OutgoingFile;
import org.fivegmc.loadtest.handset.PartialFile;
import org.fivegmc.loadtest.handset.ReceivedMessage;
import org.fivegmc.loadtest.handset.ResumedUpload;
import org.fivegmc.loadtest.handset.Secret;
import org.fivegmc.loadtest.handset.UploadedFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Transfers that break off and go on, and thumbnails.
@Timeout(60)
@Tag("RCC07-3.2.5")
class FileTransfersIT {
    private static final int SIZE = 3_000_000;
    private static final int PART = 1_234_567;

    @RegisterExtension private static final PackagedServer SERVER = new PackagedServer();

    /// What starts like a JPEG, since the server looks.
    private static byte[] jpeg(int octets) {
        byte[] picture = random(octets);
        System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, 0, picture, 0, 3);
        return picture;
    }

    /// Cut on the way up and again on the way down: neither begins anew.
    @Test
    @Tag("RFC9110-14.2")
    @Tag("RCC07-3.2.5.3.1.1")
    void goesOnWhereItWasCutOff() throws Exception {
        String to = SERVER.user();
        Handset a = SERVER.registered("A", SERVER.user());
        Handset b = SERVER.registered("B", to);
        byte[] thumbnail = jpeg(5_000);
        OutgoingFile file =
                OutgoingFile.of("car.jpg", "image/jpeg", jpeg(SIZE)).withThumbnail(thumbnail);
        try (CutUpload _ = a.files().uploadPart(SERVER.uploads(), file, PART)) {
            assertThat(a.files().received(SERVER.uploads(), file)).isLessThanOrEqualTo(PART);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(a.files().received(SERVER.uploads(), file)).isEqualTo(PART));
        ResumedUpload resumed = a.files().resume(SERVER.uploads(), file);
        assertThat(resumed.from()).isEqualTo(PART);
        assertThat(resumed.file().status()).isEqualTo(200);

        a.sendFile(to, resumed.file().fileXml(), ALL);
        ReceivedMessage document = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        PartialFile part = b.files().downloadPart(document.text(), PART);
        assertThat(part.octets()).hasSize(PART);
        assertThat(b.files().resumeDownload(part))
                .isEqualTo(
                        new DownloadedFile(
                                206, "car.jpg", "image/jpeg", SIZE, sha256(file.octets())));
        assertThat(b.files().downloadThumbnail(document.text()))
                .isEqualTo(
                        new DownloadedFile(
                                200, "", "image/jpeg", thumbnail.length, sha256(thumbnail)));
    }

    /// An upload that is sent again as a whole gives the same document and is stored once.
    @Test
    void theSameUploadAgainIsTheSameFile() throws Exception {
        Handset a = SERVER.registered("A", SERVER.user());
        OutgoingFile file =
                OutgoingFile.of("notes.bin", "application/octet-stream", random(70_000));
        UploadedFile first = a.uploadFile(SERVER.uploads(), file);
        double files = SERVER.metric("mc_content_files");
        assertThat(a.uploadFile(SERVER.uploads(), file)).isEqualTo(first);
        assertThat(SERVER.metric("mc_content_files")).isEqualTo(files);
        assertThat(a.files().resume(SERVER.uploads(), file))
                .isEqualTo(new ResumedUpload(70_000, first));
    }

    /// A token from the command line is all that a device needs, also to go on with an upload.
    @Test
    @Tag("RFC6750-2.1")
    void aTokenTakesAFileToTheOtherSide() throws Exception {
        String from = SERVER.user();
        String to = SERVER.user();
        Handset a = SERVER.registered("A", from);
        Handset b = SERVER.registered("B", to);
        String printed = SERVER.ctl("subscriber", "token", from, "--ttl", "10m");
        String token = printed.replaceAll("(?s).*\"token\" : \"([^\"]*)\".*", "$1");
        var files = new ContentClient(new Secret.Token(token));
        OutgoingFile file = OutgoingFile.of("car.jpg", "image/jpeg", jpeg(SIZE));

        try (CutUpload _ = files.uploadPart(SERVER.uploads(), file, PART)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(SERVER.metric("mc_content_uploads_under_way")).isEqualTo(1));
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(files.received(SERVER.uploads(), file)).isEqualTo(PART));
        assertThat(b.files().received(SERVER.uploads(), file)).as("no business of B").isZero();
        ResumedUpload resumed = files.resume(SERVER.uploads(), file);
        assertThat(resumed.from()).isEqualTo(PART);

        a.sendFile(to, resumed.file().fileXml(), ALL);
        ReceivedMessage document = b.messages().await(1, _ -> true, PATIENCE).getFirst();
        assertThat(b.downloadFile(document.text()).sha256()).isEqualTo(sha256(file.octets()));

        String changed =
                token.substring(0, 20)
                        + (token.charAt(20) == 'A' ? 'B' : 'A')
                        + token.substring(21);
        var forger = new ContentClient(new Secret.Token(changed));
        assertThat(forger.upload(SERVER.uploads(), file)).isEqualTo(new UploadedFile(401, ""));
        assertThat(SERVER.tail()).isNotEmpty().noneMatch(line -> line.contains(token));
    }
}
