package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fivegmc.maap.content.store.s3.BucketServer;
import org.fivegmc.maap.content.store.s3.Gate;
import org.fivegmc.server.metrics.Metric;
import org.fivegmc.server.metrics.MetricCatalogue;
import org.fivegmc.server.wiring.ServerLifecycle;
import org.fivegmc.wire.ByteSlice;
import org.fivegmc.wire.digest.DigestAlgorithm;
import org.fivegmc.wire.digest.DigestCredentials;
import org.fivegmc.wire.digest.DigestResponse;
import org.fivegmc.wire.file.FileInfo;
import org.fivegmc.wire.file.FileXmlCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The content server as a part of a running message center.
class ContentTest {
    private static final String ALICE = "+8613812340001";
    private static final String PASSWORD = "secret";

    private static final String FORM =
            """
            --b\r
            Content-Disposition: form-data; name="tid"\r
            \r
            11111111-2222-4333-8444-555555555555\r
            --b\r
            Content-Disposition: form-data; name="File"; filename="hello.txt"\r
            Content-Type: text/plain\r
            \r
            hello\r
            --b--\r
            """;

    @TempDir private Path data;
    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /// The answer to a challenge, as a handset computes it.
    private static String answer(String challenge, String user, String password) {
        String nonce = challenge.replaceAll(".*nonce=\"([^\"]*)\".*", "$1");
        DigestAlgorithm algorithm = DigestAlgorithm.SHA_256;
        var question =
                new DigestCredentials(
                        user,
                        "rcs.local",
                        nonce,
                        "/ft",
                        "",
                        algorithm.token(),
                        "auth",
                        "00000001",
                        "c",
                        "",
                        "");
        String ha1 =
                DigestResponse.ha1(
                        algorithm, user, "rcs.local", password.getBytes(StandardCharsets.UTF_8));
        String response = DigestResponse.compute(algorithm, ha1, "POST", question);
        return question.text().replace("response=\"\"", "response=\"" + response + "\"");
    }

    private String challenge(RunningCenter center) throws IOException, InterruptedException {
        HttpResponse<String> asked =
                send(
                        HttpRequest.newBuilder(center.uploads())
                                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(asked.statusCode()).isEqualTo(401);
        return asked.headers().firstValue("www-authenticate").orElseThrow();
    }

    @Test
    void aSubscriberUploadsWithThePasswordOfRegistration() throws Exception {
        try (var center =
                new RunningCenter(
                        data, "content: {listen: \"127.0.0.1:0\", min-free-disk: 1MiB}\n")) {
            assertThat(center.ctl("subscriber", "add", ALICE, "--password", PASSWORD).status())
                    .isZero();
            for (String user : new String[] {ALICE, ALICE + "@rcs.local", "sip:" + ALICE + "@x"}) {
                assertThat(
                                send(HttpRequest.newBuilder(center.uploads())
                                                .header(
                                                        "Authorization",
                                                        answer(challenge(center), user, PASSWORD))
                                                .POST(HttpRequest.BodyPublishers.noBody()))
                                        .statusCode())
                        .as(user)
                        .isEqualTo(204);
            }
            assertThat(
                            send(HttpRequest.newBuilder(center.uploads())
                                            .header(
                                                    "Authorization",
                                                    answer(challenge(center), ALICE, "guess"))
                                            .POST(HttpRequest.BodyPublishers.noBody()))
                                    .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> uploaded =
                    send(
                            HttpRequest.newBuilder(center.uploads())
                                    .header(
                                            "Authorization",
                                            answer(challenge(center), ALICE, PASSWORD))
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofString(FORM)));
            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
            FileInfo info =
                    FileXmlCodec.read(ByteSlice.of(uploaded.body())).toOptional().orElseThrow();
            assertThat(send(HttpRequest.newBuilder(URI.create(info.file().url()))).body())
                    .isEqualTo("hello");
            assertThat(send(HttpRequest.newBuilder(URI.create(info.file().brandedUrl()))).body())
                    .isEqualTo("hello");
            metrics(center);
        }
        assertThat(Files.exists(data.resolve("content").resolve("signing.key"))).isTrue();
    }

    private static void metrics(RunningCenter center) {
        String text = center.get("/metrics").body();
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric.name().startsWith("mc_content_")) {
                assertThat(text).containsPattern("(?m)^" + metric.name() + "[_ {]");
            }
        }
        assertThat(
                        center.metric(
                                "mc_content_requests_total{code_class=\"2xx\",operation=\"upload\"}"))
                .isEqualTo(1);
        assertThat(center.metric("mc_content_bytes_total{direction=\"in\"}")).isEqualTo(5);
        assertThat(center.metric("mc_content_links_first_opened_total")).isEqualTo(1);
        assertThat(center.metric("mc_content_refused_total{reason=\"wrong-password\"}"))
                .isEqualTo(1);
        assertThat(center.metric("mc_content_files")).isEqualTo(1);
    }

    private String inBucket(BucketServer server, String secret) throws IOException {
        Path access = Files.writeString(data.resolve("access"), BucketServer.ACCESS);
        Path key = Files.writeString(data.resolve("secret"), secret);
        return """
        content:
          listen: "127.0.0.1:0"
          min-free-disk: 1MiB
          s3:
            endpoint: %s
            bucket: %s
            prefix: 5gmc/
            access-key: file:%s
            secret-key: file:%s
        """
                .formatted(
                        server.settings("").endpoint().orElseThrow(),
                        BucketServer.BUCKET,
                        access,
                        key);
    }

    @Test
    void filesAreKeptInABucket() throws Exception {
        try (var server = new BucketServer();
                var center = new RunningCenter(data, inBucket(server, BucketServer.SECRET))) {
            assertThat(center.ctl("subscriber", "add", ALICE, "--password", PASSWORD).status())
                    .isZero();
            HttpResponse<String> uploaded =
                    send(
                            HttpRequest.newBuilder(center.uploads())
                                    .header(
                                            "Authorization",
                                            answer(challenge(center), ALICE, PASSWORD))
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofString(FORM)));
            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);
            FileInfo info =
                    FileXmlCodec.read(ByteSlice.of(uploaded.body())).toOptional().orElseThrow();
            assertThat(send(HttpRequest.newBuilder(URI.create(info.file().url()))).body())
                    .isEqualTo("hello");
            assertThat(Files.exists(data.resolve("content").resolve("files"))).isFalse();
            server.gate().set(Gate.Mode.CLOSED);
            HttpResponse<String> away = send(HttpRequest.newBuilder(URI.create(info.file().url())));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(center.metric("mc_content_bucket_calls_total{call=\"put\",outcome=\"ok\"}"))
                    .isEqualTo(1);
            assertThat(
                            center.metric(
                                    "mc_content_bucket_calls_total{call=\"list\",outcome=\"failed\"}"))
                    .isEqualTo(1);
            assertThat(center.metric("mc_content_refused_total{reason=\"store-unavailable\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aBucketThatRefusesIsToldInOneSentence() throws Exception {
        try (var server = new BucketServer()) {
            String yaml = inBucket(server, "no-such-secret");
            assertThatThrownBy(() -> new RunningCenter(data, yaml))
                    .isInstanceOf(ServerLifecycle.StartException.class)
                    .hasMessageContaining("content.s3.secret-key")
                    .hasMessageNotContaining("no-such-secret")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void thereIsNoneUnlessItIsConfigured() {
        try (var center = new RunningCenter(data, "")) {
            assertThat(center.isReady()).isTrue();
            assertThat(Files.exists(data.resolve("content"))).isFalse();
        }
    }
}
