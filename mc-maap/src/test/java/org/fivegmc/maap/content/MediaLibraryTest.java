package org.fivegmc.maap.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.fivegmc.maap.content.MediaRefusal.Reason.NOT_ITS_OWN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.maap.content.store.StoreLimits;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.http.HttpListener;
import org.fivegmc.maap.http.HttpSettings;
import org.fivegmc.maap.tenant.Tenants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of two chatbots through a listener that answers with the names of the refusals.
class MediaLibraryTest {

    private static final String ONE = "sip:1@botplatform.x";
    private static final String OTHER = "sip:2@botplatform.x";
    private static final int MOST = 3;
    private static final String BASE = "https://files.example";

    @TempDir private Path directory;
    private final Tenants.Memory rows = new Tenants.Memory();
    private RunningContent content;
    private MediaLibrary library;
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        ContentSettings d = RunningContent.defaults();
        content =
                new RunningContent(
                        directory,
                        new ContentSettings(
                                d.http(),
                                Optional.of(URI.create(BASE)),
                                d.digest(),
                                d.tokenLife(),
                                d.trusted(),
                                d.maxFile(),
                                d.maxThumbnail(),
                                d.uploads(),
                                d.lifetime(),
                                d.draftLifetime(),
                                d.sweepInterval(),
                                List.of("video/webm"),
                                d.form(),
                                d.brandedUrl()),
                        new StoreLimits(24 << 20, 48 << 20, 1));
        library = opened();
        listener =
                new HttpListener(
                        new HttpSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                Optional.empty(),
                                8,
                                8,
                                4096,
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1)),
                        content.events);
        listener.serve(this::answer);
    }

    private MediaLibrary opened() {
        return content.server().media(rows, new MediaLibrary.Limits(MOST, Duration.ofDays(3)));
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        content.close();
    }

    private HttpAnswer answer(HttpCall call) throws IOException {
        String owner = call.header("owner");
        try {
            return switch (call.method()) {
                case "POST" ->
                        HttpAnswer.text(
                                200,
                                String.join(
                                        " ",
                                        library
                                                .upload(call, owner, call.path().equals("/perm"))
                                                .stream()
                                                .map(item ->
                                                        item.url()
                                                                + "|"
                                                                + item.type()
                                                                + "|"
                                                                + item.size()
                                                                + "|"
                                                                + item.until().isPresent()
                                                                + "|"
                                                                + item.sha256())
                                                .toList()));
                case "DELETE" ->
                        HttpAnswer.text(200, "" + library.delete(owner, call.header("url")));
                default -> library.download(call, owner, call.header("url"));
            };
        } catch (MediaRefusal refusal) {
            return HttpAnswer.text(400, refusal.reason() + ": " + refusal.getMessage());
        }
    }

    private HttpRequest.Builder request(String path, String owner) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + listener.address().getPort() + path))
                .header("owner", owner);
    }

    private String upload(String owner, String path, byte[] form) throws IOException {
        return RunningContent.text(
                        content.send(
                                request(path, owner)
                                        .header(
                                                "Content-Type",
                                                "multipart/form-data; boundary="
                                                        + RunningContent.BOUNDARY)
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(form))))
                .strip();
    }

    private String temporary(String owner, byte[] octets) throws IOException {
        return upload(owner, "/temp", form(field("img", "a.bin", "image/png", octets)));
    }

    private HttpResponse<byte[]> download(String owner, String url, String... headers)
            throws IOException {
        HttpRequest.Builder request = request("/", owner).header("url", url);
        return content.send(headers.length == 0 ? request : request.headers(headers));
    }

    private String delete(String owner, String url) throws IOException {
        return RunningContent.text(content.send(request("/", owner).header("url", url).DELETE()))
                .strip();
    }

    private record Field(String name, String file, String type, byte[] octets) {}

    private static Field field(String name, String file, String type, byte[] octets) {
        return new Field(name, file, type, octets);
    }

    private static byte[] form(Field... fields) {
        var out = new ByteArrayOutputStream();
        for (Field field : fields) {
            String file = field.file().isEmpty() ? "" : "; filename=\"" + field.file() + "\"";
            RunningContent.part(
                    out, "name=\"" + field.name() + "\"" + file, field.type(), field.octets());
        }
        out.writeBytes(("--" + RunningContent.BOUNDARY + "--\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }

    private static byte[] octets(String sign, int size) {
        byte[] begin = sign.getBytes(ISO_8859_1);
        return size <= begin.length ? begin : Arrays.copyOf(begin, size);
    }

    private static final String PNG = "\u0089PNG\r\n\u001a\n";

    private static byte[] png(int size) {
        return octets(PNG, size);
    }

    private static String url(String answer) {
        return answer.substring(0, answer.indexOf('|'));
    }

    /// By its address or its name; for its owner alone.
    @Test
    void aFileIsFoundByItsOwnerAlone() throws IOException {
        String url = url(temporary(ONE, png(100)));
        MediaLibrary.Kept kept = library.find(ONE, url);
        assertThat(kept.url()).isEqualTo(url);
        assertThat(kept.name()).isEqualTo("a.bin");
        assertThat(kept.type()).isEqualTo("image/png");
        assertThat(kept.size()).isEqualTo(100);
        assertThat(kept.until()).isPresent();
        assertThat(library.findById(ONE, kept.id())).isEqualTo(kept);
        for (String id : List.of(kept.id(), "x", "aaaaaaaaaaaaaaaa", "../../../../etc/p")) {
            assertThat(refused(() -> library.findById(OTHER, id))).isEqualTo(NOT_ITS_OWN);
            assertThat(refused(() -> library.deleteById(OTHER, id))).isEqualTo(NOT_ITS_OWN);
        }
        assertThat(refused(() -> library.find(OTHER, url))).isEqualTo(NOT_ITS_OWN);
        assertThat(library.deleteById(ONE, kept.id())).as("permanent").isFalse();
        assertThat(refused(() -> library.findById(ONE, kept.id()))).isEqualTo(NOT_ITS_OWN);
        assertThat(library.count(ONE)).isZero();
    }

    private static MediaRefusal.Reason refused(ThrowingCallable step) {
        MediaRefusal refusal = catchThrowableOfType(MediaRefusal.class, step);
        assertThat(refusal).isNotNull();
        return refusal.reason();
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, image/png, file, 2097152",
        "image/jpeg, image/jpeg, file, 2097152",
        "image/jpeg, image/jpeg, thumbnail, 204800",
        "audio/amr, audio/amr, voice, 5242880",
        "audio/mpeg, audio/mpeg, voice, 5242880",
        "video/mp4, audio/mp4, voice, 5242880",
        "video/mp4, video/mp4, film, 10485760",
    })
    void everyKindHasItsLimit(String sign, String declared, String part, int most)
            throws IOException {
        String begin =
                switch (sign) {
                    case "image/png" -> PNG;
                    case "image/jpeg" -> "\u00ff\u00d8\u00ff";
                    case "audio/amr" -> "#!AMR\n";
                    case "audio/mpeg" -> "\u00ff\u00f3";
                    default -> "\0\0\0\u0018ftypisom";
                };
        assertThat(upload(ONE, "/temp", form(field(part, "f", declared, octets(begin, most)))))
                .contains("|" + declared + "|" + most + "|true|");
        assertThat(upload(ONE, "/temp", form(field(part, "f", declared, octets(begin, most + 1)))))
                .startsWith("TOO_LARGE: the file is " + declared)
                .contains(Integer.toString(most));
        assertThat(library.count(ONE)).isEqualTo(1);
        assertThat(content.server().usage().files()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "program|application/x-msdownload",
                "<html>|text/html",
                "GIF89a|image/gif",
                "plain words|of no known type",
                // the operator does not want these
                "film|video/webm is in content.refused-types"
            })
    void theOctetsTellWhatItIs(String sign, String named) throws IOException {
        String octets =
                switch (sign) {
                    case "program" -> "MZ\0\0";
                    case "film" -> "\u001aE\u00df\u00a3";
                    default -> sign;
                };
        assertThat(
                        upload(
                                ONE,
                                "/perm",
                                form(
                                        field(
                                                "file",
                                                "cat.png",
                                                "image/png",
                                                octets.getBytes(ISO_8859_1)))))
                .startsWith("TYPE: ")
                .contains(named);
        assertThat(library.count(ONE)).isZero();
    }

    @Test
    void aFormWithoutAFileIsRefused() throws IOException {
        assertThat(upload(ONE, "/temp", form(field("a", "", "text/plain", new byte[3]))))
                .startsWith("NO_FILE");
        assertThat(temporary(ONE, new byte[0])).startsWith("EMPTY_FILE");
        assertThat(upload(ONE, "/temp", "nonsense".getBytes(UTF_8))).startsWith("FORM");
        var many = new Field[17];
        Arrays.fill(many, field("a", "", "text/plain", new byte[1]));
        assertThat(upload(ONE, "/temp", form(many))).startsWith("FORM").contains("16");
        assertThat(upload(ONE, "/temp", form(Arrays.copyOf(many, 16)))).startsWith("NO_FILE");
    }

    @Test
    void aFormIsStoredAsAWholeOrNotAtAll() throws IOException {
        Field good = field("x", "a.png", "image/png", png(100));
        Field bad = field("y", "b.txt", "text/plain", "words".getBytes(UTF_8));
        assertThat(upload(ONE, "/perm", form(good, bad))).startsWith("TYPE");
        assertThat(library.count(ONE)).isZero();
        assertThat(content.server().usage().files()).isZero();
        assertThat(rows.rows).isEmpty();
        assertThat(upload(ONE, "/perm", form(good, good)).split(" ")).hasSize(2);
        assertThat(upload(ONE, "/perm", form(good, good))).startsWith("TOO_MANY");
        assertThat(library.count(ONE)).isEqualTo(2);
    }

    @Test
    void thereAreSoManyAndNoMore() throws IOException {
        String first = url(temporary(ONE, png(10)));
        assertThat(upload(ONE, "/perm", form(field("f", "p", "image/png", png(10)))))
                .contains("|10|false|");
        assertThat(temporary(ONE, png(10))).startsWith("https://");
        assertThat(temporary(ONE, png(10))).startsWith("TOO_MANY").contains("3 files");
        assertThat(temporary(OTHER, png(10))).as("another's are not counted").contains("|10|");
        assertThat(delete(ONE, first)).isEqualTo("false");
        assertThat(temporary(ONE, png(10))).contains("|10|");
        // what has expired makes room
        content.now.addAndGet(Duration.ofDays(3).toSeconds());
        assertThat(library.count(ONE)).isEqualTo(1);
        assertThat(temporary(ONE, png(10))).contains("|10|");
        assertThat(temporary(ONE, png(10))).contains("|10|");
        assertThat(temporary(ONE, png(10))).startsWith("TOO_MANY");
    }

    /// A crash between row and file, or between file and row.
    @Test
    void whatIsInARowAndNotThereMakesRoom() throws IOException {
        var lost = new StringBuilder("{\"files\":[");
        for (int i = 0; i < MOST; i++) {
            lost.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"aaaaaaaaaaaaaaa")
                    .append((char) ('a' + i))
                    .append("\",\"permanent\":true,\"until\":4294967295}");
        }
        rows.rows.put(
                new TenantKey(TenantKey.Kind.CHATBOT_FILES, ONE),
                lost.append("]}").toString().getBytes(UTF_8));
        assertThat(library.count(ONE)).isEqualTo(MOST);
        assertThat(temporary(ONE, png(10))).contains("|10|");
        assertThat(library.count(ONE)).isEqualTo(1);
    }

    @Test
    void itsOwnFilesAreReadWholeAndInParts() throws IOException {
        String answer = temporary(ONE, png(1000));
        String url = url(answer);
        assertThat(url).startsWith(BASE);
        HttpResponse<byte[]> whole = download(ONE, url);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(png(1000));
        assertThat(whole.headers().firstValue("content-disposition").orElseThrow())
                .contains("a.bin");
        HttpResponse<byte[]> part = download(ONE, url, "range", "bytes=0-7");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(png(8));
        assertThat(part.headers().firstValue("content-range")).contains("bytes 0-7/1000");
        assertThat(RunningContent.text(download(ONE, url, "range", "bytes=1000-")))
                .startsWith("RANGE")
                .contains("1000 octets");
    }

    @Test
    void nobodyReachesFilesOfAnother() throws IOException {
        String url = url(upload(ONE, "/perm", form(field("f", "p", "image/png", png(10)))));
        assertThat(RunningContent.text(download(OTHER, url))).startsWith("NOT_ITS_OWN");
        assertThat(delete(OTHER, url)).startsWith("NOT_ITS_OWN");
        assertThat(download(ONE, url).statusCode()).isEqualTo(200);
        String forged = url.substring(0, url.length() - 4) + "AAAA";
        for (String wrong : List.of(forged, "https://elsewhere/x", BASE + "/d/", "x")) {
            assertThat(RunningContent.text(download(ONE, wrong))).startsWith("NOT_ITS_OWN");
            assertThat(delete(ONE, wrong)).startsWith("NOT_ITS_OWN");
        }
        assertThat(delete(ONE, url)).isEqualTo("true");
        assertThat(RunningContent.text(download(ONE, url))).startsWith("NOT_ITS_OWN");
        assertThat(delete(ONE, url)).startsWith("NOT_ITS_OWN");
        assertThat(rows.rows).isEmpty();
    }

    @Test
    void filesOfUsersAreReadByTheirAddressAndNotDeleted() throws IOException {
        var sent =
                new org.fivegmc.maap.content.store.FileFacts(
                        org.fivegmc.maap.content.store.FileId.of(new byte[10]),
                        RunningContent.ALICE,
                        "car.png",
                        "image/png",
                        Optional.empty());
        var links =
                new SignedLinks(
                        SigningKey.load(directory.resolve("signing.key")),
                        () -> java.time.Instant.ofEpochSecond(content.now.get()),
                        BASE);
        String url = content.stored(sent, png(20), links);
        assertThat(download(ONE, url).body()).isEqualTo(png(20));
        assertThat(delete(ONE, url)).startsWith("NOT_ITS_OWN");
        assertThat(download(ONE, url).body()).hasSize(20);
    }

    @Test
    void aTemporaryFileExpires() throws IOException {
        String url = url(temporary(ONE, png(10)));
        String kept = url(upload(ONE, "/perm", form(field("f", "p", "image/png", png(10)))));
        content.now.addAndGet(Duration.ofDays(3).toSeconds() - 1);
        assertThat(download(ONE, url).statusCode()).isEqualTo(200);
        content.now.addAndGet(1);
        assertThat(RunningContent.text(download(ONE, url))).startsWith("EXPIRED");
        assertThat(delete(ONE, url)).startsWith("EXPIRED");
        content.now.addAndGet(Duration.ofDays(3650).toSeconds());
        assertThat(download(ONE, kept).statusCode()).isEqualTo(200);
    }

    @Test
    void filesAreTheSameAfterAStartAndGoWithTheirChatbot() throws IOException {
        String url = url(upload(ONE, "/perm", form(field("f", "p", "image/png", png(10)))));
        assertThat(temporary(OTHER, png(10))).contains("|10|");
        content.restart();
        library = opened();
        assertThat(library.owners()).containsExactlyInAnyOrder(ONE, OTHER);
        assertThat(download(ONE, url).body()).isEqualTo(png(10));
        library.forget(ONE);
        library.forget("sip:nobody@botplatform.x");
        assertThat(library.owners()).containsExactly(OTHER);
        assertThat(RunningContent.text(download(ONE, url))).startsWith("NOT_ITS_OWN");
        assertThat(content.server().usage().files()).isEqualTo(1);
    }

    /// All of its files together, as for users.
    @Test
    void octetsAreLimitedToo() throws IOException {
        byte[] film = octets("\0\0\0\u0018ftypisom", 10 << 20);
        Field part = field("film", "f.mp4", "video/mp4", film);
        assertThat(upload(ONE, "/temp", form(part, part)).split(" ")).hasSize(2);
        assertThat(upload(ONE, "/temp", form(part))).startsWith("TOO_MANY").contains("user-quota");
        assertThat(library.count(ONE)).isEqualTo(2);
    }
}
