package org.fivegmc.server.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tokens for uploads, from the command line to the content server.
class ContentTokenTest {
    private static final String ALICE = "+8613812340001";

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

    private int probe(RunningCenter center, String authorization)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(center.uploads())
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    private static JsonNode token(RunningCenter center, String... more) {
        var words = new ArrayList<>(List.of("-o", "json", "subscriber", "token", ALICE));
        words.addAll(List.of(more));
        var printed = center.ctl(words.toArray(String[]::new));
        assertThat(printed.status()).as(printed.err()).isZero();
        return JsonMapper.shared().readTree(printed.out());
    }

    /// Who has no password needs none, and a token ends with the account of its user.
    @Test
    void aTokenOfTheAdministratorIsAsGoodAsAPassword() throws Exception {
        try (var center =
                new RunningCenter(
                        data, "content: {listen: \"127.0.0.1:0\", min-free-disk: 1MiB}\n")) {
            var unknown = center.ctl("subscriber", "token", ALICE);
            assertThat(unknown.status()).isEqualTo(1);
            assertThat(unknown.err()).contains("no such subscriber");
            assertThat(center.ctl("subscriber", "add", ALICE).status()).isZero();

            Instant before = Instant.now();
            JsonNode made = token(center);
            assertThat(Duration.between(before, Instant.parse(made.get("expires").asString())))
                    .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            String bearer = "Bearer " + made.get("token").asString();
            assertThat(probe(center, bearer)).isEqualTo(204);
            HttpResponse<String> uploaded =
                    send(
                            HttpRequest.newBuilder(center.uploads())
                                    .header("Authorization", bearer)
                                    .header("Content-Type", "multipart/form-data; boundary=b")
                                    .POST(HttpRequest.BodyPublishers.ofString(FORM)));
            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(200);

            assertThat(probe(center, bearer.substring(0, bearer.length() - 1))).isEqualTo(401);
            assertThat(center.metric("mc_content_refused_total{reason=\"bad-token\"}"))
                    .isEqualTo(1);
            assertThat(center.ctl("subscriber", "remove", ALICE).status()).isZero();
            assertThat(probe(center, bearer)).isEqualTo(401);
        }
    }

    @Test
    void aTokenLivesNoLongerThanIsAllowed() throws Exception {
        try (var center =
                new RunningCenter(
                        data,
                        "content: {listen: \"127.0.0.1:0\", min-free-disk: 1MiB, max-token-lifetime: 10m}\n")) {
            assertThat(center.ctl("subscriber", "add", ALICE).status()).isZero();
            for (String wrong : new String[] {"601s", "0s", "999ms"}) {
                var refused = center.ctl("subscriber", "token", ALICE, "--ttl", wrong);
                assertThat(refused.status()).as(wrong).isEqualTo(1);
                assertThat(refused.err())
                        .contains("ttl is not in 1s..10m (content.max-token-lifetime)");
            }
            for (String[] more : new String[][] {{"--ttl", "10m"}, {}}) {
                assertThat(
                                Duration.between(
                                        Instant.now(),
                                        Instant.parse(
                                                token(center, more).get("expires").asString())))
                        // a second may pass while it is made
                        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(11));
            }
        }
    }

    @Test
    void thereAreNoTokensWhereTheyAreOff() throws Exception {
        for (String content :
                new String[] {
                    "", "content: {listen: \"127.0.0.1:0\", min-free-disk: 1MiB, tokens: false}\n"
                }) {
            try (var center = new RunningCenter(data, content)) {
                assertThat(center.ctl("subscriber", "add", ALICE).status()).isZero();
                var refused = center.ctl("subscriber", "token", ALICE);
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err()).contains("content.listen", "content.tokens");
            }
        }
    }
}
