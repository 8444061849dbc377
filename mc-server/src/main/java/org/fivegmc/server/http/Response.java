package org.fivegmc.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// A whole answer.
@SuppressWarnings(
        "ArrayRecordComponent") // compared by nobody; whoever hands the body over leaves it alone
public record Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    private static final ObjectMapper MAPPER = JsonMapper.shared();

    /// A record as JSON; times are ISO 8601, absent values are `null`.
    static Response json(int status, Object value) {
        return new Response(status, JSON, MAPPER.writeValueAsBytes(value), Map.of());
    }

    static Response text(int status, String contentType, String text) {
        return new Response(status, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Response noContent() {
        return new Response(204, "", new byte[0], Map.of());
    }

    /// RFC 9457 problem details; `type` is `about:blank`, so `title` is the status phrase (section
    /// 4.2.1).
    static Response problem(int status, String title, String detail, String instance) {
        var problem = new Problem("about:blank", title, status, detail, instance);
        return new Response(status, PROBLEM, MAPPER.writeValueAsBytes(problem), Map.of());
    }

    Response header(String name, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, contentType, body, Map.copyOf(more));
    }

    /// The members of RFC 9457 section 3.1.
    record Problem(String type, String title, int status, String detail, String instance) {}

    /// A body read as JSON, or what is wrong with it.
    static <T> Optional<T> read(byte[] body, Class<T> type) {
        try {
            return Optional.ofNullable(MAPPER.readValue(body, type));
        } catch (tools.jackson.core.JacksonException _) {
            return Optional.empty();
        }
    }
}
