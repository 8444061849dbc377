package org.fivegmc.loadtest.handset;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Takes files to a content server and fetches them (RCC.07 section 3.2.5):
///
/// ```
///   upload    POST, empty: a challenge is answered with Digest; then the file follows as a form;
///             with a token there is no challenge, since it goes with every request
///   resume    GET ?tid=..&get_upload_info, PUT of what is missing, GET ?tid=..&get_download_info;
///             from the beginning when the server has kept nothing
///   download  GET; of a part, GET with Range
/// ```
///
/// Threads: any.
public final class ContentClient {
    static final String FILE_XML = "application/vnd.gsma.rcs-ft-http+xml";

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIME = Duration.ofMinutes(2);
    private static final int PIECE = 65_536;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL = 206;
    private static final int NO_DOCUMENT = 0;

    private final Secret secret;
    private final Exchanges.NonceCount nonceCount = new Exchanges.NonceCount();

    public ContentClient(Secret secret) {
        this.secret = secret;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIME)
                .build();
    }

    // ---- up

    public UploadedFile upload(URI server, OutgoingFile file)
            throws IOException, InterruptedException {
        try (Visit visit = new Visit(server)) {
            return upload(visit, file);
        }
    }

    private static UploadedFile upload(Visit visit, OutgoingFile file)
            throws IOException, InterruptedException {
        int may = visit.probe();
        if (may != NO_CONTENT) {
            return new UploadedFile(may, "");
        }
        FileForm form = FileForm.of(file);
        return uploaded(
                visit.send("POST", "", form.publisher(), "Content-Type", form.contentType()));
    }

    private static UploadedFile uploaded(HttpResponse<String> answer) {
        boolean taken = answer.statusCode() == OK;
        return new UploadedFile(answer.statusCode(), taken ? answer.body() : "");
    }

    /// Begins an upload and stops after so many octets of the file.
    public CutUpload uploadPart(URI server, OutgoingFile file, int octets)
            throws IOException, InterruptedException {
        try (Visit visit = new Visit(server)) {
            int may = visit.probe();
            if (may != NO_CONTENT) {
                throw new IOException("the server says " + may + " to an upload");
            }
            String proof = visit.authorization("POST", server).orElse("");
            return CutUpload.begin(server, proof, FileForm.of(file), octets);
        }
    }

    /// How many octets of an upload the server has, so that it could go on from there.
    public long received(URI server, OutgoingFile file) throws IOException, InterruptedException {
        try (Visit visit = new Visit(server)) {
            return received(visit.ask(query(file, "get_upload_info")));
        }
    }

    private static long received(HttpResponse<String> info) {
        return info.statusCode() == OK
                ? Long.parseLong(XmlText.attribute(info.body(), "file-range", "end").orElseThrow())
                        + 1
                : 0;
    }

    private static String query(OutgoingFile file, String what) {
        return "?tid=" + file.tid() + "&" + what;
    }

    /// Goes on with an upload that was cut off.
    public ResumedUpload resume(URI server, OutgoingFile file)
            throws IOException, InterruptedException {
        try (Visit visit = new Visit(server)) {
            HttpResponse<String> info = visit.ask(query(file, "get_upload_info"));
            int from = Math.toIntExact(received(info));
            if (from == 0) {
                return new ResumedUpload(0, upload(visit, file));
            }
            int size = file.octets().length;
            if (from < size) {
                URI rest = URI.create(XmlText.attribute(info.body(), "data", "url").orElseThrow());
                HttpResponse<String> put =
                        visit.put(
                                rest,
                                BodyPublishers.ofByteArray(file.octets(), from, size - from),
                                "bytes %d-%d/%d".formatted(from, size - 1, size));
                if (put.statusCode() != OK) {
                    return new ResumedUpload(from, new UploadedFile(put.statusCode(), ""));
                }
            }
            return new ResumedUpload(from, uploaded(visit.ask(query(file, "get_download_info"))));
        }
    }

    /// Some requests to one upload address, the last challenge in mind.
    private final class Visit implements AutoCloseable {
        private final HttpClient http = client();
        private final URI server;
        private Optional<DigestChallenge> challenge = Optional.empty();

        Visit(URI server) {
            this.server = server;
        }

        /// Whether one may upload: 204.
        int probe() throws IOException, InterruptedException {
            return challenged("POST", "").statusCode();
        }

        HttpResponse<String> ask(String query) throws IOException, InterruptedException {
            return challenged("GET", query);
        }

        /// Without a body, so that it can be sent again.
        private HttpResponse<String> challenged(String method, String query)
                throws IOException, InterruptedException {
            HttpResponse<String> answer = send(method, query, BodyPublishers.noBody());
            if (answer.statusCode() != 401) {
                return answer;
            }
            if (secret instanceof Secret.Token) {
                return answer; // again would be the same
            }
            List<String> values = answer.headers().allValues("WWW-Authenticate");
            challenge = DigestChallenge.choose(values);
            return challenge.isEmpty() ? answer : send(method, query, BodyPublishers.noBody());
        }

        HttpResponse<String> send(String method, String query, BodyPublisher body, String... more)
                throws IOException, InterruptedException {
            URI uri = URI.create(server + query);
            HttpRequest.Builder request = request(uri).method(method, body);
            authorization(method, uri).ifPresent(proof -> request.header("Authorization", proof));
            if (more.length > 0) {
                request.headers(more);
            }
            return http.send(request.build(), BodyHandlers.ofString());
        }

        /// The address is proof enough.
        HttpResponse<String> put(URI rest, BodyPublisher body, String range)
                throws IOException, InterruptedException {
            HttpRequest request = request(rest).PUT(body).header("Content-Range", range).build();
            return http.send(request, BodyHandlers.ofString());
        }

        Optional<String> authorization(String method, URI uri) {
            if (secret instanceof Secret.Token(var token)) {
                return Optional.of("Bearer " + token);
            }
            if (challenge.isEmpty() || !(secret instanceof Secret.Password password)) {
                return Optional.empty();
            }
            return Optional.of(
                    DigestAnswer.header(
                            challenge.get(),
                            password,
                            method,
                            pathOf(uri),
                            RequestText.token(),
                            nonceCount.next(challenge.get().nonce())));
        }

        @Override
        public void close() {
            http.close();
        }
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(TRANSFER_TIME)
                .header("User-Agent", FeatureTags.USER_AGENT);
    }

    private static String pathOf(URI uri) {
        String query = uri.getRawQuery();
        return uri.getRawPath() + (query == null ? "" : "?" + query);
    }

    // ---- down

    /// Fetches the file a document speaks of.
    public DownloadedFile download(String fileXml) throws IOException, InterruptedException {
        return download(fileXml, "file");
    }

    /// Fetches its thumbnail; status 0 when the document has none.
    public DownloadedFile downloadThumbnail(String fileXml)
            throws IOException, InterruptedException {
        return XmlText.whole(fileXml, "file-info", ofKind("thumbnail")).isEmpty()
                ? new DownloadedFile(NO_DOCUMENT, "", "", 0, "")
                : download(fileXml, "thumbnail");
    }

    private static DownloadedFile download(String fileXml, String kind)
            throws IOException, InterruptedException {
        PartialFile none = address(fileXml, kind);
        try (HttpClient http = client()) {
            HttpRequest request = request(URI.create(none.url())).GET().build();
            return received(none, http.send(request, BodyHandlers.ofInputStream()));
        }
    }

    private static String ofKind(String kind) {
        return "[\"']" + kind + "[\"']";
    }

    private static PartialFile address(String fileXml, String kind) throws IOException {
        String info = XmlText.whole(fileXml, "file-info", ofKind(kind)).orElse("");
        String url = XmlText.attribute(info, "data", "url").orElse("");
        if (url.isEmpty()) {
            throw new IOException("the document has no address of a " + kind);
        }
        return new PartialFile(XmlText.element(info, "file-name").orElse(""), url, new byte[0]);
    }

    /// Begins to fetch the file and hangs up after so many octets.
    public PartialFile downloadPart(String fileXml, int octets)
            throws IOException, InterruptedException {
        PartialFile none = address(fileXml, "file");
        HttpClient http = client();
        try {
            HttpRequest request = request(URI.create(none.url())).GET().build();
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() != OK) {
                throw new IOException("a download was answered with " + answer.statusCode());
            }
            byte[] first = answer.body().readNBytes(octets);
            return new PartialFile(none.name(), none.url(), first);
        } finally {
            http.shutdownNow();
        }
    }

    /// Fetches the octets that are missing; the status is 206 when the server sent no others.
    public DownloadedFile resumeDownload(PartialFile part)
            throws IOException, InterruptedException {
        int from = part.octets().length;
        HttpRequest request =
                request(URI.create(part.url()))
                        .header("Range", "bytes=" + from + "-")
                        .GET()
                        .build();
        try (HttpClient http = client()) {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            String range = answer.headers().firstValue("Content-Range").orElse("");
            if (answer.statusCode() == PARTIAL && !range.startsWith("bytes " + from + "-")) {
                throw new IOException("asked for octets from " + from + " on, got " + range);
            }
            boolean rest = answer.statusCode() == PARTIAL;
            return received(
                    rest ? part : new PartialFile(part.name(), part.url(), new byte[0]), answer);
        }
    }

    private static DownloadedFile received(PartialFile before, HttpResponse<InputStream> answer)
            throws IOException {
        MessageDigest digest = digest();
        digest.update(before.octets());
        long octets = before.octets().length;
        try (InputStream in = answer.body()) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                octets += n;
            }
        }
        return new DownloadedFile(
                answer.statusCode(),
                before.name(),
                answer.headers().firstValue("Content-Type").orElse(""),
                octets,
                HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
