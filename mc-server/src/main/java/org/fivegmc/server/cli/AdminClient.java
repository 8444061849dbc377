package org.fivegmc.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the admin interface of a running server.
final class AdminClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(40);
    private static final int FIRST_ERROR = 400;

    private final String server;
    private final Optional<String> token;

    AdminClient(String server, Optional<String> token) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.token = token;
    }

    /// What a call came to.
    sealed interface Answer {
        record Ok(JsonNode body) implements Answer {}

        /// The server answered with a problem document.
        record Refused(int status, String detail) implements Answer {}

        record Unreachable(String reason) implements Answer {}
    }

    Answer call(String method, String path, String body) {
        HttpRequest request;
        try {
            var builder =
                    HttpRequest.newBuilder(URI.create(server + path))
                            .timeout(ANSWER)
                            .method(method, HttpRequest.BodyPublishers.ofString(body));
            token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
            request = builder.build();
        } catch (IllegalArgumentException _) {
            return new Answer.Unreachable(server + " is no http address");
        }
        try (var client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            return read(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Answer.Unreachable(server + " does not answer: " + why);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("interrupted");
        }
    }

    private Answer read(HttpResponse<String> response) {
        JsonNode body;
        try {
            body = JsonMapper.shared().readTree(response.body());
        } catch (JacksonException _) {
            return new Answer.Unreachable(server + " answers, but not as a 5GMC does");
        }
        if (response.statusCode() < FIRST_ERROR) {
            return new Answer.Ok(body);
        }
        return new Answer.Refused(
                response.statusCode(),
                body.path("detail").asString("status " + response.statusCode()));
    }
}
