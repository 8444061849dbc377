package org.fivegmc.loadtest.process;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The calls of the admin interface that a run needs.
public final class AdminClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final int port;

    public AdminClient(int port) {
        this.port = port;
    }

    /// Creates or replaces a subscriber; the HTTP status, or 0 when there was no answer.
    public int putSubscriber(String number, String password, boolean rcs) {
        String path = "/v1/subscribers/" + URLEncoder.encode(number, StandardCharsets.UTF_8);
        return put(path, "{\"password\": \"%s\", \"rcs\": %s}".formatted(password, rcs));
    }

    /// Puts a JSON document; the HTTP status, or 0 when there was no answer.
    public int put(String path, String json) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// What a GET gives; empty when there was no answer with status 200.
    public String get(String path) {
        return answer(path, HttpRequest.newBuilder().GET());
    }

    /// The same of a POST without a body.
    public String post(String path) {
        return answer(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String answer(String path, HttpRequest.Builder builder) {
        HttpRequest request =
                builder.uri(URI.create("http://127.0.0.1:" + port + path)).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
