package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fivegmc.maap.content.RunningContent.form;
import static org.fivegmc.maap.content.RunningContent.info;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.content.store.s3.BucketServer;
import org.fivegmc.maap.content.store.s3.BucketShelf;
import org.fivegmc.maap.content.store.s3.Gate;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.ResumeInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The content server from outside, with its files in a bucket.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BucketContentTest {
    private static final String BINARY = "application/octet-stream";

    @SuppressWarnings("NullAway.Init") // before all
    private static BucketServer server;

    @TempDir private Path directory;

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

    private RunningContent content(String prefix) throws IOException {
        return new RunningContent(
                directory,
                () -> new BucketShelf(server.settings(prefix), (_, _) -> {}),
                RunningContent.defaults(),
                new StoreLimits(64 << 20, 128 << 20, 1));
    }

    private static byte[] octets(int length) {
        var octets = new byte[length];
        new Random(length).nextBytes(octets);
        octets[0] = 'x'; // nothing any magic number begins with
        return octets;
    }

    @Test
    @Tag("RCC07-3.2.5")
    @Tag("RFC9110-14.2")
    void uploadResumeAndRanges() throws IOException {
        try (var content = content("a/")) {
            byte[] file = octets(3_000_000);
            byte[] form = form("t-1", BINARY, file);
            Socket socket = content.begin(form.length, Arrays.copyOf(form, 2_000_000));
            await().until(() -> content.server().uploadsUnderWay() == 1);
            socket.close();
            await().until(() -> content.server().uploadsUnderWay() == 0);
            content.restart();
            ResumeInfo resume =
                    FileXmlCodec.readResume(
                                    ByteSlice.of(content.ask("?tid=t-1&get_upload_info").body()))
                            .toOptional()
                            .orElseThrow();
            int from = (int) resume.end() + 1;
            HttpResponse<byte[]> put =
                    content.send(
                            HttpRequest.newBuilder(content.here(resume.url()))
                                    .header("Content-Range", "bytes " + from + "-2999999/3000000")
                                    .PUT(
                                            HttpRequest.BodyPublishers.ofByteArray(
                                                    Arrays.copyOfRange(file, from, 3_000_000))));
            String url = info(put).file().url();
            assertThat(content.get(url).body()).isEqualTo(file);
            HttpResponse<byte[]> part = content.get(url, "Range", "bytes=2999990-");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 2_999_990, 3_000_000));
            content.now.addAndGet(Duration.ofDays(7).toSeconds() + 1);
            assertThat(content.get(url).statusCode()).isEqualTo(410);
            assertThat(content.events.faults()).isEmpty();
        }
    }

    @Test
    void aBucketThatIsAwayIsAnsweredWith503() throws IOException {
        try (var content = content("b/")) {
            String url = info(content.upload(form("t-1", BINARY, octets(100_000)))).file().url();
            server.gate().set(Gate.Mode.CLOSED);
            for (HttpResponse<byte[]> answer :
                    List.of(content.get(url), content.upload(form("t-2", BINARY, octets(10))))) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
            }
            assertThat(content.events.refusals()).contains(ContentRefusal.STORE_UNAVAILABLE);
            server.gate().set(Gate.Mode.OPEN);
            assertThat(content.get(url).body()).isEqualTo(octets(100_000));
            assertThat(content.events.faults()).isEmpty();
        }
    }

    /// All octets are here when the bucket goes away: they need not come again.
    @Test
    void whatCameAsAWholeIsPublishedWhenTheBucketIsBack() throws IOException {
        try (var content = content("c/")) {
            byte[] file = octets(1_000_000);
            byte[] form = form("t-1", BINARY, file);
            try (Socket socket = content.begin(form.length, Arrays.copyOf(form, 500_000))) {
                await().until(() ->
                        content.events.connections.get() >= 1
                                && content.server().uploadsUnderWay() == 1);
                await().until(() -> drafts() > 0);
                server.gate().set(Gate.Mode.CLOSED);
                socket.getOutputStream().write(form, 500_000, form.length - 500_000);
                String answer =
                        new String(
                                socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                assertThat(answer).isEqualTo("HTTP/1.1 503");
            }
            assertThat(content.ask("?tid=t-1&get_download_info").statusCode()).isEqualTo(503);
            content.restart();
            server.gate().set(Gate.Mode.OPEN);
            String url = info(content.ask("?tid=t-1&get_download_info")).file().url();
            assertThat(content.get(url).body()).isEqualTo(file);
            assertThat(content.events.faults()).isEmpty();
        }
    }

    private int drafts() {
        String[] names = directory.resolve("drafts").toFile().list();
        return names == null ? 0 : names.length;
    }

    /// The status has left already: the connection ends, and that is no fault of ours.
    @Test
    void aDownloadWhoseBucketGoesAwayIsCut() throws IOException {
        try (var content = content("d/")) {
            String url = info(content.upload(form("t-1", BINARY, octets(4 << 20)))).file().url();
            server.gate().hold(1 << 20);
            try (Socket socket = content.socket()) {
                socket.getOutputStream()
                        .write(
                                ("GET "
                                                + content.here(url).getRawPath()
                                                + " HTTP/1.1\r\nHost: c\r\n\r\n")
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(
                                new String(
                                        socket.getInputStream().readNBytes(12),
                                        StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
                server.gate().set(Gate.Mode.CLOSED);
                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(2 << 20);
            }
            await().until(() -> content.server().underWay() == 0);
            assertThat(content.events.refusals()).contains(ContentRefusal.STORE_UNAVAILABLE);
            assertThat(content.events.faults()).isEmpty();
        }
    }
}
