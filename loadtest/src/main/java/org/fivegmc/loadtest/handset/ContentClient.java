package org.fivegmc.loadtest.handset;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Optional;
import java.util.UUID;

/// Takes files to a content server and fetches them (RCC.07 section 3.2.5): an empty POST asks
/// whether one may, a challenge is answered with Digest, then the file follows as a form. Threads:
/// any.
final class ContentClient {
    static final String FILE_XML = "application/vnd.gsma.rcs-ft-http+xml";

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
    private static final Duration TRANSFER_TIME = Duration.ofMinutes(2);
    private static final int PIECE = 65_536;

    private final Secret secret;
    private final Exchanges.NonceCount nonceCount = new Exchanges.NonceCount();

    ContentClient(Secret secret) {
        this.secret = secret;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIME)
                .build();
    }

    UploadedFile upload(URI server, String name, String type, byte[] octets)
            throws IOException, InterruptedException {
        try (HttpClient http = client()) {
            return upload(http, server, name, type, octets);
        }
    }

    private UploadedFile upload(
            HttpClient http, URI server, String name, String type, byte[] octets)
            throws IOException, InterruptedException {
        HttpResponse<String> probe =
                post(http, server, "", BodyPublishers.noBody(), Optional.empty());
        Optional<DigestChallenge> challenge = challenge(probe);
        if (challenge.isPresent()) {
            probe = post(http, server, "", BodyPublishers.noBody(), challenge);
        }
        if (probe.statusCode() != 204) {
            return new UploadedFile(probe.statusCode(), "");
        }
        String boundary = "handset" + RequestText.token();
        HttpResponse<String> answer =
                post(
                        http,
                        server,
                        "multipart/form-data; boundary=" + boundary,
                        form(boundary, name, type, octets),
                        challenge);
        boolean taken = answer.statusCode() == 200;
        return new UploadedFile(answer.statusCode(), taken ? answer.body() : "");
    }

    private HttpResponse<String> post(
            HttpClient http,
            URI server,
            String type,
            BodyPublisher body,
            Optional<DigestChallenge> challenge)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server)
                        .timeout(TRANSFER_TIME)
                        .header("User-Agent", FeatureTags.USER_AGENT)
                        .POST(body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (challenge.isPresent() && secret instanceof Secret.Password password) {
            request.header(
                    "Authorization",
                    DigestAnswer.header(
                            challenge.get(),
                            password,
                            "POST",
                            pathOf(server),
                            RequestText.token(),
                            nonceCount.next(challenge.get().nonce())));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static Optional<DigestChallenge> challenge(HttpResponse<String> response) {
        return response.statusCode() == 401
                ? DigestChallenge.choose(response.headers().allValues("WWW-Authenticate"))
                : Optional.empty();
    }

    private static String pathOf(URI uri) {
        String query = uri.getRawQuery();
        return uri.getRawPath() + (query == null ? "" : "?" + query);
    }

    private static BodyPublisher form(String boundary, String name, String type, byte[] octets) {
        String head =
                "--%1$s\r\nContent-Disposition: form-data; name=\"tid\"\r\n".formatted(boundary)
                        + "Content-Type: text/plain\r\n\r\n%s\r\n".formatted(UUID.randomUUID())
                        + "--%s\r\nContent-Disposition: form-data; name=\"File\"; filename=\"%s\"\r\n"
                                .formatted(boundary, name)
                        + "Content-Type: %s\r\n\r\n".formatted(type);
        return BodyPublishers.concat(
                BodyPublishers.ofString(head, UTF_8),
                BodyPublishers.ofByteArray(octets),
                BodyPublishers.ofString("\r\n--" + boundary + "--\r\n", UTF_8));
    }

    /// Fetches the file a document speaks of, and not its thumbnail.
    DownloadedFile download(String fileXml) throws IOException, InterruptedException {
        String info = XmlText.whole(fileXml, "file-info", "[\"']file[\"']").orElse("");
        String name = XmlText.element(info, "file-name").orElse("");
        String url = XmlText.attribute(info, "data", "url").orElse("");
        if (url.isEmpty()) {
            throw new IOException("the document has no address of a file");
        }
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TRANSFER_TIME).GET().build();
        try (HttpClient http = client()) {
            return received(name, http.send(request, BodyHandlers.ofInputStream()));
        }
    }

    private static DownloadedFile received(String name, HttpResponse<InputStream> answer)
            throws IOException {
        MessageDigest digest = digest();
        long octets = 0;
        try (InputStream in = answer.body()) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                octets += n;
            }
        }
        return new DownloadedFile(
                answer.statusCode(),
                name,
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
