package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.fivegmc.maap.content.RunningContent.ALICE;
import static org.fivegmc.maap.content.RunningContent.PASSWORD;
import static org.fivegmc.maap.content.RunningContent.form;
import static org.fivegmc.maap.content.RunningContent.info;
import static org.fivegmc.maap.content.RunningContent.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.file.FileEntry;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.fivegmc.wire.file.ResumeInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The content server from outside.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("RCC07-3.2.5")
class ContentServerTest {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final String BINARY = "application/octet-stream";

    @TempDir private Path directory;

    private static byte[] octets(int length) {
        var octets = new byte[length];
        new Random(length).nextBytes(octets);
        octets[0] = 'x'; // nothing any magic number begins with
        return octets;
    }

    private static byte[] sha256(byte[] octets) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(octets);
    }

    private static FileEntry uploaded(RunningContent content, String tid, byte[] file)
            throws IOException {
        HttpResponse<byte[]> answer = content.upload(form(tid, BINARY, file));
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return info(answer).file();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1 << 20, 20 << 20})
    void whatIsUploadedIsDownloaded(int size) throws Exception {
        try (var content = new RunningContent(directory)) {
            byte[] file = octets(size);
            HttpResponse<byte[]> answer =
                    content.upload(form("t-1", PNG, "Käse.bin", BINARY, file));
            assertThat(answer.headers().firstValue("content-type"))
                    .contains("application/vnd.gsma.rcs-ft-http+xml");
            FileInfo info = info(answer);
            assertThat(info.file().size()).isEqualTo(size);
            assertThat(info.file().name()).isEqualTo("Käse.bin");
            assertThat(info.file().until().orElseThrow().getEpochSecond())
                    .isEqualTo(content.now.get() + Duration.ofDays(7).toSeconds());
            HttpResponse<byte[]> download = content.get(info.file().url());
            assertThat(download.statusCode()).isEqualTo(200);
            assertThat(sha256(download.body())).isEqualTo(sha256(file));
            assertThat(download.headers().firstValue("content-disposition").orElseThrow())
                    .contains("attachment", "filename*=UTF-8''K%C3%A4se.bin");
            assertThat(download.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(content.get(info.thumbnail().orElseThrow().url()).body()).isEqualTo(PNG);
            assertThat(content.events.received.get()).isEqualTo(size + PNG.length);
            await().until(() -> content.events.sent.get() == size + PNG.length);
            assertThat(content.events.faults()).isEmpty();
        }
    }

    @Test
    void furtherPagesAreForUsersToo() throws IOException {
        try (var content = new RunningContent(directory)) {
            String pages = content.ft().resolve("/pages").toString();
            assertThat(content.get(pages).statusCode()).isEqualTo(404);
            content.server()
                    .serve(
                            new UserPages() {
                                @Override
                                public boolean has(String path) {
                                    return path.equals("pages");
                                }

                                @Override
                                public HttpAnswer answer(String path, HttpCall call, Msisdn user) {
                                    return HttpAnswer.text(200, path + " of " + user);
                                }
                            });
            assertThat(content.get(pages).statusCode()).isEqualTo(401);
            assertThat(content.get(pages + "/more").statusCode()).isEqualTo(404);
            String proof = content.authorization("GET", "/pages", ALICE, PASSWORD);
            HttpResponse<byte[]> answer = content.get(pages, "authorization", proof);
            assertThat(text(answer)).isEqualTo("pages of " + ALICE + "\n");
            HttpRequest.Builder other = HttpRequest.newBuilder(content.here(pages)).DELETE();
            assertThat(content.send(other).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void whoMayUpload() throws IOException {
        try (var content = new RunningContent(directory)) {
            HttpResponse<byte[]> asked =
                    content.send(
                            HttpRequest.newBuilder(content.ft())
                                    .POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().allValues("www-authenticate"))
                    .hasSize(3)
                    .startsWith(digests(asked))
                    .endsWith("Bearer realm=\"rcs.local\"");
            assertThat(digests(asked))
                    .hasSize(2)
                    .allMatch(value -> value.startsWith("Digest realm=\"rcs.local\""));
            assertThat(probe(content, ALICE, PASSWORD, "/ft")).isEqualTo(204);
            assertThat(probe(content, ALICE + "@rcs.local", PASSWORD, "/ft")).isEqualTo(204);
            assertThat(probe(content, ALICE, PASSWORD, content.ft().toString())).isEqualTo(204);
            assertThat(probe(content, ALICE, PASSWORD, "/other")).isEqualTo(400);
            assertThat(probe(content, "+8613899999999", PASSWORD, "/ft")).isEqualTo(403);
            for (int i = 0; i < 10; i++) {
                assertThat(probe(content, ALICE + "@" + i, "guess", "/ft")).isEqualTo(403);
            }
            assertThat(probe(content, ALICE, PASSWORD, "/ft")).isEqualTo(403);
            assertThat(content.events.refusals()).contains(ContentRefusal.TOO_MANY_GUESSES);
        }
    }

    private static String[] digests(HttpResponse<byte[]> asked) {
        return asked.headers().allValues("www-authenticate").stream()
                .filter(value -> value.startsWith("Digest "))
                .toArray(String[]::new);
    }

    private static int probe(RunningContent content, String user, String password, String uri)
            throws IOException {
        return content.send(
                        HttpRequest.newBuilder(content.ft())
                                .header(
                                        "Authorization",
                                        content.authorization("POST", uri, user, password))
                                .POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    @Test
    void anAnswerToAChallengeCountsOnce() throws IOException {
        try (var content = new RunningContent(directory)) {
            String once = content.authorization("POST", "/ft", ALICE, PASSWORD);
            var request =
                    HttpRequest.newBuilder(content.ft())
                            .header("Authorization", once)
                            .POST(HttpRequest.BodyPublishers.noBody());
            assertThat(content.send(request.copy()).statusCode()).isEqualTo(204);
            HttpResponse<byte[]> again = content.send(request);
            assertThat(again.statusCode()).isEqualTo(401);
            assertThat(again.headers().firstValue("www-authenticate").orElseThrow())
                    .contains("stale=true");
        }
    }

    @Test
    @Tag("TS24109-5.2")
    void aTrustedProxySaysWhoItIs() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.trusting(),
                        new StoreLimits(1 << 20, 1 << 20, 1))) {
            var request =
                    HttpRequest.newBuilder(content.ft()).POST(HttpRequest.BodyPublishers.noBody());
            assertThat(content.send(request.copy()).statusCode()).isEqualTo(401);
            for (String value :
                    new String[] {
                        "\"tel:" + ALICE + "\"", "tel:" + ALICE, "tel:" + RunningContent.CAROL
                    }) {
                assertThat(
                                content.send(
                                                request.copy()
                                                        .header("X-3GPP-Intended-Identity", value))
                                        .statusCode())
                        .isEqualTo(204);
            }
        }
    }

    /// Nobody's word is taken for who he is, and no password is as good as an empty one.
    @Test
    void whoHasNoPasswordNeedsAProxy() throws IOException {
        try (var content = new RunningContent(directory)) {
            var request =
                    HttpRequest.newBuilder(content.ft())
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .header("X-3GPP-Intended-Identity", "tel:" + RunningContent.CAROL);
            assertThat(content.send(request.copy()).statusCode()).isEqualTo(401);
            for (String password : new String[] {"", "guessed"}) {
                assertThat(
                                content.send(
                                                request.copy()
                                                        .header(
                                                                "Authorization",
                                                                content.authorization(
                                                                        "POST",
                                                                        "/ft",
                                                                        RunningContent.CAROL,
                                                                        password)))
                                        .statusCode())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aRepeatedUploadHasTheSameAnswerAlsoAfterAStart() throws IOException {
        try (var content = new RunningContent(directory)) {
            FileEntry first = uploaded(content, "t-1", octets(1000));
            FileEntry again = uploaded(content, "t-1", octets(300_000));
            assertThat(again).isEqualTo(first);
            assertThat(uploaded(content, "t-2", octets(1000)).url()).isNotEqualTo(first.url());
            content.restart();
            FileEntry later = info(content.ask("?tid=t-1&get_download_info")).file();
            assertThat(URI.create(later.url()).getPath())
                    .isEqualTo(URI.create(first.url()).getPath());
            assertThat(content.get(first.url()).body()).isEqualTo(octets(1000));
        }
    }

    @Test
    void formsThatAreNone() throws IOException {
        try (var content = new RunningContent(directory)) {
            String file = new String(form("t", BINARY, octets(5)), StandardCharsets.ISO_8859_1);
            String[] forms = {
                file.replace("name=\"tid\"", "name=\"other\""),
                file.replace("name=\"File\"", "name=\"other\""),
                file.replace("\r\nt\r\n", "\r\n\r\n"),
                file.replace("\r\n--b0undary--", ""),
                new String(form("t", BINARY, new byte[0]), StandardCharsets.ISO_8859_1)
            };
            for (String wrong : forms) {
                HttpResponse<byte[]> answer =
                        content.upload(wrong.getBytes(StandardCharsets.ISO_8859_1));
                assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
                assertThat(text(answer)).isNotBlank();
            }
            HttpResponse<byte[]> plain =
                    content.send(
                            HttpRequest.newBuilder(content.ft())
                                    .header(
                                            "Authorization",
                                            content.authorization("POST", "/ft", ALICE, PASSWORD))
                                    .POST(HttpRequest.BodyPublishers.ofString("x")));
            assertThat(text(plain)).contains("multipart/form-data");
        }
    }

    @Test
    void limitsAreNamed() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.trusting(),
                        new StoreLimits(150_000, 1 << 20, 1))) {
            assertTooLarge(
                    content.upload(form("t-1", BINARY, octets(100_001))), "content.max-file-size");
            assertTooLarge(
                    content.upload(form("t-1", BINARY, octets(1_000_000))),
                    "content.max-file-size");
            byte[] large = Arrays.copyOf(PNG, 1001);
            assertTooLarge(
                    content.upload(form("t-2", large, "a", BINARY, octets(5))),
                    "content.max-thumbnail-size");
            byte[] script = "#!AMR\n".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(content.upload(form("t-3", script, "a", BINARY, octets(5))).statusCode())
                    .isEqualTo(415);
            byte[] program = "\u007fELF".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(text(content.upload(form("t-4", BINARY, program))))
                    .contains("content.refused-types");
            uploaded(content, "t-5", octets(100_000));
            HttpResponse<byte[]> quota = content.upload(form("t-6", BINARY, octets(60_000)));
            assertThat(quota.statusCode()).isEqualTo(507);
            assertThat(text(quota)).contains("content.user-quota");
            assertThat(content.events.faults()).isEmpty();
        }
    }

    private static void assertTooLarge(HttpResponse<byte[]> answer, String limit) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(text(answer)).contains(limit);
    }

    @Test
    void onlySoManyUploadsAtOnce() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.trusting(),
                        new StoreLimits(1 << 20, 1 << 20, 1))) {
            byte[] form = form("t-1", BINARY, octets(50_000));
            try (Socket _ = content.begin(form.length, Arrays.copyOf(form, 20_000))) {
                await().until(() -> content.server().uploadsUnderWay() == 1);
                HttpResponse<byte[]> other = content.upload(form("t-2", BINARY, octets(10)));
                assertThat(other.statusCode()).isEqualTo(503);
                assertThat(other.headers().firstValue("retry-after")).isPresent();
                assertThat(text(other)).contains("content.max-uploads");
            }
            await().until(() -> content.server().uploadsUnderWay() == 0);
            uploaded(content, "t-2", octets(10));
        }
    }

    @ParameterizedTest
    @Tag("RFC9110-14.5")
    @ValueSource(booleans = {false, true})
    @Tag("RCC07-3.2.5.3.1.1")
    void aCutUploadGoesOn(boolean restart) throws Exception {
        try (var content = new RunningContent(directory)) {
            byte[] file = octets(3_000_000);
            byte[] form = form("t-1", BINARY, file);
            try (Socket _ = content.begin(form.length, Arrays.copyOf(form, 1_000_000))) {
                await().until(() -> content.server().uploadsUnderWay() == 1);
                if (!restart) {
                    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                }
            }
            await().until(() -> content.server().uploadsUnderWay() == 0);
            if (restart) {
                content.restart();
            }
            assertThat(content.ask("?tid=t-1&get_download_info").statusCode()).isEqualTo(404);
            HttpResponse<byte[]> asked = content.ask("?tid=t-1&get_upload_info");
            assertThat(asked.statusCode()).as(text(asked)).isEqualTo(200);
            ResumeInfo resume =
                    FileXmlCodec.readResume(ByteSlice.of(asked.body())).toOptional().orElseThrow();
            assertThat(resume.end()).isBetween(0L, 999_999L);

            int from = (int) resume.end() + 1;
            assertThat(put(content, resume.url(), "bytes 2999999-2999999/3000000", new byte[1]))
                    .isEqualTo(416);
            assertThat(put(content, resume.url(), "nonsense", new byte[1])).isEqualTo(400);
            assertThat(put(content, resume.url() + "x", "bytes 0-0/1", new byte[1])).isEqualTo(404);
            // one octet again, without the unit: as some clients do
            String range = (from - 1) + "-1999999/3000000";
            assertThat(
                            put(
                                    content,
                                    resume.url(),
                                    range,
                                    Arrays.copyOfRange(file, from - 1, 2_000_000)))
                    .isEqualTo(200);
            assertThat(
                            put(
                                    content,
                                    resume.url(),
                                    "bytes 2000000-2999999/3000000",
                                    Arrays.copyOfRange(file, 2_000_000, 3_000_000)))
                    .isEqualTo(200);
            FileEntry entry = info(content.ask("?tid=t-1&get_download_info")).file();
            assertThat(sha256(content.get(entry.url()).body())).isEqualTo(sha256(file));
            assertThat(content.ask("?tid=unknown&get_upload_info").statusCode()).isEqualTo(404);
            assertThat(content.ask("?tid=t-1").statusCode()).isEqualTo(400);
            assertThat(content.events.faults()).isEmpty();
        }
    }

    private static int put(RunningContent content, String url, String range, byte[] octets)
            throws IOException {
        return content.send(
                        HttpRequest.newBuilder(content.here(url))
                                .header("Content-Range", range)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(octets)))
                .statusCode();
    }

    @Test
    @Tag("RFC9110-14.2")
    @Tag("RFC9110-14.4")
    @Tag("RFC9110-13.1.2")
    void partsAreGivenOut() throws IOException {
        try (var content = new RunningContent(directory)) {
            byte[] file = octets(1000);
            String url = uploaded(content, "t-1", file).url();
            HttpResponse<byte[]> part = content.get(url, "Range", "bytes=990-");
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(file, 990, 1000));
            assertThat(part.headers().firstValue("content-range")).contains("bytes 990-999/1000");
            String tag = part.headers().firstValue("etag").orElseThrow();
            String date = part.headers().firstValue("last-modified").orElseThrow();
            HttpResponse<byte[]> outside = content.get(url, "Range", "bytes=1000-");
            assertThat(outside.statusCode()).isEqualTo(416);
            assertThat(outside.headers().firstValue("content-range")).contains("bytes */1000");
            for (String same : new String[] {tag, date}) {
                assertThat(content.get(url, "Range", "bytes=0-0", "If-Range", same).statusCode())
                        .isEqualTo(206);
            }
            assertThat(content.get(url, "Range", "bytes=0-0", "If-Range", "\"x\"").body())
                    .hasSize(1000);
            assertThat(content.get(url, "If-None-Match", "\"x\", W/" + tag).statusCode())
                    .isEqualTo(304);
            HttpResponse<byte[]> head =
                    content.send(
                            HttpRequest.newBuilder(content.here(url))
                                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("content-length")).contains("1000");
            assertThat(head.body()).isEmpty();
            assertThat(
                            content.send(HttpRequest.newBuilder(content.here(url)).DELETE())
                                    .headers()
                                    .firstValue("allow"))
                    .contains("GET, HEAD");
        }
    }

    @Test
    void addressesAndFilesExpire() throws IOException {
        try (var content = new RunningContent(directory)) {
            String url = uploaded(content, "t-1", octets(10)).url();
            assertThat(content.get(url.replace("/d/", "/u/")).statusCode()).isEqualTo(404);
            assertThat(content.get(url.substring(0, url.length() - 1) + "_").statusCode())
                    .isEqualTo(404);
            assertThat(content.get("http://c/d/aaaaaaaaaaaaaaaa").statusCode()).isEqualTo(404);
            assertThat(content.get("http://c/nothing").statusCode()).isEqualTo(404);
            content.now.addAndGet(Duration.ofDays(7).toSeconds() + 1);
            assertThat(content.get(url).statusCode()).isEqualTo(410);
            assertThat(content.ask("?tid=t-1&get_download_info").statusCode()).isEqualTo(404);
            String anew = uploaded(content, "t-1", octets(20)).url();
            assertThat(content.get(anew).body()).isEqualTo(octets(20));
        }
    }

    /// What is over goes by itself, a file as well as an upload that nobody went on with.
    @Test
    void whatIsOverIsSweptAway() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.sweptEvery(Duration.ofMillis(50)),
                        new StoreLimits(64 << 20, 128 << 20, 1))) {
            uploaded(content, "t-1", octets(10));
            byte[] form = form("t-2", BINARY, octets(50_000));
            content.begin(form.length, Arrays.copyOf(form, 20_000)).close();
            await().until(() -> content.server().uploadsUnderWay() == 0);
            int before = content.events.sweeps.get();
            await().until(() -> content.events.sweeps.get() > before + 1);
            assertThat(content.server().usage().files()).as("it is early").isEqualTo(2);
            assertThat(kept()).isNotEmpty();
            content.now.addAndGet(Duration.ofDays(7).toSeconds() + 1);
            await().until(() -> content.events.expired.get() == 1);
            await().until(() -> content.events.abandoned.get() == 1);
            assertThat(content.server().usage()).isEqualTo(new FileStore.Usage(0, 0));
            assertThat(kept()).isEmpty();
            assertThat(content.events.faults()).isEmpty();
        }
    }

    /// Files of uploads in the directory, finished or not.
    private List<Path> kept() throws IOException {
        try (Stream<Path> drafts = Files.walk(directory.resolve("drafts"));
                Stream<Path> files = Files.walk(directory.resolve("files"))) {
            return Stream.concat(drafts, files).filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aTotalQuotaIsNamed() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.trusting(),
                        new StoreLimits(1 << 20, 150_000, 1))) {
            uploaded(content, "t-1", octets(100_000));
            HttpResponse<byte[]> full = content.upload(form("t-2", BINARY, octets(60_000)));
            assertThat(full.statusCode()).isEqualTo(507);
            assertThat(text(full)).contains("content.total-quota");
            assertThat(content.events.refusals()).contains(ContentRefusal.TOTAL_QUOTA);
            uploaded(content, "t-3", octets(10_000));
            assertThat(content.events.faults()).isEmpty();
        }
    }

    @Test
    void aLinkIsSafeInABrowser() throws IOException {
        try (var content = new RunningContent(directory)) {
            byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
            FileEntry html =
                    info(content.upload(form("t-1", new byte[0], "a.txt", "text/plain", page)))
                            .file();
            HttpResponse<byte[]> opened = content.get(html.brandedUrl());
            assertThat(opened.headers().firstValue("content-type"))
                    .contains("application/octet-stream");
            assertThat(opened.headers().firstValue("content-disposition").orElseThrow())
                    .startsWith("attachment");
            FileEntry png =
                    info(content.upload(form("t-2", new byte[0], "a.png", "image/png", PNG)))
                            .file();
            assertThat(content.events.firstOpened.get()).isEqualTo(1);
            for (int i = 0; i < 2; i++) {
                HttpResponse<byte[]> shown = content.get(png.brandedUrl());
                assertThat(shown.headers().firstValue("content-type")).contains("image/png");
                assertThat(shown.headers().firstValue("content-disposition").orElseThrow())
                        .startsWith("inline");
                assertThat(shown.headers().firstValue("content-security-policy").orElseThrow())
                        .contains("sandbox", "default-src 'none'");
                assertThat(shown.headers().firstValue("x-content-type-options"))
                        .contains("nosniff");
                assertThat(content.events.firstOpened.get()).isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 20_000})
    void whoSendsNothingMoreIsLetGo(int octets) throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.idle(Duration.ofMillis(300)),
                        new StoreLimits(1 << 20, 1 << 20, 1))) {
            byte[] form = form("t-1", BINARY, octets(100_000));
            try (Socket socket =
                    octets == 0
                            ? content.socket()
                            : content.begin(form.length, Arrays.copyOf(form, octets))) {
                String answer =
                        new String(
                                socket.getInputStream().readAllBytes(),
                                StandardCharsets.ISO_8859_1);
                if (octets == 0) {
                    assertThat(answer).isEmpty();
                } else {
                    assertThat(answer).startsWith("HTTP/1.1 408 ");
                }
            }
            await().until(() -> content.server().uploadsUnderWay() == 0);
            assertThat(content.ask("?tid=t-1&get_upload_info").statusCode())
                    .isEqualTo(octets == 20_000 ? 200 : 404);
        }
    }

    /// The answer is known without the rest of a body.
    @Test
    void whoDripsIsNotWaitedFor() throws IOException {
        try (var content =
                        new RunningContent(
                                directory,
                                RunningContent.idle(Duration.ofMinutes(5)),
                                new StoreLimits(1 << 20, 1 << 20, 1));
                Socket socket = content.socket()) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "POST /ft HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx"
                                    .getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 401 ").contains("connection: close");
        }
    }

    @Test
    void whoReadsNothingIsLetGo() throws IOException {
        try (var content =
                new RunningContent(
                        directory,
                        RunningContent.idle(Duration.ofMillis(500)),
                        new StoreLimits(64 << 20, 64 << 20, 1))) {
            String url = uploaded(content, "t-1", octets(20 << 20)).url();
            try (Socket socket = content.socket()) {
                String request =
                        "GET " + URI.create(url).getPath() + " HTTP/1.1\r\nHost: c\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                await().until(() -> content.server().underWay() == 1);
                await().until(() -> content.server().underWay() == 0);
                assertThat(content.events.sent.get()).isLessThan(20 << 20);
                assertThat(content.events.faults()).isEmpty();
            }
        }
    }

    @Test
    void connectionsAndHeadersHaveLimits() throws IOException {
        var settings =
                RunningContent.withHttp(h ->
                        new HttpSettings(h.address(), h.tls(), 3, 2, 1024, h.idle(), h.transfer()));
        try (var content =
                new RunningContent(directory, settings, new StoreLimits(1 << 20, 1 << 20, 1))) {
            try (Socket first = content.socket();
                    Socket _ = content.socket();
                    Socket third = content.socket()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
                assertThat(content.events.connectionsRefused.get()).isEqualTo(1);
                first.getOutputStream()
                        .write(
                                ("GET / HTTP/1.1\r\nX: " + "y".repeat(1100) + "\r\n\r\n")
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(
                                new String(
                                        first.getInputStream().readNBytes(12),
                                        StandardCharsets.UTF_8))
                        .isEqualTo("HTTP/1.1 431");
            }
        }
    }

    /// A client that waits for leave to send, and one that does not, is told at once that it may
    /// not.
    @Test
    void nobodySendsInVain() throws IOException {
        try (var content = new RunningContent(directory);
                Socket socket = content.socket()) {
            String head =
                    "POST /ft HTTP/1.1\r\nHost: c\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 30000000\r\nExpect: 100-continue\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 401");
            HttpResponse<byte[]> unasked =
                    content.send(
                            HttpRequest.newBuilder(content.ft())
                                    .header(
                                            "Content-Type",
                                            "multipart/form-data; boundary="
                                                    + RunningContent.BOUNDARY)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofByteArray(
                                                    form("t", BINARY, octets(1000)))));
            assertThat(unasked.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void leaveToSendIsGiven() throws IOException {
        try (var content = new RunningContent(directory);
                Socket socket = content.socket()) {
            byte[] form = form("t-1", BINARY, octets(100));
            String head =
                    "POST /ft HTTP/1.1\r\nHost: c\r\nAuthorization: %s\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                            .formatted(
                                    content.authorization("POST", "/ft", ALICE, PASSWORD),
                                    RunningContent.BOUNDARY,
                                    form.length);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            byte[] leave = socket.getInputStream().readNBytes(25);
            assertThat(new String(leave, StandardCharsets.UTF_8))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write(form);
            var answer = new ByteArrayOutputStream();
            int octet = socket.getInputStream().read();
            while (octet >= 0) {
                answer.write(octet);
                if (octet == '>' && answer.toString(StandardCharsets.UTF_8).endsWith("</file>")) {
                    break;
                }
                octet = socket.getInputStream().read();
            }
            assertThat(answer.toString(StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aStoppingServerTakesNoMoreAndKeepsWhatCame() throws IOException {
        try (var content = new RunningContent(directory)) {
            byte[] form = form("t-1", BINARY, octets(50_000));
            try (Socket _ = content.begin(form.length, Arrays.copyOf(form, 20_000));
                    Socket other = content.socket()) {
                await().until(() -> content.server().uploadsUnderWay() == 1);
                await().until(() -> content.events.connections.get() >= 2);
                content.server().drain();
                other.getOutputStream()
                        .write(
                                "POST /ft HTTP/1.1\r\nHost: c\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.UTF_8));
                assertThat(
                                new String(
                                        other.getInputStream().readNBytes(12),
                                        StandardCharsets.UTF_8))
                        .isEqualTo("HTTP/1.1 503");
                assertThat(content.server().underWay()).isEqualTo(1);
                content.restart();
            }
            assertThat(content.ask("?tid=t-1&get_upload_info").statusCode()).isEqualTo(200);
            assertThat(content.events.faults()).isEmpty();
        }
    }
}
